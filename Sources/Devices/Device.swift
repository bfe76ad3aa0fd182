import Foundation

/// A device at work: its queue, its kernels, and what has gone to it and come back.
///
/// Everything is done in the order of the calls. The first call that fails is the last one: the device counts as lost then, and every
/// later call throws what that one has thrown.
package final class Device: @unchecked Sendable {
    /// What it is.
    package let info: DeviceInfo
    private let functions: OpenCLFunctions
    private let lock = NSLock()
    private var context: OpenCLObject?
    private var queue: OpenCLObject?
    private var program: OpenCLObject?
    private var kernels: [String: OpenCLObject] = [:]
    private var lossCause: DeviceError?
    private var traffic = DeviceTraffic()
    private var callsUntilFailure: Int?

    /// Takes a device into use: compiles the kernels for it.
    /// - Throws: `DeviceError` if its driver cannot.
    package init(_ info: DeviceInfo) throws {
        self.info = info
        functions = try OpenCLFunctions(info.library)
        let functions = self.functions
        let properties = [0x1084, Int(bitPattern: info.platformObject), 0]
        let objects: [OpenCLObject?] = [info.object]
        context = try Self.made("clCreateContext") { functions.createContext(properties, 1, objects, nil, nil, &$0) }
        queue = try Self.made("clCreateCommandQueue") {
            functions.createCommandQueue(self.context, info.object, 0, &$0)
        }
        program = try DeviceKernel.source.withCString { text in
            var texts: [UnsafePointer<CChar>?] = [text]
            return try Self.made("clCreateProgramWithSource") {
                functions.createProgramWithSource(self.context, 1, &texts, nil, &$0)
            }
        }
        let status = functions.buildProgram(program, 1, objects, DeviceKernel.options, nil, nil)
        if status != CL.success {
            throw DeviceError(what: "clBuildProgram", why: "OpenCL's error \(status): \(buildLog)")
        }
        for name in DeviceKernel.names {
            kernels[name] = try Self.made("clCreateKernel") { functions.createKernel(self.program, name, &$0) }
        }
    }

    deinit {
        for kernel in kernels.values { _ = functions.releaseKernel(kernel) }
        if let program { _ = functions.releaseProgram(program) }
        if let queue { _ = functions.releaseQueue(queue) }
        if let context { _ = functions.releaseContext(context) }
    }

    private static func made(
        _ function: String, _ call: (inout Int32) -> OpenCLObject?
    ) throws -> OpenCLObject {
        var status: Int32 = 0
        let object = call(&status)
        try DeviceError.check(status, function)
        guard let object else { throw DeviceError(what: function, why: "it made nothing") }
        return object
    }

    /// The first lines of what the compiler has said.
    private var buildLog: String {
        var bytes = [UInt8](repeating: 0, count: 2000)
        let info = 0x1183 as UInt32
        guard functions.getProgramBuildInfo(program, self.info.object, info, bytes.count, &bytes, nil) == CL.success
        else { return "the kernels could not be built" }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    // MARK: Loss

    /// Why the device is lost; nil while it works.
    package var loss: DeviceError? { lock.withLock { lossCause } }

    /// Lets the device fail after so many more calls, for tests; nil for never.
    package func fail(afterCalls count: Int?) { lock.withLock { callsUntilFailure = count } }

    /// Makes a call unless the device is lost; it is if this one fails.
    private func call(_ function: String, _ body: () throws -> Int32) throws {
        if let lossCause { throw lossCause }
        do {
            if let left = callsUntilFailure {
                callsUntilFailure = left - 1
                if left <= 0 { throw DeviceError(what: function, why: "the call was made to fail") }
            }
            try DeviceError.check(try body(), function)
        } catch {
            let cause = error as? DeviceError ?? DeviceError(what: function, why: "\(error)")
            lossCause = cause
            throw cause
        }
    }

    // MARK: Memory

    /// Memory on the device, whose contents are not specified.
    package func buffer(byteCount: Int) throws -> DeviceBuffer {
        try lock.withLock {
            var object: OpenCLObject?
            try call("clCreateBuffer") {
                var status: Int32 = 0
                object = functions.createBuffer(context, 1, max(4, byteCount), nil, &status)
                return status
            }
            return DeviceBuffer(object!, byteCount: byteCount, release: functions.releaseBuffer, of: self)
        }
    }

    /// Copies to the device; the memory may change as soon as this returns.
    package func write(_ source: UnsafeRawPointer, byteCount: Int, to buffer: DeviceBuffer) throws {
        precondition(byteCount <= buffer.byteCount, "the buffer is smaller than what is written")
        guard byteCount > 0 else { return }
        try lock.withLock {
            try call("clEnqueueWriteBuffer") {
                functions.enqueueWrite(queue, buffer.object, 1, 0, byteCount, source, 0, nil, nil)
            }
            traffic.toDevice += byteCount
        }
    }

    /// Waits for the work so far, and copies from the device.
    package func read(_ buffer: DeviceBuffer, byteCount: Int, into target: UnsafeMutableRawPointer) throws {
        precondition(byteCount <= buffer.byteCount, "the buffer is smaller than what is read")
        guard byteCount > 0 else { return }
        try lock.withLock {
            try call("clEnqueueReadBuffer") {
                functions.enqueueRead(queue, buffer.object, 1, 0, byteCount, target, 0, nil, nil)
            }
            traffic.toHost += byteCount
        }
    }

    /// Bytes that have crossed since it was taken into use.
    package var crossed: DeviceTraffic { lock.withLock { traffic } }

    // MARK: Kernels

    /// Queues a kernel: `size` work-items in each dimension, in groups of `group`, or as the driver likes.
    func run(_ name: String, _ arguments: [DeviceArgument], size: [Int], group: [Int]?) throws {
        guard let kernel = kernels[name] else { preconditionFailure("no kernel \(name)") }
        guard size.allSatisfy({ $0 > 0 }) else { return }
        try lock.withLock {
            for (index, argument) in arguments.enumerated() {
                try call("clSetKernelArg") {
                    argument.withBytes { functions.setKernelArg(kernel, UInt32(index), $1, $0) }
                }
            }
            try call("clEnqueueNDRangeKernel") {
                functions.enqueueKernel(queue, kernel, UInt32(size.count), nil, size, group, 0, nil, nil)
            }
            traffic.launches += 1
        }
    }
}

/// What has crossed between host and device.
package struct DeviceTraffic: Sendable, Equatable {
    /// Bytes to the device.
    package var toDevice = 0
    /// Bytes from it.
    package var toHost = 0
    /// Kernels that were started.
    package var launches = 0

    package init() {}

    /// Bytes both ways.
    package var bytes: Int { toDevice + toHost }
}
