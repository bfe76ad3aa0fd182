import BinaryBrain
import Datasets
import Netlist

/// What there is to say of samples once all have come.
package struct SampleCensus {
    private let range: SampleRange?
    private let shape: Shape
    private let arePixels: Bool
    private let source: String
    private var frames = 0
    private var outside = 0
    private var beyondUnit = 0
    private var badFrames = 0
    private var firstBad: Int?
    private var largestPixel: UInt8 = 0

    /// - Throws: `BrainError` for bytes of which the rule for samples makes something else than the net was trained on.
    package init(of source: String, arePixels: Bool, for predictor: Predictor) throws {
        range = predictor.sampleRange
        shape = predictor.inputShape
        self.arePixels = arePixels
        self.source = source
        try range?.requireSameMeaning(ofPixels: arePixels, from: source)
    }

    /// Looks at a block.
    package mutating func add(_ samples: NetlistSamples) throws {
        defer { frames += (try? samples.frameCount(of: shape)) ?? 0 }
        switch samples {
        case .bits: break
        case .numbers(let numbers): addNumbers(numbers)
        case .pixels(let pixels):
            if largestPixel <= 1 { largestPixel = max(largestPixel, pixels.max() ?? 0) }
            guard let range, !range.isPixels else { break }
            try samples.numbers(of: shape).withUnsafeBufferPointer { addNumbers($0) }
        }
    }

    private mutating func addNumbers(_ numbers: UnsafeBufferPointer<Float>) {
        let found = NetlistEvaluator.census(of: numbers, range: range?.tolerated ?? -.infinity ... .infinity)
        outside += found.outside
        beyondUnit += found.beyondUnit
        guard found.notFinite > 0 else { return }
        let size = shape.count
        for frame in 0..<numbers.count / size
        where !UnsafeBufferPointer(rebasing: numbers[frame * size..<(frame + 1) * size]).isFinite {
            badFrames += 1
            firstBad = firstBad ?? frames + frame
        }
    }

    /// Throws for bytes of nothing but 0 and 1.
    package func requirePixels() throws {
        guard arePixels, largestPixel == 1 else { return }
        throw BrainError(
            .format, what: "samples of \(source)",
            why: "its unsigned bytes are all 0 or 1, but unsigned bytes mean pixel / 255",
            remedy: "save truth values with array.astype(bool), and numbers with array.astype('float32')")
    }

    /// What the samples mean otherwise than those of the training; nil for nothing.
    package var caution: String? {
        guard let range, frames > 0, !(arePixels && range.isPixels) else { return nil }
        return range.caution(
            outliers: outside, of: frames * shape.count, allWithinUnit: beyondUnit == 0, from: source)
    }

    /// What there is to say of numbers that are not finite; nil if all are.
    package var defects: String? {
        guard let firstBad else { return nil }
        return "\(badFrames) of \(frames) frames of the input contain numbers that are not finite: "
            + "the first is frame \(firstBad). Their answers are meaningless"
    }
}
