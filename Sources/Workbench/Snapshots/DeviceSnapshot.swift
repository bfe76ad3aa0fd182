/// The device that layers run on.
public struct DeviceSnapshot: Sendable, Equatable {
    /// Its number.
    public var index: Int
    /// Its name.
    public var name: String
    /// Bytes that crossed between it and the processor in the last mini-batch, both ways; nil before the first.
    public var bytesPerStep: Int?

    /// Makes a device.
    public init(index: Int, name: String, bytesPerStep: Int? = nil) {
        self.index = index
        self.name = name
        self.bytesPerStep = bytesPerStep
    }
}
