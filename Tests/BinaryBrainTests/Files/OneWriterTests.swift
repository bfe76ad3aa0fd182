import Foundation
import TestSupport
import Testing

/// All writing to the disk goes through `Sources/BinaryBrain/Files`: what is promised there (whole files, kept modes, nothing left
/// over) holds for every file only as long as nothing else writes.
@Suite("One writer for all files")
struct OneWriterTests {
    /// Ways to read and write that only that folder may use, as grep takes them.
    private static let ways = [
        #"createFile\("#, #"\.atomic\b"#, #"\.write\(to: *URL"#, #"\bfopen\("#, #"FileHandle\(for[A-Z]"#,
        #"OutputStream\("#,
        #"\bcreat\("#, #"\bopen\([^)]*O_"#, #"\brename\("#, #"\blink\("#, #"\bmkdir\("#, #"\bmoveItem\("#,
        #"replaceItem"#,
        // Foundation's way to take a path apart traps on a name of one character; `FilePath` is ours.
        #"as NSString\)"#,
        #"copyItem\("#, #"linkItem\("#, #"\bmkstemp\("#, #"createDirectory\("#, #"\b(Data|String)\(contentsOf"#,
    ]

    /// Files with a reason of their own, and the part of the line that gives it away.
    private static let exceptions: [(file: String, part: String)] = [
        // The folder of a run is claimed by making it: two runs of one second must not share it.
        ("Workbench/Runs/RunDirectory.swift", "mkdir(run.path"),
        // Reads, piece by piece, what another process appends.
        ("Workbench/Watching/GrowingFile.swift", "O_RDONLY"),
        // Takes the place of a standard stream that is closed.
        ("bbwb/Output/Console.swift", "/dev/null"),
        // The folder of a data set is locked, not written to.
        ("Datasets/Fetching/DatasetFetcher.swift", "O_DIRECTORY"),
        // Files of a bundle in the making, which this program has just written.
        ("Export/Software/SpeedComparison.swift", "Data(contentsOf"),
        // What the system says of itself.
        ("Benchmarking/MachineCeilings.swift", "/proc/cpuinfo"),
        // C code of test programs that we write for others.
        ("Export/HighLevelSynthesis/HLSTestbench.swift", "fopen("),
        ("Export/Verilog/VectorFileCheck.swift", "fopen("),
        ("Export/Software/CTestWriter.swift", "fopen("),
    ]

    @Test func nothingElseWrites() throws {
        let sources = ProjectFolder.path("Sources")
        let grep = Process()
        grep.executableURL = URL(fileURLWithPath: "/bin/grep")
        grep.arguments = ["-rnE", "--include=*.swift", Self.ways.joined(separator: "|"), "."]
        grep.currentDirectoryURL = URL(fileURLWithPath: sources)
        let output = Pipe()
        grep.standardOutput = output
        try grep.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        grep.waitUntilExit()
        let lines = text.split(separator: "\n").map { String($0.dropFirst(2)) }
        #expect(lines.contains { $0.hasPrefix("BinaryBrain/Files/") }, "grep found nothing at all")
        let others = lines.filter { line in
            let code = line.split(separator: ":", maxSplits: 2).last.map { $0.drop { $0 == " " } } ?? ""
            return !line.hasPrefix("BinaryBrain/Files/") && !code.hasPrefix("//")
                && !Self.exceptions.contains { line.hasPrefix($0.file + ":") && line.contains($0.part) }
        }
        #expect(others.isEmpty, "\(others.joined(separator: "\n"))")
    }
}
