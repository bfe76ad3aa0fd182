import Devices
import Foundation

/// The manual's functions for devices. Here they are OpenCL's, which are looked for when they are first asked about; where there is no
/// OpenCL there are none.
extension BrainSystem {
    /// Devices (GPUs and what else OpenCL offers) of this machine (manual `get_device_count`).
    public static var deviceCount: Int { DeviceList.ofThisMachine.devices.count }
    /// Whether one of them can be used: whether it computes the same bits as the processor (manual `is_device_available`).
    public static var isDeviceAvailable: Bool { DeviceList.ofThisMachine.devices.contains(where: \.isExact) }
    /// Why there are no devices, in a few words; nil where there are some.
    public static var reasonForNoDevice: String? { DeviceList.ofThisMachine.reason?.description }
    /// What went wrong with drivers whose devices are therefore missing.
    public static var deviceFailures: [String] { DeviceList.ofThisMachine.failures.map(\.description) }
    /// Version of the CUDA driver in use; 0, because none is: devices are OpenCL's (manual `get_cuda_driver_version`).
    public static let cudaDriverVersion = 0
    /// Version of the CUDA driver in use as text (manual `get_cuda_driver_version_string`).
    public static let cudaDriverVersionString = "none"

    /// The devices of this machine; a device's place is the number that `setDevice` takes.
    public static var devices: [DeviceDescription] { DeviceList.ofThisMachine.devices.map(DeviceDescription.init) }

    /// Describes a device, a line a property (manual `get_device_properties_string`).
    /// - Throws: `BrainError` if there is no such device.
    public static func devicePropertiesString(_ index: Int) throws -> String {
        guard devices.indices.contains(index) else { throw missingDevice("\(index)") }
        return devices[index].properties.map { "\($0.name.padded(to: 12))\($0.value)" }.joined(separator: "\n")
    }

    /// The device that a choice means: `host` for none, `auto` for the first that can be used and is no processor, or its number.
    /// - Returns: the device's number; nil for none.
    /// - Throws: `BrainError` for another text, a device that is not there, and one that would not compute the same bits as the
    ///   processor.
    public static func deviceIndex(choice text: String) throws -> Int? {
        guard let choice = DeviceChoice(text) else {
            throw BrainError(
                .usage, what: "device '\(text)'", why: "a device is host, auto or a number",
                remedy: "'bbwb system' lists the devices of this machine")
        }
        // The processor is there without looking for anything else.
        if choice == .host { return nil }
        do {
            return try choice.device(in: .ofThisMachine)?.index
        } catch let error as DeviceError {
            if error.isMissing { throw missingDevice(text) }
            throw BrainError(
                .usage, what: error.what, why: error.why, remedy: "leave the device out: the processor does the work")
        }
    }

    static func missingDevice(_ text: String) -> BrainError {
        let count = deviceCount
        let why =
            reasonForNoDevice.map { "there is none here (\($0))" }
            ?? (count == 1 ? "the only one here is 0" : "those here are 0 to \(count - 1)")
        return BrainError(
            .usage, what: "device \(text)", why: why, remedy: "leave the device out: the processor does the work")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
