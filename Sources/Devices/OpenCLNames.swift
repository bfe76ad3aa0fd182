// What OpenCL's functions, types and numbers are called (OpenCL 1.2, its sections 4 to 5): just what is used here, so that no header is
// needed.

/// A platform, a device, a context, a queue, a program, a kernel or a buffer: all of them pointers that only OpenCL looks behind.
typealias OpenCLObject = OpaquePointer

/// Numbers that functions take and give.
enum CL {
    static let success: Int32 = 0
    static let deviceNotFound: Int32 = -1
    /// From the loader: no driver is registered.
    static let platformNotFound: Int32 = -1001

    static let platformName: UInt32 = 0x0902
    static let platformVersion: UInt32 = 0x0901

    static let allDevices: UInt64 = 0xffff_ffff
    static let deviceType: UInt32 = 0x1000
    static let deviceMaxWorkGroupSize: UInt32 = 0x1004
    static let deviceSingleFPConfig: UInt32 = 0x101b
    static let deviceGlobalMemorySize: UInt32 = 0x101f
    static let deviceLocalMemorySize: UInt32 = 0x1023
    static let deviceEndianLittle: UInt32 = 0x1026
    static let deviceAvailable: UInt32 = 0x1027
    static let deviceCompilerAvailable: UInt32 = 0x1028
    static let deviceName: UInt32 = 0x102b
    static let deviceVendor: UInt32 = 0x102c
    static let driverVersion: UInt32 = 0x102d
    static let deviceProfile: UInt32 = 0x102e
    static let deviceVersion: UInt32 = 0x102f

    static let kindCPU: UInt64 = 1 << 1
    static let kindGPU: UInt64 = 1 << 2
    static let kindAccelerator: UInt64 = 1 << 3

    /// What single precision offers.
    static let denormals: UInt64 = 1 << 0
    static let infinitiesAndNaNs: UInt64 = 1 << 1
    static let roundsToNearest: UInt64 = 1 << 2
    static let fusedMultiplyAdd: UInt64 = 1 << 5
    static let correctDivideAndRoot: UInt64 = 1 << 7
}
