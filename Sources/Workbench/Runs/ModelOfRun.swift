import BinaryBrain
import Foundation

/// A model that is named by its run: `RUN@best` for the best epoch, `RUN@last` for the newest state.
enum ModelOfRun: String, CaseIterable {
    case best
    case last

    /// The run and which of its states `RUN@best` and `RUN@last` name; nil for any other text, and for a file of that name.
    static func parts(_ text: String) -> (run: String, state: Self)? {
        guard let mark = text.lastIndex(of: "@"), mark > text.startIndex,
            let state = Self(rawValue: String(text[text.index(after: mark)...])),
            !FileManager.default.fileExists(atPath: text)
        else { return nil }
        return (String(text[..<mark]), state)
    }

    /// The file that a person means: a run's checkpoint for `RUN@best` and `RUN@last`, the text itself for anything else.
    /// - Parameter runs: the folder of runs whose name is not a path.
    /// - Throws: `BrainError` if there is no such run, or it has kept no such state.
    static func path(_ text: String, runs: String = "runs") throws -> String {
        guard let (name, state) = parts(text) else { return text }
        let run = try RunStore(path: runs).find(name)
        let found =
            switch state {
            case .best: run.bestCheckpoint(by: try run.bestFigure)?.path
            case .last: run.newestCheckpoint()
            }
        guard let found else {
            throw BrainError(
                .usage, what: text,
                why: "the run \(run.path) has kept no \(state == .best ? "measured epoch" : "state")",
                remedy: "train it for an epoch: bbwb run --resume \(run.path)")
        }
        return found
    }
}

extension RunDirectory {
    /// By which figure the best epoch is chosen.
    fileprivate var bestFigure: EarlyStop.Figure {
        get throws {
            let text = String(decoding: try AtomicFile.read(specPath), as: UTF8.self)
            return try ExperimentSpec(yaml: text, source: specPath).earlyStop?.figure ?? .metric
        }
    }
}

extension SavedModel {
    /// Whether a text names a model by its run: `RUN@best` or `RUN@last`.
    public static func isNamedByRun(_ text: String) -> Bool { ModelOfRun.parts(text) != nil }

    /// The model that a person names: a file or a folder, or `RUN@best` or `RUN@last` for a checkpoint of a run.
    /// - Parameter runs: the folder of runs whose name is not a path.
    /// - Throws: `BrainError` if there is no such run, it has not kept that checkpoint, or the file cannot be read.
    public init(named name: String, runs: String = "runs") throws {
        try self.init(contentsOf: ModelOfRun.path(name, runs: runs))
    }
}
