import Devices

/// The choice of a device. Layers that have kernels for it, and are not told otherwise by `host_only` or `device false`, run there in a
/// training step (`Trainer.step`) and in a measurement (`Model.answers(to:)`); everything else runs on the processor. Both give the same
/// bits.
extension BrainSystem {
    /// The number of the device in use; nil for none.
    public static var device: Int? { DeviceSelection.shared.device?.info.index }

    /// Takes a device into use (manual `set_device`): compiles the kernels for it. Change it between training steps.
    /// - Throws: `BrainError` if there is no such device, it would not compute the same bits as the processor, or its driver fails.
    public static func setDevice(_ index: Int) throws { DeviceSelection.shared.choose(try open(index)) }

    /// Leaves the device: the processor does all work.
    public static func leaveDevice() { DeviceSelection.shared.choose(nil) }

    /// What went wrong with the device that was in use last, if it was lost; nil if it was not.
    public static var lostDevice: String? {
        DeviceSelection.shared.loss.map { "device \($0.device.index) (\($0.device.name)) is lost: \($0.cause)" }
    }

    /// Bytes that have gone to the device in use and come back since it was chosen; nil without one.
    public static var deviceTraffic: (toDevice: Int, toHost: Int)? {
        DeviceSelection.shared.device.map { ($0.crossed.toDevice, $0.crossed.toHost) }
    }

    /// A device at work.
    static func open(_ index: Int) throws -> Device {
        guard let number = try deviceIndex(choice: "\(index)") else { throw missingDevice("\(index)") }
        guard Kernels.areFused else {
            throw BrainError(
                .usage, what: "device \(index)",
                why:
                    "the kernels in use (\(Kernels.selectedName)) do not fuse multiply-adds as a device does, so that bits would differ",
                remedy: "leave the device out: the processor does the work")
        }
        do {
            return try Device(DeviceList.ofThisMachine.devices[number])
        } catch let error as DeviceError {
            throw BrainError(
                .usage, what: "device \(index)", why: "\(error)",
                remedy: "leave the device out: the processor does the work")
        }
    }
}
