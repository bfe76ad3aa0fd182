import BinaryBrain
import Datasets
import Netlist

extension Circuit {
    /// The circuit with fewer LUTs, by what training samples show.
    /// - Parameter onProgress: is given the share done; what it throws ends the work.
    func reduced(
        by choice: CareChoice, of net: any Model, over samples: SampleSet, onProgress: (Double) throws -> Void
    ) throws -> Circuit {
        guard !net.leaves.contains(where: { $0.hardware.isLowering }) else {
            throw BrainError(
                .usage, what: "--care \(choice) for \(net.displayName)", why: "it has convolutions",
                remedy: "leave --care out")
        }
        let vectors = CareVectors(exact.encoding, sampleCount: samples.count)
        try samples.forEachBatch { x in try vectors.append(x) }
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
}
