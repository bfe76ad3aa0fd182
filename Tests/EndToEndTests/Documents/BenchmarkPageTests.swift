import Foundation
import TestSupport
import Testing

/// Benchmarks/README.md: each table stands under the command that prints it, and its figures are those of the outputs in results/.
@Suite("The page of benchmarks")
struct BenchmarkPageTests {
    /// One line of `bbwb bench --json`.
    private struct Result: Decodable {
        var name: String?
        var seconds: Double?
        var nodeFrames, frames, images, flop, bytes, referenceSeconds: Double?
    }

    private static func results(_ file: String) throws -> [String: Result] {
        let text = try String(contentsOfFile: ProjectFolder.path("Benchmarks/results/\(file)"), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try JSONDecoder().decode(Result.self, from: Data($0.utf8)) }
        return Dictionary(lines.compactMap { line in line.name.map { ($0, line) } }) { first, _ in first }
    }

    private static func page() throws -> String { try DocumentedPage("Benchmarks/README.md").text }

    private static func rows(_ text: String) -> [[String]] {
        text.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }.map { row in
            row.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func everyTableStandsUnderItsCommand() throws {
        // A heading's text, up to the next heading of any depth.
        let sections = try Self.page().components(separatedBy: "\n#")
        var tables = 0
        for section in sections where section.contains("\n| ---") {
            tables += 1
            let page = DocumentedPage(name: "Benchmarks/README.md", text: section)
            let commands = DocumentedCommand.all(in: page)
            #expect(!commands.isEmpty, "no command above the table of \(section.prefix(40))")
        }
        #expect(tables >= 4)
    }

    /// A number at the beginning of a cell; thousands have commas.
    private func number(_ cell: String) -> Double? {
        Double(cell.prefix { $0.isNumber || $0 == "." || $0 == "," }.replacingOccurrences(of: ",", with: ""))
    }

    /// Half a unit of the cell's last place.
    private func precision(_ cell: String) -> Double {
        let decimals = cell.split(separator: ".").dropFirst().first?.prefix { $0.isNumber }.count ?? 0
        return 0.5000001 * pow(10, -Double(decimals))
    }

    private func value(_ result: Result, in cell: String) -> Double? {
        guard let seconds = result.seconds else { return nil }
        if cell.contains("GFLOP/s") { return result.flop.map { $0 / seconds / 1e9 } }
        if cell.contains("GB/s") { return result.bytes.map { $0 / seconds / 1e9 } }
        // Whole nets: frames or images a second. Layers: nanoseconds a node, or a value of 784, and frame.
        let isNet = result.name?.contains("mnist-") == true
        if isNet { return (result.images ?? result.frames).map { $0 / seconds } }
        return (result.nodeFrames ?? result.frames.map { $0 * 784 }).map { seconds / $0 * 1e9 }
    }

    @Test func figuresAreThoseOfTheOutputsThatAreKept() throws {
        let one = try Self.results("amd-epyc-zen4-1-thread.jsonl")
        let two = try Self.results("amd-epyc-zen4-2-threads.jsonl")
        var compared: Set<String> = []
        for row in Self.rows(try Self.page()) {
            guard let result = one[row[0]] else { continue }
            compared.insert(row[0])
            for (output, cell) in [(result, row[3])] + (row.count == 8 ? [(two[row[0]] ?? result, row[7])] : []) {
                let shown = try #require(number(cell), "\(row)")
                let measured = try #require(value(output, in: cell), "\(row)")
                #expect(abs(shown - measured) <= precision(cell), "\(row[0]): \(cell), and the output has \(measured)")
            }
        }
        #expect(compared == Set(one.keys), "each benchmark has its row")
    }

    /// The program has the benchmarks that the page has, and no others; measuring all takes minutes.
    @Test(.hangLimit, .enabled(if: SlowTests.areEnabled))
    func theProgramHasTheseBenchmarks() throws {
        let outcome = try CommandLineTests.Program("bench", "--json", "--quick", in: NSTemporaryDirectory()).wait()
        #expect(outcome.status == 0)
        let names = try outcome.lines.compactMap { try JSONDecoder().decode(Result.self, from: Data($0.utf8)).name }
        #expect(try Set(names) == Set(Self.results("amd-epyc-zen4-1-thread.jsonl").keys))
    }
}
