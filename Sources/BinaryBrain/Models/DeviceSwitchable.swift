import Devices

/// A layer that devices have kernels for, where its input is bits. The bits that it computes are the same everywhere.
public protocol DeviceSwitchable: HostOnlySwitchable {
    /// Whether the layer may run on the device in use; never with `hostOnly`.
    var allowsDevice: Bool { get set }
}

extension DeviceSwitchable {
    /// What the command `device` says.
    public var usesDevice: Bool? { allowsDevice }

    /// Where a forward on `x` runs; nil for the processor.
    func chosenDevice(for x: FrameBuffer) -> Device? {
        guard x.dtype == .bit, x.frameCount > 0, usesDevice == true, !Kernels.usesReference(hostOnly) else {
            return nil
        }
        return DeviceScope.current
    }
}

extension LayerCommand {
    /// Whether the layer may run on the device in use, for a class that is `DeviceSwitchable`.
    public static let device = flag("device", "run on the device in use, if there is one") {
        (layer: any DeviceSwitchable, on: Bool) in layer.allowsDevice = on
    }
}
