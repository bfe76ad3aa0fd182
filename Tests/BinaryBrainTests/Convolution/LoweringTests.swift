import BinaryBrain
import TestSupport
import Testing

/// A way to lower images, and what the definition says comes out.
struct LoweringCase: CustomTestStringConvertible, Sendable {
    var input: PlaneSize
    var filter: PlaneSize
    var stride: PlaneSize
    var padding: Padding
    var border: BorderMode
    var borderValue: Float = 0
    let channels = 2

    var testDescription: String {
        "\(filter) by \(stride) on \(input), \(padding), \(border.word) \(borderValue)"
    }
    var shape: Shape { [channels, input.height, input.width] }

    func layer(_ type: DType = .fp32) throws -> ConvolutionIm2Col {
        let layer = try ConvolutionIm2Col(
            filterSize: filter, stride: stride, padding: padding, borderMode: border, borderValue: borderValue,
            binaryType: type)
        try layer.setInputShape(shape)
        return layer
    }

    /// Several sizes of image, filter and stride, with all paddings and borders.
    static let grid: [LoweringCase] = {
        let sizes: [(PlaneSize, PlaneSize)] = [
            (PlaneSize(height: 6, width: 7), PlaneSize(3)),
            (PlaneSize(height: 5, width: 4), PlaneSize(height: 2, width: 4)),
            (PlaneSize(height: 9, width: 11), PlaneSize(height: 5, width: 1)),
        ]
        var cases: [LoweringCase] = []
        for (input, filter) in sizes {
            for stride in [PlaneSize(1), PlaneSize(2), PlaneSize(height: 1, width: 3)] {
                cases.append(
                    LoweringCase(input: input, filter: filter, stride: stride, padding: .valid, border: .reflect101))
                for border in BorderMode.allCases {
                    cases.append(
                        LoweringCase(input: input, filter: filter, stride: stride, padding: .same, border: border))
                }
                cases.append(
                    LoweringCase(
                        input: input, filter: filter, stride: stride, padding: .same, border: .constant,
                        borderValue: 1))
            }
        }
        return cases
    }()

    /// Each tap of each place: frame of the long row, node of the frame, pixel inside the image or the one that stands for it.
    func forEachTap(_ body: (_ place: Int, _ tap: Int, _ pixel: Int?, _ isInside: Bool) -> Void) -> Int {
        let isSame = padding == .same
        func places(_ input: Int, _ filter: Int, _ stride: Int) -> Int {
            Array(Swift.stride(from: 0, to: isSame ? input : input - filter + 1, by: stride)).count
        }
        let (height, width) = (
            places(input.height, filter.height, stride.height), places(input.width, filter.width, stride.width)
        )
        for oy in 0..<height {
            for ox in 0..<width {
                for fy in 0..<filter.height {
                    for fx in 0..<filter.width {
                        let y = oy * stride.height + fy - (isSame ? (filter.height - 1) / 2 : 0)
                        let x = ox * stride.width + fx - (isSame ? (filter.width - 1) / 2 : 0)
                        let inside = y >= 0 && y < input.height && x >= 0 && x < input.width
                        let (row, column) = (bordered(y, input.height), bordered(x, input.width))
                        let pixel = row.flatMap { row in column.map { row * input.width + $0 } }
                        body(oy * width + ox, fy * filter.width + fx, pixel, inside)
                    }
                }
            }
        }
        return height * width
    }

    /// As OpenCV's documentation draws the borders.
    private func bordered(_ position: Int, _ count: Int) -> Int? {
        if position >= 0 && position < count { return position }
        switch border {
        case .constant: return nil
        case .reflect: return position < 0 ? -position - 1 : 2 * count - 1 - position
        case .reflect101: return position < 0 ? -position : 2 * count - 2 - position
        case .replicate: return position < 0 ? 0 : count - 1
        case .wrap: return position < 0 ? position + count : position - count
        }
    }

