/// The tables of a lowered convolution on a device, and the kernels that use them; see `LoweringKernels`.
package final class DeviceLowering {
    /// Where.
    package let device: Device
    private let taps: Int
    private let places: Int
    private let pixels: Int
    private let sources: DeviceBuffer
    private let targets: DeviceBuffer

    /// Sends the tables.
    /// - Parameters:
    ///   - sources: the pixel that each tap reads at each place, `[taps, places]`; negative where it reads the border.
    ///   - targets: the pixel that gets the gradient, likewise; negative for none. A tap reads a pixel at one place at most.
    ///   - pixels: pixels of a channel.
    /// - Throws: `DeviceError` if they cannot get there.
    package init(_ device: Device, sources: [Int32], targets: [Int32], taps: Int, pixels: Int) throws {
        self.device = device
        self.taps = taps
        self.pixels = pixels
        places = sources.count / taps
        var readers = [Int32](repeating: -1, count: pixels * taps)
        for (index, pixel) in targets.enumerated() where pixel >= 0 {
            readers[Int(pixel) * taps + index / places] = Int32(index % places)
        }
        self.sources = try device.buffer(byteCount: sources.count * 4)
        self.targets = try device.buffer(byteCount: readers.count * 4)
        try device.write(sources, byteCount: sources.count * 4, to: self.sources)
        try device.write(readers, byteCount: readers.count * 4, to: self.targets)
    }

    /// Images of bits become frames for each place: `channels` · taps rows of `frames` · places bits.
    package func lower(
        _ x: DeviceRows, frames: Int, channels: Int, border: Bool, into y: DeviceRows
    ) throws {
        try device.run(
            "interleave_bits",
            [
                .buffer(x.buffer), .int(x.stride), .int(frames), .int(pixels), .buffer(sources), .int(taps),
                .int(places), .flag(border), .buffer(y.buffer), .int(y.stride),
            ], size: [y.stride, channels * taps], group: nil)
    }

    /// The gradient of `lower`.
    package func addGradients(_ dy: DeviceRows, frames: Int, channels: Int, into dx: DeviceRows) throws {
        try device.run(
            "add_deinterleaved_reals",
            [
                .buffer(dy.buffer), .int(dy.stride), .int(frames), .int(pixels), .buffer(targets), .int(taps),
                .int(places), .buffer(dx.buffer), .int(dx.stride),
            ], size: [frames, channels * pixels], group: nil)
    }
}

extension Device {
    /// Frames of bits for each place become images: a row for each place of each of `channels` channels.
    package func raise(
        _ y: DeviceRows, frames: Int, channels: Int, places: Int, into x: DeviceRows
    ) throws {
        try run(
            "deinterleave_bits",
            [.buffer(y.buffer), .int(y.stride), .int(frames), .int(places), .buffer(x.buffer), .int(x.stride)],
            size: [x.stride, channels * places], group: nil)
    }

    /// The gradient of `raise`.
    package func lowerGradients(
        _ dx: DeviceRows, frames: Int, channels: Int, places: Int, into dy: DeviceRows
    ) throws {
        try run(
            "interleave_reals",
            [.buffer(dx.buffer), .int(dx.stride), .int(frames), .int(places), .buffer(dy.buffer), .int(dy.stride)],
            size: [frames * places, channels], group: nil)
    }
}
