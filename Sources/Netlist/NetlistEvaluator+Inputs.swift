import BinaryBrain
import KernelInterface

// From samples to the rows of bits that LUTs read.
extension NetlistEvaluator {
    func source(_ x: FrameBuffer) -> Source {
        // Bits need no comparison if the only threshold lies between the two numbers that they stand for.
        let encoding = netlist.encoding
        if x.dtype == .bit, encoding.thresholds.count == 1, x.levels.low < encoding.thresholds[0],
            encoding.thresholds[0] <= 1
        {
            return .bits(x)
        }
        return .reals(x.dtype == .fp32 ? x : x.converted(to: .fp32))
    }

    func source(_ pixels: UnsafeBufferPointer<UInt8>) throws -> Source { try source(.pixels(pixels)) }

    func source(_ samples: NetlistSamples) throws -> Source {
        let frames = try samples.frameCount(of: netlist.encoding.shape)
        let nodes = netlist.encoding.shape.count
        switch samples {
        case .pixels(let pixels):
            guard let base = pixels.baseAddress else { break }
            return .pixels(base, frameCount: frames, limits: pixelThresholds)
        case .numbers(let numbers):
            guard let base = numbers.baseAddress else { break }
            if let ranking { return .numbers(base, frameCount: frames, ranking) }
            return .reals(FrameBuffer(frameMajor: Array(numbers), shape: netlist.encoding.shape))
        case .bits(let rows, let isBigEndian):
            guard let base = rows.baseAddress else { break }
            if netlist.encoding.passesBits { return .rows(base, frameCount: frames, isBigEndian: isBigEndian) }
            let numbers = NetlistSamples.numbers(
                of: rows, frameCount: frames, nodeCount: nodes, isBigEndian: isBigEndian)
            return .reals(FrameBuffer(frameMajor: numbers, shape: netlist.encoding.shape))
        }
        return .bits(FrameBuffer(.bit, frameCount: 0, shape: [nodes]))
    }

    /// Numbers of a block as bytes that tell which thresholds they reach.
    func ranked(_ source: Source, _ frames: Range<Int>, _ workspace: Workspace) -> Source {
        guard case .numbers(let base, _, let ranking) = source else { return source }
        let nodes = netlist.encoding.shape.count
        let ranks = workspace.bytes(frames.count * nodes)
        ranking.thresholds.withUnsafeBufferPointer {
            kernels.rankNumbers(base + frames.lowerBound * nodes, frames.count * nodes, $0, ranks)
        }
        return .pixels(
            UnsafePointer(ranks) - frames.lowerBound * nodes, frameCount: frames.upperBound, limits: ranking.limits)
    }

    /// Fills the input rows, from `word` on, with the bits of one modulation step.
    func fill(_ rows: BitRows, word: Int, from source: Source, _ frames: Range<Int>, step: Int) {
        let words = (frames.count + 63) / 64
        let encoding = netlist.encoding
        let nodes = encoding.shape.count
        switch source {
        case .bits(let x):
            for (signal, row) in plan.inputRows.enumerated() {
                (rows.row(row) + word).update(from: x.words(signal) + frames.lowerBound / 64, count: words)
            }
        case .reals(let x):
            let size = PackedSize(frameCount: frames.count, wordCount: words)
            encoding.thresholds.withUnsafeBufferPointer { thresholds in
                for depth in 0..<encoding.depthModulationSize {
                    let code = PulseWidthCode(
                        thresholds: thresholds.baseAddress! + depth * encoding.frameModulationSize + step, size: 1)
                    for node in 0..<nodes {
                        let own = PulseWidthCode(
                            thresholds: code.thresholds + node * ownThresholds, size: 1)
                        elements.packPulseWidth(
                            x.floats(node) + frames.lowerBound, own, rows.row(1 + depth * nodes + node) + word, size)
                    }
                }
            }
        case .rows(let base, _, let isBigEndian):
            for first in stride(from: frames.lowerBound, to: frames.upperBound, by: 64) {
                let block = RowBlock(
                    base: base + first * ((nodes + 7) / 8), nodeCount: nodes,
                    frameCount: min(64, frames.upperBound - first), isBigEndian: isBigEndian)
                for depth in 0..<encoding.depthModulationSize {
                    let target = rows.row(1 + depth * nodes) + word + (first - frames.lowerBound) / 64
                    kernels.transposeRows(block, BitRows(base: target, stride: rows.stride))
                }
            }
        case .numbers: preconditionFailure("numbers were ranked before")
        case .pixels(let base, _, let limits):
            for depth in 0..<encoding.depthModulationSize {
                let threshold = limits[depth * encoding.frameModulationSize + step]
                guard ownThresholds == 0 else {
                    packPixels(base, rows, word: word, frames, depth: depth, step: step)
                    continue
                }
                var start = frames.lowerBound
                while start < frames.upperBound {
                    let block = PixelBlock(
                        base: base + start * nodes, nodeCount: nodes, frameCount: min(64, frames.upperBound - start))
                    let target = rows.row(1 + depth * nodes) + word + (start - frames.lowerBound) / 64
                    kernels.packPixels(block, threshold, BitRows(base: target, stride: rows.stride))
                    start += 64
                }
            }
        }
    }

    /// Thresholds of a number where each has its own; 0 where all have the same.
    private var ownThresholds: Int {
        let encoding = netlist.encoding
        return encoding.hasOwnThresholds ? encoding.frameModulationSize * encoding.depthModulationSize : 0
    }

    /// The bits of pixels that have thresholds of their own.
    func packPixels(
        _ base: UnsafePointer<UInt8>, _ rows: BitRows, word: Int, _ frames: Range<Int>, depth: Int, step: Int
    ) {
        let nodes = netlist.encoding.shape.count
        for node in 0..<nodes {
            let place = node * ownThresholds + depth * netlist.encoding.frameModulationSize + step
            let threshold = pixelThresholds[place]
            let row = rows.row(1 + depth * nodes + node) + word
            for first in stride(from: 0, to: frames.count, by: 64) {
                var bits: UInt64 = 0
                for frame in first..<min(frames.count, first + 64)
                where Int(base[(frames.lowerBound + frame) * nodes + node]) >= threshold {
                    bits |= 1 << UInt64(frame - first)
                }
                row[first / 64] = bits
            }
        }
    }
}
