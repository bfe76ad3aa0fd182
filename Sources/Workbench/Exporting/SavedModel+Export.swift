import BinaryBrain
import Datasets
import Export

extension SavedModel {
    /// An export of this net.
    /// - Parameters:
    ///   - dataset: where vectors and the proof's images come from.
    ///   - oversampling: frames an image becomes; nil for the file's.
    /// - Throws: `BrainError` if the net, or a part of it, has no form as a circuit, or the data do not fit it.
    public func exporter(on dataset: Dataset, oversampling: Int? = nil) throws -> Exporter {
        try requireFiniteNumbers()
        let target = try target(in: dataset)
        return Exporter(
            net: try oversampling.map(modulated(by:)) ?? net, title: exportTitle, dataset: dataset,
            isClassifier: target == .labels, yardstick: yardstick(for: target))
    }

    /// What the net is called: as its experiment, or as its file.
    var exportTitle: String {
        spec?.name ?? String(path.split(separator: "/").last?.prefix { $0 != "." } ?? "net")
    }
}
