import Foundation

/// Collects what a test process compared with the original. When the process ends it prints a line about that, and writes the
/// page of `GoldenReport` to the path in `BBWB_GOLDEN_REPORT` if that is set and nothing is missing.
final class GoldenSummary: @unchecked Sendable {
    static let shared: GoldenSummary = {
        atexit { GoldenSummary.shared.finish() }
        return GoldenSummary()
    }()

    /// Guards what has been collected: tests run in parallel.
    private let lock = NSLock()
    private var deviations: [String: Float] = [:]
    private var files: [String: Bool] = [:]
    private var evidence = FileEvidence()

    /// Keeps the largest deviation seen under `name`.
    func record(_ deviation: Float, name: String) {
        lock.withLock { deviations[name] = max(deviations[name] ?? 0, deviation) }
    }

    /// Keeps whether a model file came out byte for byte.
    func record(isSame: Bool, file: String) {
        lock.withLock { files[file] = (files[file] ?? true) && isSame }
    }

    /// Keeps what a model file holds.
    func record(versions: [String: Set<Int>], objects: Set<String>, file: String) {
        lock.withLock { evidence.add(versions: versions, objects: objects, of: file) }
    }

    private func finish() {
        let report = lock.withLock { GoldenReport(deviations: deviations, files: files, evidence: evidence) }
        if let line = Self.line(report) { print(line) }
        guard let path = ProcessInfo.processInfo.environment["BBWB_GOLDEN_REPORT"], !report.deviations.isEmpty else {
            return
        }
        guard report.missingVectors.isEmpty, report.files.count == GoldenReport.modelFiles.count else {
            print("no golden report: nothing was compared with \(report.missingVectors.joined(separator: ", "))")
            return
        }
        do { try report.page.write(toFile: path, atomically: true, encoding: .utf8) } catch {
            print("\(path): \(error)")
        }
    }

    /// Arrays and vectors checked, largest relative deviation and where it is.
    private static func line(_ report: GoldenReport) -> String? {
        guard let worst = report.deviations.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
        let vectors = Set(report.deviations.keys.map { $0.prefix { $0 != "/" } })
        return "golden vectors checked: \(report.deviations.count) arrays of \(vectors.count) vectors, "
            + "largest relative deviation \(worst.value) (\(worst.key))"
    }
}
