import Foundation

/// A stored output of `bbwb bench --json`, to compare with.
public struct EarlierResults {
    /// Why a file cannot be compared with.
    public struct Unusable: Error, CustomStringConvertible {
        /// What is wrong, and what would be right.
        public let description: String
    }

    /// Bytes that no output has.
    public static let maximumFileSize = 64 << 20

    /// The machine that it was measured on.
    public let machine: MachineCeilings
    private let results: [BenchmarkResult]

    /// - Throws: `Unusable` unless the text is such an output; a mistake is named by its line.
    public init(_ text: String) throws {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().filter {
            !$0.element.isEmpty
        }
        func decoded<Value: Decodable>(_ type: Value.Type, _ line: (offset: Int, element: Substring)) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: Data(line.element.utf8))
            } catch {
                throw Unusable(
                    description:
                        "line \(line.offset + 1) is not one that 'bbwb bench --json' prints; give a file that holds its output"
                )
            }
        }
        guard let first = lines.first else {
            throw Unusable(description: "it is empty; give a file that holds the output of 'bbwb bench --json'")
        }
        machine = try decoded(MachineCeilings.self, first)
        results = try lines.dropFirst()
            // What --threads adds is no measurement.
            .filter { (try? JSONDecoder().decode(ThreadShares.self, from: Data($0.element.utf8))) == nil }
            .map { try decoded(BenchmarkResult.self, $0) }
    }

    /// How many times as fast a benchmark is now, by its shortest time and, where both have it, by its median; nil if the same benchmark
    /// with the same number of threads was not measured then.
    public func speedup(of result: BenchmarkResult) -> (shortest: Double, median: Double?)? {
        guard let then = results.first(where: { $0.name == result.name && $0.threads == result.threads }) else {
            return nil
        }
        let median: Double? =
            if let now = result.medianSeconds, let before = then.medianSeconds { before / now } else { nil }
        return (then.seconds / result.seconds, median)
    }
}
