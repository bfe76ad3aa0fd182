import BinaryBrain

extension ExperimentEngine {
    /// Says that the device is lost, once.
    func tellOfDevice() {
        guard let loss = BrainSystem.lostDevice, loss != toldLoss else { return }
        toldLoss = loss
        note(.warning, "\(loss): the processor has repeated the mini-batch and goes on, with the same bits")
    }

    /// The device in use, and what crossed in the last mini-batch; nil for none.
    var deviceInUse: DeviceSnapshot? {
        guard let index = BrainSystem.device else { return nil }
        return DeviceSnapshot(
            index: index, name: BrainSystem.devices[index].name, bytesPerStep: experiment?.deviceBytes)
    }
}
