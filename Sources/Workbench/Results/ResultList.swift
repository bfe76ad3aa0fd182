import BinaryBrain
import Export

/// What a page of results is to hold: sections of experiments with their seeds and goals, beside figures that others published.
public struct ResultList: Sendable, Hashable {
    /// A goal for the mean over all seeds.
    public struct Goal: Sendable, Hashable {
        /// The metric to be reached: at least this accuracy, or at most this error.
        public var metric: Double
        /// LUTs that the whole circuit may take; nil for any number.
        public var luts: Int?
    }

    /// One experiment, trained with several seeds.
    public struct Row: Sendable, Hashable {
        /// What it is called, on the page and on the command line.
        public var name: String
        /// The trainings, a seed each.
        public var trainings: [ExperimentSpec]
        /// The experiment as `bbwb run` takes it, with the settings that are put over its file.
        public var command: String
        /// What is to be reached; nil if nothing was set.
        public var goal: Goal?
        /// What there is to say about it.
        public var note: String?
        /// Whether it is judged by the samples that its experiment holds out, so that the test set stays untouched.
        public var isHeldOut: Bool
        /// What the first seed's net is placed and routed for; nil if it is not made a circuit.
        public var device: TargetDevice?
    }

    /// A published figure.
    public struct Reference: Sendable, Hashable {
        /// Whose it is.
        public var work: String
        /// The metric, as published.
        public var figure: String
        /// LUTs or gates, as published; empty if none are.
        public var cost: String
        /// What the cost counts.
        public var counts: String
    }

    /// Rows that are compared with one another.
    public struct Section: Sendable, Hashable {
        /// Its heading.
        public var title: String
        /// What it is about; empty if nothing needs saying.
        public var text: String
        /// The experiments.
        public var rows: [Row]
        /// What others reached.
        public var references: [Reference]
    }

    /// Heading of the page.
    public var title: String
    /// Where the page is written, unless something else is asked for.
    public var page: String
    /// What stands before the sections.
    public var text: String
    /// The sections, in order.
    public var sections: [Section]

    /// Rows of all sections.
    public var rows: [Row] { sections.flatMap(\.rows) }

    /// Only the rows with these names.
    /// - Throws: `BrainError` of kind `.usage` for a name that is none.
    public func keeping(_ names: [String]) throws -> Self {
        for name in names where !rows.contains(where: { $0.name == name }) {
            throw BrainError(
                .usage, what: "row '\(name)'", why: "the table of results has no such row",
                remedy: NearestName.remedy(for: name, among: rows.map(\.name)))
        }
        var kept = self
        for index in kept.sections.indices { kept.sections[index].rows.removeAll { !names.contains($0.name) } }
        kept.sections.removeAll(where: \.rows.isEmpty)
        return kept
    }
}
