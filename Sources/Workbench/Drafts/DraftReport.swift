import BinaryBrain

/// What comes of an experiment's text: its net as a table, or what is wrong, and where.
public struct DraftReport: Sendable, Hashable {
    /// The net's layers, shapes, parameters and LUTs, and what training takes of memory; empty if something is wrong.
    public var lines: [String] = []
    /// What is wrong, and what to do; nil if nothing is.
    public var problem: String?
    /// The line that is to blame, from 0; nil if none is.
    public var line: Int?
    /// The text that it is about.
    public let text: String

    /// Reads the text as `bbwb info` reads a file, and builds its net.
    public init(of draft: ExperimentDraft) {
        text = draft.text
        do {
            let spec = try ExperimentSpec(yaml: draft.text, source: draft.source)
            let net = try NetSummary(of: spec)
            lines = net.lines + [net.memoryLine].compactMap { $0 }
        } catch let error as SpecificationError {
            line = error.line.map { $0 - 1 }
            problem = (error.field.isEmpty ? "" : "\(error.field): ") + "\(error.why): \(error.remedy)"
        } catch {
            problem = String(describing: error)
        }
    }
}
