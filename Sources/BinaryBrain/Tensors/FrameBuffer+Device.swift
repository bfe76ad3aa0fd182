import Devices

extension FrameBuffer {
    /// The rows on a device, where they go now unless they are there.
    /// - Throws: `DeviceError` if they cannot get there.
    func rows(on device: Device) throws -> DeviceRows {
        DeviceRows(try storage.bytes(on: device), stride: dtype == .bit ? wordStride : floatStride)
    }

    /// Rows on a device that will be written there, all that is ever read of them.
    /// - Throws: `DeviceError` if there is no memory.
    func rowsToWrite(on device: Device) throws -> DeviceRows {
        DeviceRows(try storage.bytesToWrite(on: device), stride: dtype == .bit ? wordStride : floatStride)
    }
}
