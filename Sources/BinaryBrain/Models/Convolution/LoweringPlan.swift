/// Where a filter is applied to an image.
///
///     valid: out = ⌈(in − filter + 1) / stride⌉, offset 0        same: out = ⌈in / stride⌉, offset (filter − 1) / 2
///     tap (fy, fx) at place (oy, ox) reads pixel (oy · stride − offset + fy, ox · stride − offset + fx)
struct LoweringGeometry {
    /// Size of the input image.
    let input: PlaneSize
    /// Size of the filter.
    let filter: PlaneSize
    /// Steps from one place to the next.
    let stride: PlaneSize
    /// How far the first place reaches beyond the image.
    let offset: PlaneSize
    /// Number of places where the filter is applied.
    let output: PlaneSize

    /// Throws if the filter has no place in the image, or there are too many pairs of tap and place to be counted.
    init(input: PlaneSize, filter: PlaneSize, stride: PlaneSize, padding: Padding, layer: String) throws {
        func outputs(_ input: Int, _ filter: Int, _ stride: Int) -> Int {
            let positions = padding == .valid ? input - filter + 1 : input
            return positions < 1 ? 0 : (positions + stride - 1) / stride
        }
        self.input = input
        self.filter = filter
        self.stride = stride
        offset =
            padding == .valid
            ? PlaneSize(0) : PlaneSize(height: (filter.height - 1) / 2, width: (filter.width - 1) / 2)
        output = PlaneSize(
            height: outputs(input.height, filter.height, stride.height),
            width: outputs(input.width, filter.width, stride.width))
        guard output.count > 0 else {
            throw BrainError(
                .shape, what: layer, why: "a filter of \(filter) has no place in an image of \(input)",
                remedy: "choose a smaller filter, or padding 'same'")
        }
        guard filter.count <= Int(Int32.max) / output.count else {
            throw BrainError(
                .shape, what: layer, why: "\(filter.count) taps at \(output.count) places are too many",
                remedy: "choose a smaller filter or a larger stride")
        }
    }
}

/// Which pixel each tap of a filter reads at each place: worked out once for a layer, the same for all channels.
struct LoweringPlan {
    /// Pixel read, `[taps, places]`; −1 where the border value is.
    let sources: [Int32]
    /// Pixel that gets the gradient, `[taps, places]`; −1 for taps outside the image, whose gradient goes nowhere.
    let targets: [Int32]
    /// Whether some tap reads the border value.
    let readsBorderValue: Bool

    init(_ geometry: LoweringGeometry, border: BorderMode) {
        let (input, output, filter) = (geometry.input, geometry.output, geometry.filter)
        var sources: [Int32] = []
        var targets: [Int32] = []
        sources.reserveCapacity(filter.count * output.count)
        targets.reserveCapacity(filter.count * output.count)
        for tap in 0..<filter.count {
            for place in 0..<output.count {
                let y = place / output.width * geometry.stride.height - geometry.offset.height + tap / filter.width
                let x = place % output.width * geometry.stride.width - geometry.offset.width + tap % filter.width
                let isInside = (0..<input.height).contains(y) && (0..<input.width).contains(x)
                targets.append(isInside ? Int32(y * input.width + x) : -1)
                if let row = border.source(y, count: input.height), let column = border.source(x, count: input.width) {
                    sources.append(Int32(row * input.width + column))
                } else {
                    sources.append(-1)
                }
            }
        }
        self.sources = sources
        self.targets = targets
        readsBorderValue = sources.contains(-1)
    }
}