    /// The lowered frames by definition, in frame-major order.
    func lowered(_ x: FrameBuffer) -> [Float] {
        let (taps, pixels) = (filter.count, input.count)
        let places = forEachTap { _, _, _, _ in }
        var result = [Float](repeating: .nan, count: x.frameCount * places * channels * taps)
        for frame in 0..<x.frameCount {
            for channel in 0..<channels {
                _ = forEachTap { place, tap, pixel, _ in
                    result[((frame * places + place) * channels + channel) * taps + tap] =
                        pixel.map { x[frame: frame, node: channel * pixels + $0] } ?? borderValue
                }
            }
        }
        return result
    }

    /// The gradient by definition: what the taps inside the image saw, added up.
    func raisedGradient(_ dy: FrameBuffer, frames: Int) -> [Float] {
        let (taps, pixels) = (filter.count, input.count)
        let places = dy.frameCount / frames
        var result = [Double](repeating: 0, count: frames * channels * pixels)
        for frame in 0..<frames {
            for channel in 0..<channels {
                _ = forEachTap { place, tap, pixel, isInside in
                    guard isInside, let pixel else { return }
                    result[(frame * channels + channel) * pixels + pixel] += Double(
                        dy[frame: frame * places + place, node: channel * taps + tap])
                }
            }
        }
        return result.map(Float.init)
    }
}

@Suite("Lowering of convolutions")
struct LoweringTests {
    @Test(arguments: LoweringCase.grid) func numbersAreLoweredAsDefined(_ testCase: LoweringCase) throws {
        for frames in [1, 7, 65] {
            let x = FrameBuffer.random(frames: frames, shape: testCase.shape, seed: 1)
            let expected = testCase.lowered(x)
            for hostOnly in [false, true] {
                let layer = try testCase.layer()
                try layer.sendCommand("host_only \(hostOnly)")
                let y = try layer.forward(x, train: true)
                #expect(y.shape == layer.outputShape)
                #expect(y.frameMajorValues() == expected)
                let dy = FrameBuffer.random(frames: y.frameCount, shape: y.shape, seed: 2)
                let dx = try layer.backward(dy).frameMajorValues()
                let gradient = testCase.raisedGradient(dy, frames: frames)
                #expect(relativeError(dx.map(Double.init), gradient.map(Double.init)) < 1e-6)
            }
        }
    }

    @Test(arguments: LoweringCase.grid) func bitsStayPackedAndCountAsTheirLevels(_ testCase: LoweringCase) throws {
        for (frames, levels) in [(1, BitLevels.zeroOne), (65, .zeroOne), (65, .minusOnePlusOne), (300, .zeroOne)] {
            var bits = FrameBuffer(
                frameMajor: FrameBuffer.random(frames: frames, shape: testCase.shape, seed: 3).frameMajorValues(),
                shape: testCase.shape, dtype: .bit)
            bits.levels = levels
            let numbers = FrameBuffer(frameMajor: bits.frameMajorValues(), shape: bits.shape)
            let fromBits = try testCase.layer().forward(bits, train: false)
            let fromNumbers = try testCase.layer().forward(numbers, train: false)
            // A border of 0 is neither −1 nor +1.
            let needsNumbers =
                testCase.border == .constant && testCase.padding == .same && testCase.borderValue == 0
                && levels == .minusOnePlusOne && fromNumbers.frameMajorValues().contains(0)
            #expect(fromBits.dtype == (needsNumbers ? .fp32 : .bit))
            #expect(fromBits.frameMajorValues() == fromNumbers.frameMajorValues())
            guard fromBits.dtype == .bit else { continue }
            #expect(fromBits.levels == levels)
            for frame in fromBits.frameCount..<fromBits.wordStride * 64 {
                #expect(fromBits.words(0)[frame / 64] >> UInt64(frame % 64) & 1 == 0)
            }
        }
    }

