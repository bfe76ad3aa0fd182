import Foundation
import Yams

extension ExperimentSpec {
    /// The largest experiment file that is read, in bytes.
    package static let maximumFileSize = 1 << 20

    /// Reads the text of an experiment file and puts overrides over it.
    /// - Parameters:
    ///   - source: where the text came from, for messages.
    ///   - moment: when commands among the overrides are due.
    /// - Throws: `SpecificationError`.
    public init(
        yaml text: String, source: String, overrides: [SpecificationOverride] = [],
        commandsAt moment: ScheduledCommand.Moment = .epoch(0)
    ) throws {
        guard text.utf8.count <= Self.maximumFileSize else {
            throw SpecificationError(
                source: source, why: "an experiment file of \(text.utf8.count) bytes is too large",
                remedy: "name a file of at most \(Self.maximumFileSize) bytes")
        }
        guard var root = try SpecificationValue.compose(text, source: source), root.mapping != nil else {
            throw SpecificationError(
                source: source, why: "it is not a mapping of fields",
                remedy:
                    "start with 'name: my-experiment' and give data, net, loss, metrics, optimizer, batch_size, epochs")
        }
        let places = try overrides.map { try $0.apply(to: &root, at: moment) }
        let origin = SpecificationOrigin(source: source, overridden: places)
        let value = SpecificationValue(node: root, path: "", origin: origin)
        // Checked before it is written out again: a valid tree is small whatever aliases it uses.
        let checked = try Self(value, yaml: text)
        self = overrides.isEmpty ? checked : try Self(value, yaml: Yams.serialize(node: root, allowUnicode: true))
    }

    /// The same experiment, trained for another number of epochs.
    /// - Throws: `SpecificationError` for a number of epochs that the experiment cannot have.
    public func with(epochs: Int) throws -> Self {
        if epochs == self.epochs { return self }
        return try Self(
            yaml: yaml, source: source, overrides: [SpecificationOverride(path: "epochs", value: String(epochs))])
    }
}
