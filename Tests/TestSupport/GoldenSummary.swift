import Foundation

/// Counts the golden arrays that a test process checked, and prints the largest deviation when the process ends.
final class GoldenSummary: @unchecked Sendable {
    static let shared: GoldenSummary = {
        atexit { GoldenSummary.shared.printReport() }
        return GoldenSummary()
    }()

    /// Guards `deviations`: tests run in parallel.
    private let lock = NSLock()
    private var deviations: [String: Float] = [:]

    /// Keeps the largest deviation seen under `name`.
    func record(_ deviation: Float, name: String) {
        lock.withLock { deviations[name] = max(deviations[name] ?? 0, deviation) }
    }

    /// One line: arrays and vectors checked, largest relative deviation and where it is.
    var report: String? {
        lock.withLock {
            guard let worst = deviations.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { return nil }
            let vectors = Set(deviations.keys.map { $0.prefix { $0 != "/" } })
            return "golden vectors checked: \(deviations.count) arrays of \(vectors.count) vectors, "
                + "largest relative deviation \(worst.value) (\(worst.key))"
        }
    }

    private func printReport() {
        if let report { print(report) }
    }
}
