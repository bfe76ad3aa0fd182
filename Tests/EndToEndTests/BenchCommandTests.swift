import Foundation
import TestSupport
import Testing

/// `bbwb bench` beside an earlier output, and with several numbers of threads.
@Suite("Benchmarks that are compared") struct BenchCommandTests {
    private let folder: CommandLineTests.Folder
    private let name = "lut-inference 784→2304 F=64"

    init() throws { folder = try CommandLineTests.Folder() }

    private func bench(_ arguments: String...) throws -> CommandLineTests.Outcome {
        try CommandLineTests.Program(["bench"] + arguments, in: folder.path).wait()
    }

    @Test(.hangLimit) func anEarlierOutput() throws {
        let first = try bench(name, "--json", "--quick", "--threads", "1")
        #expect(first.status == 0, "\(first)")
        try (first.lines.joined(separator: "\n") + "\n").write(
            toFile: "\(folder.path)/then.jsonl", atomically: true, encoding: .utf8)
        let second = try bench(name, "--quick", "--threads", "1", "--against", "then.jsonl")
        #expect(second.status == 0, "\(second)")
        let line = try #require(second.lines.first { $0.hasPrefix(name) })
        #expect(line.contains(" × as fast as then, by the median "), "\(line)")
        #expect(second.lines.contains { $0.hasPrefix("compared with ") })
        #expect(second.lines.contains { $0.hasPrefix("1 compared: ") }, "\(second.lines)")
        // Twice as fast as a time that was twice as long: the ratio is of the times in the file.
        let slow = first.lines.map { line in
            guard let range = line.range(of: #""seconds":[0-9.e-]+"#, options: .regularExpression) else { return line }
            return line.replacingCharacters(in: range, with: "\"seconds\":1000")
        }
        try slow.joined(separator: "\n").write(toFile: "\(folder.path)/slow.jsonl", atomically: true, encoding: .utf8)
        let third = try bench(name, "--quick", "--threads", "1", "--against", "slow.jsonl")
        let words = try #require(third.lines.first { $0.hasPrefix(name) }).split(separator: " ")
        let place = try #require(words.firstIndex(of: "as"))
        #expect(try #require(Double(words[place - 2])) > 1000)
    }

    @Test(.hangLimit, arguments: ["", "{}\n", "text\n"]) func noOutput(_ text: String) throws {
        try text.write(toFile: "\(folder.path)/then.jsonl", atomically: true, encoding: .utf8)
        let outcome = try bench(name, "--against", "then.jsonl")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("give a file that holds"), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test(.hangLimit) func noFile() throws {
        let outcome = try bench(name, "--against", "nowhere.jsonl")
        #expect([1, 2].contains(outcome.status) && outcome.errors.contains("nowhere.jsonl"), "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test(.hangLimit, arguments: ["", "0", "1,", "1,many", "1000"]) func noThreads(_ list: String) throws {
        let outcome = try bench(name, "--threads", list)
        #expect(outcome.status == 2 && outcome.errors.contains("--threads"), "\(outcome.errors)")
    }

    /// What more threads could share of a step: less with each thread, never less than their fair part.
    @Test(.hangLimit) func threadsThatThisMachineLacks() throws {
        let outcome = try bench(
            "train-mnist-lut-simple mb 64 x15", "--threads", "1,2,64", "--quick", "--json")
        #expect(outcome.status == 0, "\(outcome)")
        struct Shares: Decodable { var longestThread: [Int: Double] }
        let shares = try #require(
            outcome.lines.compactMap { try? JSONDecoder().decode(Shares.self, from: Data($0.utf8)) }.first
        ).longestThread
        let (one, two, many) = (try #require(shares[1]), try #require(shares[2]), try #require(shares[64]))
        #expect(abs(one - 1) < 1e-6 && two < one && many < two)
        #expect(two >= 0.5 && many >= 1.0 / 64)
    }
}
