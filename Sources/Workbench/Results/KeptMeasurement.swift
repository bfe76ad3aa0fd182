import BinaryBrain
import Foundation

/// What was measured of a run's state and is kept in its folder, so that it is measured once.
public protocol KeptMeasurement: Codable {
    /// The file's name in the folder.
    static var fileName: String { get }
    /// Mini-batches trained.
    var step: Int { get }
}

extension KeptMeasurement {
    private static func path(_ run: RunDirectory) -> String { "\(run.path)/\(fileName)" }

    /// What was measured of a run's last state; nil if nothing was.
    public init?(keptIn run: RunDirectory, step: Int) {
        guard let bytes = try? AtomicFile.read(Self.path(run)),
            let kept = try? JSONDecoder().decode(Self.self, from: Data(bytes)), kept.step == step
        else { return nil }
        self = kept
    }

    /// Keeps it in the run's folder.
    /// - Throws: `BrainError` of kind `.io` if it cannot be written.
    public func keep(in run: RunDirectory) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
        try AtomicFile.write(Array(encoder.encode(self)), to: Self.path(run))
    }
}
