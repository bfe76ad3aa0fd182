import BinaryBrain

/// The four files of MNIST and its descendants: images and labels of the training and the test split.
struct IdxLayout {
    static let trainImages = names("train-images", 3)
    static let trainLabels = names("train-labels", 1)
    static let testImages = names("t10k-images", 3)
    static let testLabels = names("t10k-labels", 1)

    let directory: DatasetDirectory
    /// Names of the classes; nil: as many as the labels need, by their numbers.
    var classNames: [String]?

    /// Both spellings that are in use.
    private static func names(_ stem: String, _ rank: Int) -> [String] {
        ["\(stem)-idx\(rank)-ubyte", "\(stem).idx\(rank)-ubyte"]
    }

    func load(name: String) throws -> Dataset {
        let trainLabels = try IdxFile(contentsOf: directory.require(Self.trainLabels))
        let testLabels = try IdxFile(contentsOf: directory.require(Self.testLabels))
        let largest = max(trainLabels.bytes.max() ?? 0, testLabels.bytes.max() ?? 0)
        let classNames = self.classNames ?? (0...largest).map(String.init)
        return try Dataset(
            name: name, train: samples(Self.trainImages, trainLabels, classNames.count),
            test: samples(Self.testImages, testLabels, classNames.count), classNames: classNames)
    }

    private func samples(_ names: [String], _ labels: IdxFile, _ classCount: Int) throws -> SampleSet {
        let path = try directory.require(names)
        let images = try IdxFile(contentsOf: path)
        let extents = Array(images.extents.dropFirst())
        // Grey images get their one channel; other ranks are taken as they are.
        let shape = Shape(extents.count == 2 ? [1] + extents : extents.isEmpty ? [1] : extents)
        return try SampleSet(
            shape: shape, values: .pixels(images.bytes),
            targets: .labels(labels.bytes.map(Int32.init), classCount: classCount), name: path)
    }
}
