import Foundation
import TestSupport
import Testing

/// All writing to the disk goes through `Sources/BinaryBrain/Files`: what is promised there (whole files, kept modes, nothing left over)
/// holds for every file only as long as nothing else writes.
@Suite("One writer for all files")
struct OneWriterTests {
    /// Ways to write that only that folder may use.
    private static let ways = [
        #"createFile\("#, #"\.write\(to(File)?:? *(URL|.*atomic)"#, #"\.atomic\b"#, #"\bfopen\("#,
        #"FileHandle\(for(Writing|Updating)"#,
        #"OutputStream\("#, #"\bcreat\("#, #"\bopen\([^)]*O_(WRONLY|RDWR|CREAT)"#, #"\brename\("#, #"\blink\("#,
        #"\bmkdir\("#,
        #"\bmoveItem\("#, #"replaceItem"#, #"copyItem\("#, #"linkItem\("#, #"\bmkstemp\("#, #"createDirectory\("#,
        #"Data\(contentsOf"#, #"String\(contentsOf"#, #"FileHandle\(forReading"#,
    ]

    /// Files with a reason of their own, and the line's part that gives it away.
    private static let exceptions: [(file: String, part: String)] = [
        // The folder of a run is claimed by making it: two runs of one second must not share it.
        ("Workbench/Runs/RunDirectory.swift", "mkdir(run.path"),
        // Vectors of a bundle in the making, which this program has just written.
        ("Export/Software/SpeedComparison.swift", "Data(contentsOf"),
        ("Export/Bundles/BundleFolder.swift", "String(contentsOf"),
        // What the system says of itself.
        ("Benchmarking/MachineCeilings.swift", "/proc/cpuinfo"),
        // C code of a test program that we write for others.
        ("Export/HighLevelSynthesis/HLSTestbench.swift", "fopen("),
        ("Export/Software/CTestWriter.swift", "fopen("),
    ]

    @Test func nothingElseWrites() throws {
        let sources = ProjectFolder.path("Sources")
        let patterns = try Self.ways.map { try Regex($0) }
        var found: [String] = []
        for case let name as String in FileManager.default.enumerator(atPath: sources) ?? .init()
        where name.hasSuffix(".swift") && !name.hasPrefix("BinaryBrain/Files/") {
            let text = try String(contentsOfFile: "\(sources)/\(name)", encoding: .utf8)
            // Programs that we write for others are text, between triple quotes or in string literals of their writers.
            for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let code = line.trimmingCharacters(in: .whitespaces)
                guard !code.hasPrefix("//"), !code.hasPrefix("mkdir -p") else { continue }
                guard patterns.contains(where: { code.firstMatch(of: $0) != nil }) else { continue }
                guard !Self.exceptions.contains(where: { $0.file == name && code.contains($0.part) }) else { continue }
                found.append("\(name):\(index + 1): \(code)")
            }
        }
        #expect(found.isEmpty, "\(found.joined(separator: "\n"))")
    }
}
