import Foundation

/// An event as TensorBoard reads it (message `Event` of event.proto), in the frame of a record file:
///
///     u64 length | u32 masked CRC-32C of the length | message | u32 masked CRC-32C of the message
struct BoardEvent {
    /// What it tells.
    enum Content {
        /// The first event of a file.
        case fileVersion
        /// Values by tag.
        case scalars([(tag: String, value: Float)])
        /// Training continues from this step: what was told of later steps no longer holds.
        case restart
    }

    /// Wall-clock time.
    var time: Date
    /// Mini-batches trained.
    var step: Int
    var content: Content

    /// The record.
    var record: [UInt8] {
        let message = self.message
        let length = withUnsafeBytes(of: UInt64(message.count).littleEndian) { Array($0) }
        return length + checksum(length) + message + checksum(message)
    }

    private func checksum(_ bytes: [UInt8]) -> [UInt8] {
        withUnsafeBytes(of: MaskedChecksum.of(bytes).littleEndian) { Array($0) }
    }

    /// Field numbers: Event 1 wall_time, 2 step, 3 file_version, 5 summary, 7 session_log; Summary 1 value;
    /// Value 1 tag, 2 simple_value; SessionLog 1 status, where 1 is START.
    private var message: [UInt8] {
        var event = ProtobufWriter()
        event.write(1, time.timeIntervalSince1970)
        event.write(2, step)
        switch content {
        case .fileVersion: event.write(3, "brain.Event:2")
        case .restart: event.write(7) { $0.write(1, 1) }
        case .scalars(let scalars):
            event.write(5) { summary in
                for scalar in scalars {
                    summary.write(1) { value in
                        value.write(1, scalar.tag)
                        value.write(2, scalar.value)
                    }
                }
            }
        }
        return event.bytes
    }
}
