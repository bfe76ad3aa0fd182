import ArgumentParser
import BinaryBrain

/// The device that layers run on.
struct DeviceOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Experimental: run layers of LUTs on a device: its number in 'bbwb system', or auto. The bits are the same.",
            valueName: "device"))
    var device = "host"

    /// Takes the device into use, and says which it is; one that cannot be is wrong usage.
    func choose() throws {
        guard device != "host" else { return }
        guard let index = try checkingUsage({ try BrainSystem.deviceIndex(choice: device) }) else {
            return Console.errors.line("no device: the processor does the work")
        }
        try checkingUsage { try BrainSystem.setDevice(index) }
        Console.errors.line("device \(index): \(BrainSystem.devices[index].name)")
    }
}
