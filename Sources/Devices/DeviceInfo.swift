/// A device of this machine, as its driver describes it.
package struct DeviceInfo: @unchecked Sendable {
    /// What kind of device.
    package enum Kind: String, Sendable {
        case cpu, gpu, accelerator, other
    }

    /// The number by which it is chosen, from 0.
    package let index: Int
    /// Its name; text from a driver, which may hold anything.
    package let name: String
    /// Who made it.
    package let vendor: String
    /// The platform (the driver as a product) that it belongs to.
    package let platform: String
    package let kind: Kind
    /// Bytes of its memory.
    package let memory: UInt64
    /// Version of the driver.
    package let driver: String
    /// The version of OpenCL that it speaks, in the driver's words.
    package let version: String
    /// What it lacks to compute the same bits as the processor; empty for an exact device.
    package let shortcomings: [String]

    let library: OpenCLLibrary
    let platformObject: OpenCLObject
    let object: OpenCLObject

    /// Whether it computes the same bits as the processor.
    package var isExact: Bool { shortcomings.isEmpty }

    init(_ device: OpenCLObject, of platform: OpenCLObject, index: Int, _ library: OpenCLLibrary) {
        self.index = index
        self.library = library
        object = device
        platformObject = platform
        name = library.deviceText(device, CL.deviceName)
        vendor = library.deviceText(device, CL.deviceVendor)
        self.platform = library.platformText(platform, CL.platformName)
        driver = library.deviceText(device, CL.driverVersion)
        version = library.deviceText(device, CL.deviceVersion)
        memory = library.deviceNumber(device, CL.deviceGlobalMemorySize)
        let type = library.deviceNumber(device, CL.deviceType)
        // A device may be of several kinds; one that is a processor, too, counts as one.
        kind =
            type & CL.kindCPU != 0
            ? .cpu : type & CL.kindGPU != 0 ? .gpu : type & CL.kindAccelerator != 0 ? .accelerator : .other
        shortcomings = Self.shortcomings(device, version: version, library)
    }

    private static func shortcomings(
        _ device: OpenCLObject, version: String, _ library: OpenCLLibrary
    ) -> [String] {
        func number(_ name: UInt32) -> UInt64 { library.deviceNumber(device, name) }
        let precision = number(CL.deviceSingleFPConfig)
        let offers: [(Bool, String)] = [
            (isAtLeast12(version), "OpenCL 1.2"),
            (number(CL.deviceAvailable) != 0, "being available"),
            (number(CL.deviceCompilerAvailable) != 0, "a compiler"),
            (number(CL.deviceEndianLittle) != 0, "little-endian memory"),
            (library.deviceText(device, CL.deviceProfile) == "FULL_PROFILE", "the full profile"),
            (precision & CL.correctDivideAndRoot != 0, "correctly rounded divisions and square roots"),
            (precision & CL.fusedMultiplyAdd != 0, "fused multiply-adds"),
            (precision & CL.roundsToNearest != 0, "rounding to nearest"),
            (precision & CL.denormals != 0, "denormal numbers"),
            (precision & CL.infinitiesAndNaNs != 0, "infinities and NaN"),
            (number(CL.deviceMaxWorkGroupSize) >= 64, "work-groups of 64"),
            (number(CL.deviceLocalMemorySize) >= 32768, "32 KiB of local memory"),
        ]
        return offers.filter { !$0.0 }.map(\.1)
    }

    /// `OpenCL 1.2 …`, `OpenCL 3.0 …`.
    private static func isAtLeast12(_ version: String) -> Bool {
        let words = version.split(separator: " ")
        guard words.count > 1, words[0] == "OpenCL" else { return false }
        let parts = words[1].split(separator: ".").compactMap { Int($0) }
        return parts.count == 2 && (parts[0], parts[1]) >= (1, 2)
    }
}
