/// Appends the values of a checkpoint: little-endian, each array behind its count.
struct CheckpointWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    mutating func write(_ value: Bool) { write(UInt8(value ? 1 : 0)) }
    mutating func write(_ value: Double) { write(value.bitPattern) }

    mutating func write(_ text: String) { write(Array(text.utf8)) }

    mutating func write(_ raw: [UInt8]) {
        write(UInt64(raw.count))
        bytes += raw
    }

    mutating func write<T: FixedWidthInteger>(array values: [T]) {
        write(UInt64(values.count))
        values.map(\.littleEndian).withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ values: [Float]) { write(array: values.map(\.bitPattern)) }

    /// Names in alphabetical order, so that the same state makes the same bytes.
    mutating func write(_ state: [String: [UInt64]]) {
        write(UInt64(state.count))
        for (key, words) in state.sorted(by: { $0.key < $1.key }) {
            write(key)
            write(array: words)
        }
    }

    mutating func write(_ history: MetricHistory) {
        let points = history.points
        write(array: points.map { Int64($0.step) })
        write(points.map(\.value))
    }

    mutating func write(_ event: SessionEvent) {
        write(Int64(event.step))
        write(event.time.timeIntervalSince1970)
        write(event.level.rawValue)
        write(event.text)
    }
}
