import BinaryBrain

extension Dataset {
    /// The same samples with the class of each pixel as the target: that of the image where its brightest channel is above 0.5, and
    /// one more class, the background, elsewhere. Targets have the shape [classes + 1, height, width].
    /// - Throws: `BrainError` unless the samples are images with labels.
    public func segmented() throws -> Dataset {
        func part(_ set: SampleSet) throws -> SampleSet {
            guard case .labels(let labels, let classCount) = set.targets, set.shape.rank == 3 else {
                throw BrainError(
                    .parameter, what: "segmentation of \(name)", why: "its samples are not images with labels",
                    remedy: "choose images with labels, or give targets of your own as train_targets.npy")
            }
            guard classCount < 256 else {
                throw BrainError(
                    .parameter, what: "segmentation of \(name)",
                    why: "it has \(classCount) classes, and the background is one more",
                    remedy: "choose images of at most 255 classes")
            }
            let pixels = set.shape[1] * set.shape[2]
            var classes = [UInt8](repeating: UInt8(classCount), count: set.count * pixels)
            for sample in 0..<set.count {
                let values = set.values(of: sample)
                for pixel in 0..<pixels where (0..<set.shape[0]).contains(where: { values[$0 * pixels + pixel] > 0.5 })
                {
                    classes[sample * pixels + pixel] = UInt8(labels[sample])
                }
            }
            return try SampleSet(
                shape: set.shape, values: set.values,
                targets: .classMaps(classes, classCount: classCount + 1, places: Shape([set.shape[1], set.shape[2]])),
                name: name)
        }
        return try Dataset(
            name: name, train: part(train), validation: validation.map(part), test: hasTest ? part(test) : nil,
            classNames: [], columns: columns)
    }
}
