import Foundation

/// The functions of OpenCL that are used, as the library of this machine offers them.
///
/// They are looked up when they are first needed: the program is built without OpenCL's headers, is linked without its library, and runs
/// where there is none.
package struct OpenCLLibrary: @unchecked Sendable {
    typealias GetPlatformIDs =
        @convention(c) (UInt32, UnsafeMutablePointer<OpenCLObject?>?, UnsafeMutablePointer<UInt32>?) -> Int32
    typealias GetDeviceIDs =
        @convention(c) (
            OpenCLObject?, UInt64, UInt32, UnsafeMutablePointer<OpenCLObject?>?, UnsafeMutablePointer<UInt32>?
        ) -> Int32
    typealias GetInfo =
        @convention(c) (OpenCLObject?, UInt32, Int, UnsafeMutableRawPointer?, UnsafeMutablePointer<Int>?) -> Int32

    /// The variable that names another library, for installations in unusual places.
    package static let variable = "BBWB_OPENCL"
    /// The loader that drivers and distributions install.
    static let usualName = "libOpenCL.so.1"

    let getPlatformIDs: GetPlatformIDs
    let getPlatformInfo: GetInfo
    let getDeviceIDs: GetDeviceIDs
    let getDeviceInfo: GetInfo
    private let handle: UnsafeMutableRawPointer
    private let name: String
    /// The library of this machine.
    /// - Throws: `DeviceError` if there is none, or it lacks a function.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let name = environment[Self.variable].flatMap { $0.isEmpty ? nil : $0 } ?? Self.usualName
        // Never closed: drivers start threads that outlive every use.
        guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
            let reason = dlerror().map { String(cString: $0) } ?? "\(name) cannot be loaded"
            throw DeviceError(what: "OpenCL", why: reason, isMissing: true)
        }
        self.handle = handle
        self.name = name
        getPlatformIDs = try Self.function("clGetPlatformIDs", handle, name)
        getPlatformInfo = try Self.function("clGetPlatformInfo", handle, name)
        getDeviceIDs = try Self.function("clGetDeviceIDs", handle, name)
        getDeviceInfo = try Self.function("clGetDeviceInfo", handle, name)
    }

    /// A function of the library.
    /// - Throws: `DeviceError` if it lacks it.
    func function<Function>(_ symbol: String) throws -> Function { try Self.function(symbol, handle, name) }

    private static func function<Function>(
        _ symbol: String, _ handle: UnsafeMutableRawPointer, _ name: String
    ) throws -> Function {
        guard let address = dlsym(handle, symbol) else {
            throw DeviceError(what: "OpenCL", why: "\(name) has no function \(symbol)", isMissing: true)
        }
        return unsafeBitCast(address, to: Function.self)
    }
}
