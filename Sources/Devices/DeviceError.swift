/// A device, or what leads to it, that cannot be used.
package struct DeviceError: Error, CustomStringConvertible, Sendable, Equatable {
    /// What failed: a function of OpenCL, or a device.
    package let what: String
    /// Why.
    package let why: String
    /// Whether there is nothing that could have failed: no library, no driver.
    package let isMissing: Bool

    package init(what: String, why: String, isMissing: Bool = false) {
        self.what = what
        self.why = why
        self.isMissing = isMissing
    }

    package var description: String { "\(what): \(why)" }

    /// Throws unless a function of OpenCL has succeeded.
    static func check(_ status: Int32, _ function: String) throws {
        guard status != CL.success else { return }
        throw DeviceError(what: function, why: "OpenCL's error \(status)\(names[status].map { " (\($0))" } ?? "")")
    }

    /// The errors that are met in practice (OpenCL 1.2, appendix of error codes).
    private static let names: [Int32: String] = [
        -1: "no such device", -2: "the device is not available", -3: "no compiler",
        -4: "no memory for a buffer on the device", -5: "the device is out of resources", -6: "no memory on the host",
        -9: "profiling is not available", -11: "the kernels could not be built", -30: "a value is not allowed",
        -34: "the context is not valid", -36: "the queue is not valid", -38: "the buffer is not valid",
        -45: "the program was not built", -46: "no kernel of that name", -48: "the kernel is not valid",
        -52: "arguments of the kernel are missing", -54: "the size of a work-group is not allowed",
        -61: "the size of a buffer is not allowed", -1001: "no driver is registered",
    ]
}
