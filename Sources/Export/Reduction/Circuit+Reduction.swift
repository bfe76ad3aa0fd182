import BinaryBrain
import Datasets
import Netlist

extension Circuit {
    /// The circuit with fewer LUTs, by what training samples show.
    /// - Parameter onProgress: is given the share done; what it throws ends the work.
    func reduced(
        by choice: CareChoice, of net: any Model, over samples: SampleSet, onProgress: (Double) throws -> Void
    ) throws -> Circuit {
        guard samples.count > 0 else {
            throw BrainError(
                .usage, what: "--care \(choice) for \(net.displayName)", why: "there are no training samples",
                remedy: "name their data set with --data, or leave --care out")
        }
        let frames = samples.count * exact.encoding.frameModulationSize
        guard choice.threshold <= frames else {
            throw BrainError(
                .usage, what: "--care \(choice) for \(net.displayName)",
                why: "there are only \(frames.grouped) training frames, so that no pattern would count",
                remedy: "give a smaller number")
        }
        if net.leaves.contains(where: { $0.hardware.isLowering }) {
            return try reducedByStages(by: choice, of: net, over: samples, onProgress: onProgress)
        }
        let vectors = CareVectors(exact.encoding, sampleCount: samples.count)
        try samples.forEachBatch { x in
            try vectors.append(x)
            try onProgress(0)
        }
        let result = try exact.reduced(byCareOf: vectors, threshold: choice.threshold, onProgress: onProgress)
        let isFour = options.device.lutInputs == 4
        return Circuit(
            self, reduced: isFour ? result.four : result.six,
            CareFigures(
                choice: choice, sampleCount: result.sampleCount, frameCount: result.frameCount,
                differingFrames: isFour ? result.differingFramesOfFour : result.differingFramesOfSix,
                before: result.before,
                after: result.after, lutInputs: options.device.lutInputs))
    }

    private func reducedByStages(
        by choice: CareChoice, of net: any Model, over samples: SampleSet, onProgress: (Double) throws -> Void
    ) throws -> Circuit {
        guard let plan = try StreamPlan(net, framesPerImage: framesPerImage, isRequired: true) else {
            throw BrainError(
                .usage, what: "--care \(choice) for \(net.displayName)",
                why: "it has a lowering that is no convolution of images", remedy: "leave --care out")
        }
        let result = try StageReduction(plan, self, by: choice, over: samples, onProgress: onProgress)
        return Circuit(
            self, reduced: result.whole,
            CareFigures(
                choice: choice, sampleCount: samples.count, frameCount: result.frameCount,
                differingFrames: result.differingFrames, before: result.before, after: result.after,
                lutInputs: options.device.lutInputs), stages: result.netlists)
    }
}
