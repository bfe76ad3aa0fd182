import BinaryBrain
import Foundation

/// What a run's experiment says, field by field: `optimizer.Adam.learning_rate` is `0.001`, `net.0.DifferentiableLut.output_shape`
/// is `[2304]`. Paths are those of `--set`.
public struct RunFields: Sendable, Equatable {
    /// Texts of the fields, by their paths.
    public let values: [String: String]

    /// The fields of an experiment's text; none if it cannot be read.
    public init(yaml: String) {
        let leaves = SpecificationLeaf.all(in: yaml)
        values = Dictionary(leaves.map { ($0.path, $0.value) }) { $1 }
    }

    /// The fields of a run.
    public init(_ directory: RunDirectory) {
        let bytes = (try? AtomicFile.read(directory.specPath, limit: ExperimentSpec.maximumFileSize)) ?? []
        self.init(yaml: String(decoding: bytes, as: UTF8.self))
    }

    /// The fields that differ from another run's, by path; nil where a run does not have one.
    public func differences(from other: RunFields) -> [(path: String, own: String?, other: String?)] {
        Set(values.keys).union(other.values.keys).sorted().compactMap { path in
            let (own, others) = (values[path], other.values[path])
            return own == others ? nil : (path, own, others)
        }
    }

    /// The value of a field that is named by the end of its path; nil if there is none.
    public func value(_ name: String) -> String? {
        let name = name.lowercased()
        if let exact = values.first(where: { $0.key.lowercased() == name }) { return exact.value }
        return values.filter { $0.key.lowercased().hasSuffix(".\(name)") }.min { $0.key < $1.key }?.value
    }
}

extension RunFields {
    /// Fields that are read once somebody asks: a list of ten thousand runs mostly does without them.
    final class Later: Sendable {
        private let directory: RunDirectory
        private let read = Locked<RunFields?>(nil)

        init(_ directory: RunDirectory) { self.directory = directory }

        var value: RunFields {
            read.withLock { read in
                if let read { return read }
                let fields = RunFields(directory)
                read = fields
                return fields
            }
        }
    }
}
