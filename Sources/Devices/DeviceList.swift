/// The devices of this machine, or why there are none.
package struct DeviceList: Sendable {
    /// All devices, in the order of the platforms; `index` is the place.
    package let devices: [DeviceInfo]
    /// Why there are none; nil where there are some.
    package let reason: DeviceError?
    /// What went wrong with platforms that are not in the list.
    package let failures: [DeviceError]

    /// Looks for devices: loads OpenCL's library and asks its drivers. Costs what they take to start.
    package init(library: () throws -> OpenCLLibrary) {
        do {
            let library = try library()
            var found: [DeviceInfo] = []
            var failures: [DeviceError] = []
            for platform in try library.platforms() {
                do {
                    for device in try library.devices(of: platform) {
                        found.append(DeviceInfo(device, of: platform, index: found.count, library))
                    }
                } catch let error as DeviceError { failures.append(error) }
            }
            devices = found
            self.failures = failures
            reason =
                found.isEmpty
                ? failures.first
                    ?? DeviceError(what: "OpenCL", why: "its drivers know of no device", isMissing: true) : nil
        } catch {
            devices = []
            failures = []
            reason = error as? DeviceError ?? DeviceError(what: "OpenCL", why: "\(error)")
        }
    }

    /// The devices of this machine, looked for once.
    package static let ofThisMachine = DeviceList { try OpenCLLibrary() }
}
