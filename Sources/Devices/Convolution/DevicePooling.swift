/// Windows of bits that become their OR, on a device.
package struct DevicePooling: Sendable {
    /// Height and width of an image.
    package var input: (height: Int, width: Int)
    /// Height and width of a window.
    package var window: (height: Int, width: Int)
    /// Windows each way.
    package var output: (height: Int, width: Int)

    package init(
        input: (height: Int, width: Int), window: (height: Int, width: Int), output: (height: Int, width: Int)
    ) {
        self.input = input
        self.window = window
        self.output = output
    }

    private var sizes: [DeviceArgument] {
        [input, window, output].flatMap { [.int($0.height), .int($0.width)] }
    }

    /// y of `channels` images a frame.
    package func pool(_ x: DeviceRows, channels: Int, into y: DeviceRows, on device: Device) throws {
        try device.run(
            "pool_bits", [.buffer(x.buffer), .int(x.stride)] + sizes + [.buffer(y.buffer)],
            size: [x.stride, channels * output.height * output.width], group: nil)
    }

    /// dx: the gradient of a window goes to its first pixel that is set.
    /// - Parameter isBitLayer: whether a window without such a pixel drops it; otherwise its first pixel gets it.
    package func differentiate(
        _ x: DeviceRows, _ dy: DeviceRows, frames: Int, channels: Int, isBitLayer: Bool, into dx: DeviceRows,
        on device: Device
    ) throws {
        try device.run(
            "pool_bits_gradient",
            [.buffer(x.buffer), .int(x.stride), .int(frames)] + sizes + [
                .flag(isBitLayer), .buffer(dy.buffer), .int(dy.stride), .buffer(dx.buffer),
            ], size: [frames, channels * input.height * input.width], group: nil)
    }
}
