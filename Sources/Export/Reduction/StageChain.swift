import BinaryBrain
import Netlist

/// The stages of a net with convolutions, evaluated one after another on maps of bits: node (channel, row, column), a frame a
/// bit frame.
final class StageChain {
    let plan: StreamPlan
    /// The LUTs of each convolution, in order, then those of the tail.
    private(set) var netlists: [Netlist]
    private var evaluators: [NetlistEvaluator]
    /// For each convolution, by place of its window, the pixel that each tap reads.
    private let sources: [[[Int?]]]

    init(_ plan: StreamPlan) throws {
        self.plan = plan
        netlists = plan.netlists.map { $0.simplified() }
        evaluators = try netlists.map { try NetlistEvaluator($0) }
        sources = plan.stages.compactMap { stage in
            guard case .convolution(let convolution) = stage else { return nil }
            return (0..<convolution.output.pixelCount).map { convolution.sources(at: $0) }
        }
    }

    /// Gives a convolution, or the tail, other LUTs.
    func replace(_ index: Int, by netlist: Netlist) throws {
        netlists[index] = netlist
        evaluators[index] = try NetlistEvaluator(netlist)
    }

    /// What the stages before the LUTs of number `index` make of the net's input bits; with the count of all LUTs, the net's output.
    func map(before index: Int, of bits: FrameBuffer) throws -> FrameBuffer {
        var (map, number) = (bits, 0)
        for stage in plan.stages {
            switch stage {
            case .convolution(let convolution):
                if number == index { return map }
                map = try convolved(map, convolution, number)
                number += 1
            case .pooling(let pooling): map = Self.pooled(map, pooling)
            }
        }
        return number < index && plan.tail != nil ? try evaluators[number].outputBits(of: map) : map
    }

    /// What the LUTs of a convolution read of its input map, the windows of one place after another; the map for the tail.
    func windows(_ index: Int, of map: FrameBuffer, _ body: (FrameBuffer) -> Void) {
        guard let stage = convolution(index) else { return body(map) }
        let window = FrameBuffer(
            .bit, frameCount: map.frameCount, shape: [netlists[index].inputCount], levels: .zeroOne)
        for sources in sources[index] {
            stage.fill(window, from: map, sources)
            body(window)
        }
    }

    /// The convolution whose LUTs have a number; nil for the tail.
    func convolution(_ index: Int) -> ConvolutionStage? {
        var number = 0
        for case .convolution(let stage) in plan.stages {
            if number == index { return stage }
            number += 1
        }
        return nil
    }

    // MARK: Stages

    private func convolved(_ map: FrameBuffer, _ stage: ConvolutionStage, _ number: Int) throws -> FrameBuffer {
        let evaluator = evaluators[number]
        let result = Self.map(stage.output, frameCount: map.frameCount)
        let places = stage.output.pixelCount
        let window = FrameBuffer(
            .bit, frameCount: map.frameCount, shape: [evaluator.netlist.inputCount], levels: .zeroOne)
        for place in 0..<places {
            stage.fill(window, from: map, sources[number][place])
            let bits = try evaluator.outputBits(of: window)
            for channel in 0..<bits.nodeCount {
                result.words(channel * places + place).update(from: bits.words(channel), count: bits.wordStride)
            }
        }
        return result
    }

    private static func pooled(_ map: FrameBuffer, _ stage: PoolingStage) -> FrameBuffer {
        let result = Self.map(stage.output, frameCount: map.frameCount)
        for channel in 0..<stage.output.channels {
            for place in 0..<stage.output.pixelCount {
                let target = result.words(channel * stage.output.pixelCount + place)
                for pixel in stage.window(at: place) {
                    let source = map.words(channel * stage.input.pixelCount + pixel)
                    for word in 0..<map.wordStride { target[word] |= source[word] }
                }
            }
        }
        return result
    }

    private static func map(_ size: StreamSize, frameCount: Int) -> FrameBuffer {
        FrameBuffer(.bit, frameCount: frameCount, shape: [size.channels * size.pixelCount], levels: .zeroOne)
    }
}

extension StreamPlan {
    /// The LUTs of each convolution, in order, then those of the tail.
    var netlists: [Netlist] {
        let windows = stages.compactMap { stage -> Netlist? in
            if case .convolution(let convolution) = stage { convolution.netlist } else { nil }
        }
        return windows + (tail.map { [$0] } ?? [])
    }
}

extension ConvolutionStage {
    /// The pixel that each tap of the window reads at a place, row after row; nil for the border.
    func sources(at place: Int) -> [Int?] {
        (0..<rows.filter).flatMap { y in
            (0..<columns.filter).map { x -> Int? in
                guard let row = rows.source(place: place / output.width, tap: y),
                    let column = columns.source(place: place % output.width, tap: x)
                else { return nil }
                return row * input.width + column
            }
        }
    }

    /// The bits of all windows at the place whose taps read these pixels.
    func fill(_ window: FrameBuffer, from map: FrameBuffer, _ sources: [Int?]) {
        for channel in 0..<input.channels {
            for (tap, source) in sources.enumerated() {
                let target = window.words(channel * sources.count + tap)
                if let source {
                    target.update(from: map.words(channel * input.pixelCount + source), count: map.wordStride)
                } else {
                    target.update(repeating: borderBit ? ~0 : 0, count: map.wordStride)
                }
            }
        }
    }
}

extension PoolingStage {
    /// The pixels of the window at a place, which is cut off at the lower and right border.
    func window(at place: Int) -> [Int] {
        let (top, left) = (place / output.width * filter.height, place % output.width * filter.width)
        return (top..<min(input.height, top + filter.height)).flatMap { row in
            (left..<min(input.width, left + filter.width)).map { row * input.width + $0 }
        }
    }
}
