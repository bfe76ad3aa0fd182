import Foundation

extension OpenCLLibrary {
    /// More platforms, or devices of one, than this are not asked for.
    private static let mostObjects: UInt32 = 64
    /// Longer texts than this are no names.
    private static let longestText = 4096

    /// The drivers of this machine.
    /// - Throws: `DeviceError` if there is none, or the loader fails.
    func platforms() throws -> [OpenCLObject] {
        var count: UInt32 = 0
        let status = getPlatformIDs(0, nil, &count)
        if status == CL.platformNotFound || status == CL.success && count == 0 {
            throw DeviceError(
                what: "OpenCL", why: "its library is here, and no driver for a device is", isMissing: true)
        }
        try DeviceError.check(status, "clGetPlatformIDs")
        let wanted = min(count, Self.mostObjects)
        var found = [OpenCLObject?](repeating: nil, count: Int(wanted))
        try DeviceError.check(getPlatformIDs(wanted, &found, nil), "clGetPlatformIDs")
        return found.compactMap { $0 }
    }

    /// The devices of a platform; none is no error.
    func devices(of platform: OpenCLObject) throws -> [OpenCLObject] {
        var count: UInt32 = 0
        let status = getDeviceIDs(platform, CL.allDevices, 0, nil, &count)
        if status == CL.deviceNotFound || status == CL.success && count == 0 { return [] }
        try DeviceError.check(status, "clGetDeviceIDs")
        let wanted = min(count, Self.mostObjects)
        var found = [OpenCLObject?](repeating: nil, count: Int(wanted))
        try DeviceError.check(getDeviceIDs(platform, CL.allDevices, wanted, &found, nil), "clGetDeviceIDs")
        return found.compactMap { $0 }
    }

    func platformText(_ platform: OpenCLObject, _ name: UInt32) -> String {
        Self.text { getPlatformInfo(platform, name, $0, $1, $2) }
    }

    func deviceText(_ device: OpenCLObject, _ name: UInt32) -> String {
        Self.text { getDeviceInfo(device, name, $0, $1, $2) }
    }

    /// A number of a device; 0 where the driver does not say.
    func deviceNumber(_ device: OpenCLObject, _ name: UInt32) -> UInt64 {
        // Some are 32 bits wide; what the driver leaves alone stays zero, and the machine is little-endian.
        var value: UInt64 = 0
        return getDeviceInfo(device, name, MemoryLayout<UInt64>.size, &value, nil) == CL.success ? value : 0
    }

    /// A text; empty where the driver gives none. What is not UTF-8 in it is replaced; what would steer a terminal, begin a line or turn
    /// the direction of writing is escaped.
    private static func text(
        _ query: (Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?) -> Int32
    ) -> String {
        var size = 0
        guard query(0, nil, &size) == CL.success, (1...longestText).contains(size) else { return "" }
        var bytes = [UInt8](repeating: 0, count: size)
        guard query(size, &bytes, nil) == CL.success else { return "" }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return text.unicodeScalars.map { isHidden($0) ? $0.escaped(asASCII: true) : String($0) }.joined()
            .trimmingCharacters(in: .whitespaces)
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
