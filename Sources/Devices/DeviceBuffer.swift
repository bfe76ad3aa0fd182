/// Memory on a device; given back with the last reference.
package final class DeviceBuffer: @unchecked Sendable {
    let object: OpenCLObject
    /// Its size.
    package let byteCount: Int
    /// Where it is.
    package let device: Device
    private let release: OpenCLFunctions.Release

    init(_ object: OpenCLObject, byteCount: Int, release: @escaping OpenCLFunctions.Release, of device: Device) {
        self.object = object
        self.byteCount = byteCount
        self.release = release
        self.device = device
    }

    // What is queued keeps what it uses.
    deinit { _ = release(object) }
}

/// An argument of a kernel.
enum DeviceArgument {
    case buffer(DeviceBuffer?)
    case int(Int)
    case float(Float)
    case flag(Bool)

    func withBytes<Result>(_ body: (UnsafeRawPointer?, Int) -> Result) -> Result {
        switch self {
        case .buffer(let buffer):
            // A buffer that is not used is a null pointer.
            var object: OpenCLObject? = buffer?.object
            return body(&object, MemoryLayout<OpenCLObject?>.size)
        case .int(let value):
            var narrow = Int32(value)
            return body(&narrow, 4)
        case .flag(let value):
            var narrow: Int32 = value ? 1 : 0
            return body(&narrow, 4)
        case .float(let value):
            var copy = value
            return body(&copy, 4)
        }
    }
}
