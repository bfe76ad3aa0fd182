import BinaryBrain
import Datasets
import Export

extension SavedModel {
    /// Samples without targets for a net of which no data set is known: those of an array, or 8-bit pixels at random.
    /// - Parameters:
    ///   - array: samples in the net's own shape, a frame more; nil for random ones.
    ///   - count: how many random ones.
    ///   - name: where they come from, for people.
    /// - Throws: `BrainError` unless the array holds whole samples of the net.
    public func madeUpSamples(_ array: NumpyArray?, file: String, count: Int) throws -> Dataset {
        try requireShape()
        let size = net.inputShape.count
        guard let array else {
            var random = MersenneTwister64(seed: 1)
            let pixels = (0..<count * size).map { _ in UInt8(truncatingIfNeeded: random.next() >> 32) }
            let samples = try SampleSet(shape: net.inputShape, values: .pixels(pixels), name: "random numbers")
            return try Dataset(name: "random numbers", train: samples, test: samples, classNames: [])
        }
        guard array.shape.count > 1, array.shape.dropFirst().reduce(1, *) == size else {
            throw BrainError(
                .shape, what: "vectors of \(file)",
                why: "its shape is \(array.shape), and a sample of the net \(net.inputShape)",
                remedy: "save an array of [samples, …] of the net's shape")
        }
        let samples = try SampleSet(
            shape: net.inputShape, values: array.sampleValues(file: file), name: file)
        let dataset = try Dataset(name: file, train: samples, test: samples, classNames: [])
        // What was done to the numbers that the net learned from is done to these.
        var prepared = preparation
        prepared?.target = nil
        return try prepared?.applied(to: dataset) ?? dataset
    }

    /// An export of this net with samples that no data set has: they become vectors, and there is nothing to measure answers by.
    /// - Throws: `BrainError` if the net, or a part of it, has no form as a circuit.
    public func exporter(withSamples samples: Dataset, oversampling: Int? = nil) throws -> Exporter {
        try requireFiniteNumbers()
        let outputs = net.outputShape
        // What it answers is not known: one of several numbers may name a class.
        let target = spec?.target
        let names =
            outputs.rank == 1 && outputs.count > 1 && target != .input ? (0..<outputs.count).map(String.init) : []
        return Exporter(
            net: try oversampling.map(modulated(by:)) ?? net, title: exportTitle, dataset: samples,
            isClassifier: target == .labels || target == nil && outputs != net.inputShape && !names.isEmpty,
            classNames: names, isTrainedOn: false, noun: "samples")
    }
}
