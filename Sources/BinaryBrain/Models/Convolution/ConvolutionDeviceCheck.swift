import Devices

/// Convolutions lowered and raised on a device, and poolings, against the same layers on the processor, on the same random bits.
public struct ConvolutionDeviceCheck: Sendable {
    private let device: Device

    /// A check of a device, which is taken into use for it.
    /// - Throws: `BrainError` if there is no such device, or it cannot be used.
    public init(device index: Int) throws { device = try BrainSystem.open(index) }

    /// A layer, and the shape of a frame of its input.
    struct Case: Sendable {
        let name: String
        let shape: Shape
        let make: @Sendable () throws -> any Model
    }

    static let cases: [Case] = [
        Case(name: "ConvolutionIm2Col 3×3", shape: [3, 9, 8]) { try ConvolutionIm2Col(filterSize: PlaneSize(3)) },
        Case(name: "ConvolutionIm2Col 2×3, stride 2, same, border 1", shape: [2, 7, 8]) {
            try ConvolutionIm2Col(
                filterSize: PlaneSize(height: 2, width: 3), stride: PlaneSize(2), padding: .same, borderMode: .constant,
                borderValue: 1)
        },
        Case(name: "ConvolutionIm2Col 5×5, same", shape: [1, 6, 7]) {
            try ConvolutionIm2Col(filterSize: PlaneSize(5), padding: .same)
        },
        Case(name: "ConvolutionCol2Im 7×6", shape: [5]) {
            try ConvolutionCol2Im(outputSize: PlaneSize(height: 7, width: 6))
        },
        Case(name: "MaxPooling 2×2", shape: [3, 7, 5]) { try MaxPooling() },
        Case(name: "MaxPooling 3×2 of bits", shape: [2, 8, 7]) {
            try MaxPooling(filterSize: PlaneSize(height: 3, width: 2), binaryType: .bit)
        },
    ]
    private static let frameCounts = [1, 63, 64, 100]

    /// Compares case after case.
    /// - Parameter each: called with what came of each.
    /// - Throws: `BrainError` if the device fails.
    public func run(each: (DeviceCheckOutcome) throws -> Void) throws {
        for item in Self.cases {
            for frames in Self.frameCounts {
                do {
                    let here = try Self.parts(item, frames: frames, on: nil)
                    let there = try Self.parts(item, frames: frames, on: device)
                    try each(DeviceCheckOutcome("\(item.name), \(frames) images", here: here, there: there))
                } catch let error as DeviceError { throw BrainError(error) }
            }
        }
    }

    /// Forward and backward.
    static func parts(_ item: Case, frames: Int, seed: UInt64 = 1, on device: Device?) throws -> [DeviceCheckOutcome
        .Part]
    {
        var random = MersenneTwister64(seed: seed)
        let layer = try item.make()
        try layer.setInputShape(item.shape)
        // A raising reads whole images of places.
        let inputs = layer.frameCount(after: 1009 * 42) < 1009 * 42 ? frames * 42 : frames
        let x = FrameBuffer.randomBits(frames: inputs, shape: item.shape, share: { _ in 0.3 }, using: &random)
        return try DeviceScope.$current.withValue(device) {
            let y = try layer.forward(x, train: true)
            let dy = FrameBuffer.randomNumbers(frames: y.frameCount, shape: y.shape, using: &random)
            let dx = try layer.backward(dy)
            return [y.part("output"), dx.part("dx")]
        }
    }
}