    @Test(arguments: [DType.fp32, .bit]) func raisingIsTheInverseOfLoweringByOnePixel(type: DType) throws {
        for frames in awkwardFrameCounts {
            for plane in [PlaneSize(1), PlaneSize(height: 3, width: 5), PlaneSize(9)] {
                let shape: Shape = [3, plane.height, plane.width]
                let numbers = FrameBuffer.random(frames: frames, shape: shape, seed: 4)
                let x = FrameBuffer(frameMajor: numbers.frameMajorValues(), shape: shape, dtype: type)
                let lowering = try ConvolutionIm2Col(binaryType: type)
                let raising = try ConvolutionCol2Im(outputSize: plane, binaryType: type)
                let lowered = try lowering.forward(x, train: true)
                #expect(lowered.frameCount == frames * plane.count)
                let y = try raising.forward(lowered, train: true)
                #expect(y.dtype == type && y.shape == shape && y.levels == x.levels)
                #expect(y.frameMajorValues() == x.frameMajorValues())
                let dx = try lowering.backward(raising.backward(numbers))
                #expect(dx.frameMajorValues() == numbers.frameMajorValues())
            }
        }
    }

    @Test func memoryIsUsedAgain() throws {
        let layer = try Convolution2d(DenseAffine(outputShape: [4]), filterSize: PlaneSize(3), padding: .same)
        let x = FrameBuffer.random(frames: 33, shape: [2, 6, 7], seed: 1)
        let dy = FrameBuffer.random(frames: 33, shape: try layer.setInputShape(x.shape), seed: 2)
        func addresses() throws -> [ObjectIdentifier] {
            let y = try layer.forward(x, train: true)
            let dx = try layer.backward(dy)
            return [ObjectIdentifier(y.storage), ObjectIdentifier(dx.storage)]
        }
        let first = try addresses()
        #expect(try addresses() == first)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
    }

    @Test func imagesSmallerThanTheFilterAreMirroredAgain() throws {
        let x = FrameBuffer(frameMajor: [1, 2], shape: [1, 1, 2])
        func lowered(_ border: BorderMode) throws -> [Float] {
            let layer = try ConvolutionIm2Col(
                filterSize: PlaneSize(height: 1, width: 9), stride: PlaneSize(2), padding: .same, borderMode: border)
            return try layer.forward(x, train: false).frameMajorValues()
        }
        #expect(try lowered(.reflect101) == [1, 2, 1, 2, 1, 2, 1, 2, 1])
        #expect(try lowered(.reflect) == [1, 2, 2, 1, 1, 2, 2, 1, 1])
        #expect(try lowered(.wrap) == [1, 2, 1, 2, 1, 2, 1, 2, 1])
        #expect(try lowered(.replicate) == [1, 1, 1, 1, 1, 2, 2, 2, 2])
    }

    @Test func whatCannotBeIsAnError() throws {
        #expect(throws: BrainError.self) { try ConvolutionIm2Col(filterSize: PlaneSize(0)) }
        #expect(throws: BrainError.self) { try ConvolutionIm2Col(filterSize: PlaneSize(height: 3, width: -1)) }
        #expect(throws: BrainError.self) { try ConvolutionIm2Col(stride: PlaneSize(1 << 16)) }
        #expect(throws: BrainError.self) { try ConvolutionIm2Col(borderValue: .nan) }
        #expect(throws: BrainError.self) { try ConvolutionIm2Col(binaryType: .int8) }
        #expect(throws: BrainError.self) { try ConvolutionCol2Im(outputSize: PlaneSize(0)) }
        #expect(throws: BrainError.self) { try Padding(parsing: "full") }
        #expect(throws: BrainError.self) { try BorderMode(parsing: "reflect_102") }
        let layer = try ConvolutionIm2Col(filterSize: PlaneSize(3))
        #expect(throws: BrainError.self) { try layer.setInputShape([36]) }
        #expect(throws: BrainError.self) { try layer.setInputShape([1, 6, 2]) }
        #expect(try layer.setInputShape([1, 6, 6]) == [1, 3, 3])
        let x = FrameBuffer.random(frames: 2, shape: [1, 6, 6], seed: 1)
        #expect(throws: BrainError.self) { try layer.backward(x) }
        _ = try layer.forward(x, train: true)
        #expect(throws: BrainError.self) { try layer.backward(.random(frames: 2, shape: [1, 3, 3], seed: 1)) }
        let raising = try ConvolutionCol2Im(outputSize: PlaneSize(4))
        #expect(throws: BrainError.self) { try raising.forward(.random(frames: 17, shape: [3], seed: 1), train: false) }
    }
}
