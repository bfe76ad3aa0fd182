import BinaryBrain

/// A data set saved from NumPy: `train.npy`, and perhaps `validation.npy` and `test.npy`, hold the samples, axis 0 counting them.
///
/// Beside each may lie `train_labels.npy` and so on (one whole number a sample, classes from 0) or
/// `train_targets.npy` and so on (numbers, axis 0 counting samples); without either, samples are their own
/// targets. What elements stand for, of samples and of targets, is said by `NumpyArray.sampleValues`.
struct NumpyLayout {
    let directory: DatasetDirectory

    func load(name: String) throws -> Dataset {
        let parts = ["train", "validation", "test"].filter { directory.find(["\($0).npy"]) != nil }
        let labels = try parts.map(labels)
        let classCount = labels.compactMap { $0?.max() }.max().map { Int($0) + 1 } ?? 0
        let sets = try zip(parts, labels).map { part, labels in
            (part, try samples(part, labels: labels, classCount: classCount))
        }
        let found = Dictionary(uniqueKeysWithValues: sets)
        guard let train = found["train"] else {
            throw BrainError.malformedFile(directory.path, "train.npy is missing")
        }
        return try Dataset(
            name: name, train: train, validation: found["validation"], test: found["test"],
            classNames: (0..<classCount).map(String.init))
    }

    private func labels(_ split: String) throws -> [Int32]? {
        guard let path = directory.find(["\(split)_labels.npy"]) else { return nil }
        let array = try NumpyArray(contentsOf: path)
        func refusal(_ found: String) -> BrainError {
            BrainError(
                .format, what: "labels of \(path)",
                why:
                    "\(found), and labels are one whole number from 0 to \(Self.maximumClassCount - 1) for each sample",
                remedy: "save them with labels.astype('int64'); numbers that are not classes belong in "
                    + "\(split)_targets.npy")
        }
        guard array.shape.count == 1 || array.shape.dropFirst().allSatisfy({ $0 == 1 }) else {
            throw refusal("its shape is \(array.shape)")
        }
        let range = 0..<Double(Self.maximumClassCount)
        let wrong = array.doubles.enumerated().first { !range.contains($1) || $1 != $1.rounded() }
        if let wrong { throw refusal("sample \(wrong.offset) has \(wrong.element)") }
        guard array.element.isInteger, let labels = array.int32s else {
            throw refusal("it holds numbers of type \(array.element.rawValue)")
        }
        return labels
    }

    /// A label beyond this is a mistake; without a limit one wrong label would ask for 2^31 output nodes.
    private static let maximumClassCount = 1 << 16

    private func samples(_ split: String, labels: [Int32]?, classCount: Int) throws -> SampleSet {
        let path = try directory.require(["\(split).npy"])
        let array = try NumpyArray(contentsOf: path)
        return try SampleSet(
            shape: sampleShape(array, path),
            values: array.sampleValues(file: path),
            targets: labels.map { .labels($0, classCount: classCount) } ?? values(split), name: path,
            targetsName: directory.find(["\(split)_targets.npy"]))
    }

    private func values(_ split: String) throws -> SampleSet.Targets {
        guard let path = directory.find(["\(split)_targets.npy"]) else { return .none }
        let array = try NumpyArray(contentsOf: path)
        return try .values(array.sampleValues(file: path).numbers, shape: sampleShape(array, path))
    }

    private func sampleShape(_ array: NumpyArray, _ path: String) throws -> Shape {
        guard !array.shape.isEmpty else {
            throw BrainError.malformedFile(path, "it is a scalar; axis 0 counts samples")
        }
        return Shape(array.shape.count == 1 ? [1] : Array(array.shape.dropFirst()))
    }
}
