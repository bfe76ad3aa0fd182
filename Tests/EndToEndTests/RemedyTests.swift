import Foundation
import TestSupport
import Testing

/// What a command says of a file that is not there, may not be read, is a folder, is empty or is something else: one line, what could
/// not be done, why, and a remedy that this command has.
@Suite("Remedies", .enabled(if: SlowTests.areEnabled))
struct RemedyTests {
    /// What is wrong with a file.
    enum Fault: String, CaseIterable { case missing, unreadable, folder, empty, other, cut }

    /// A command that reads a file; `FILE` stands for it.
    struct Reader: CustomTestStringConvertible, Sendable {
        let words: [String]
        /// The ending of a file that it reads.
        let ending: String
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: String, _ ending: String) {
            self.words = words.split(separator: " ").map(String.init)
            self.ending = ending
        }
    }

    private static let readers = [
        Reader("info FILE", "bbwb"), Reader("info FILE", "bb_net"), Reader("info FILE", "bb_netlist"),
        Reader("info FILE", "yaml"), Reader("eval FILE", "bbwb"), Reader("eval FILE --data mnist-5k", "bb_net"),
        Reader("convert FILE out.bb_net", "bbwb"), Reader("convert FILE out.bb_netlist", "bb_net"),
        Reader("convert FILE out.bbwb --experiment mnist-lut-tiny", "bb_net"),
        Reader("predict FILE --input good.npy --output y.npy", "bbwb"),
        Reader("predict good.bbwb --input FILE --output y.npy", "npy"), Reader("export FILE --to c --out DIR", "bbwb"),
        Reader("run FILE --out DIR", "yaml"), Reader("run --resume FILE --out DIR", "bbwb"),
        Reader("run mnist-lut-tiny --set data=./FILE --out DIR", "npy"), Reader("replay FILE", "bbwb"),
        Reader("plot FILE --out picture.svg", "bbwb"), Reader("sweep FILE --out DIR", "yaml"),
        Reader("data fetch mnist --from FILE", "gz"), Reader("open FILE", "bbwb"), Reader("open FILE", "yaml"),
    ]

    /// Commands that write a place where nothing can be.
    private static let writers = [
        Reader("convert good.bbwb FILE/net.bb_net", ""), Reader("convert good.bbwb FILE/nets/", ""),
        Reader("predict good.bbwb --input good.npy --output FILE/y.npy", ""),
        Reader("export good.bbwb --to c --out FILE/bundle", ""),
        Reader("run mnist-lut-tiny --epochs 1 --out FILE/runs", ""),
        Reader("sweep mnist-lut-tiny --epochs 1 --oversampling 1 --out FILE/runs", ""),
    ]

    /// Files of every kind and fault, in a folder that anyone may use.
    private func workplace(_ reader: Reader, _ fault: Fault) throws -> (CommandLineTests.Folder, file: String) {
        let documents = try DocumentWorkplace.shared.get()
        let folder = try documents.copy()
        let file = fault == .missing ? "missing.\(reader.ending)" : "wrong.\(reader.ending)"
        let path = "\(folder.path)/\(file)"
        let files = FileManager.default
        try files.moveItem(atPath: "\(folder.path)/\(documents.samples)", toPath: "\(folder.path)/good.npy")
        try files.copyItem(atPath: "\(folder.path)/\(documents.model)", toPath: "\(folder.path)/good.bbwb")
        switch fault {
        case .missing: break
        case .unreadable:
            try files.copyItem(atPath: "\(folder.path)/good.bbwb", toPath: path)
            chmod(path, 0)
        case .folder: try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .empty: try Data().write(to: URL(fileURLWithPath: path))
        case .other: try Data("neither one thing: [nor the other".utf8).write(to: URL(fileURLWithPath: path))
        case .cut:
            let nets = "\(folder.path)/\(documents.savedNets)"
            let net = files.enumerator(atPath: nets)?.compactMap { $0 as? String }.first { $0.hasSuffix(".bb_net") }
            let isNet = reader.ending == "bb_net"
            let whole = try Data(
                contentsOf: URL(fileURLWithPath: isNet ? "\(nets)/\(net ?? "")" : "\(folder.path)/good.bbwb"))
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
        }
        chmod(folder.path, 0o777)
        return (folder, file)
    }

    @Test(.hangLimit, arguments: readers, Fault.allCases)
    func readingSaysWhatHelps(_ reader: Reader, _ fault: Fault) throws {
        let (folder, file) = try workplace(reader, fault)
        let outcome = try run(reader, file, in: folder)
        check(outcome, of: reader, names: file)
        if fault == .unreadable { #expect(!outcome.errors.contains("write"), "\(outcome.errors)") }
    }

    @Test(.hangLimit, arguments: writers)
    func writingSaysWhatHelps(_ writer: Reader) throws {
        // A file where a folder has to be.
        let (folder, file) = try workplace(writer, .other)
        check(try run(writer, file, in: folder), of: writer, names: file)
    }

    /// Root may read everything, so the command runs as somebody else where the tests are root's.
    private func run(_ reader: Reader, _ file: String, in folder: CommandLineTests.Folder) throws
        -> CommandLineTests.Outcome
    {
        let words = reader.words.map { $0.replacingOccurrences(of: "FILE", with: file) }
        let environment = try DocumentWorkplace.shared.get().environment
            .merging(["BBWB_DATA": "\(folder.path)/data", "HOME": folder.path]) { $1 }
        let program = try CommandLineTests.Program(
            words, in: folder.path, environment: environment, withoutRights: getuid() == 0)
        return program.wait()
    }

    private func check(_ outcome: CommandLineTests.Outcome, of reader: Reader, names file: String) {
        let message = outcome.errors
        #expect([1, 2].contains(outcome.status), "\(reader.testDescription): \(outcome.status) \(message)")
        #expect(message.split(separator: "\n").count == 1, "\(message)")
        #expect(message.hasPrefix("bbwb: ") && message.contains(file.split(separator: ".")[0]), "\(message)")
        // What, why and what to do.
        #expect(message.components(separatedBy: ": ").count >= 4, "\(message)")
        #expect(!message.contains("The operation could not be completed"), "the reason is missing: \(message)")
        let own = HelpPages.options(of: Array(reader.words.prefix(reader.words[0] == "data" ? 2 : 1)))
        for option in message.matches(of: #/ (--[a-z-]+)/#) {
            #expect(own.contains(String(option.1)), "'\(reader.words[0])' has no \(option.1): \(message)")
        }
        for command in message.matches(of: #/(?:^|[^.\w])bbwb ([a-z]+)/#) {
            #expect(HelpPages.all[[String(command.1)]] != nil, "there is no 'bbwb \(command.1)': \(message)")
        }
    }

    /// Commands and options that any message in the sources names exist.
    @Test func messagesNameCommandsThatExist() throws {
        var found = 0
        for file in try SourceText.all(below: ["Sources"]) {
            for line in file.text.split(separator: "\n") where !line.contains("///") && line.contains("\"") {
                for match in line.matches(of: #/\bbbwb ([a-z]+)((?: (?:--[a-z-]+|[a-z]+))*)/#) {
                    let command = String(match.1)
                    guard HelpPages.all[[command]] != nil else {
                        let isCommand = line.contains("'bbwb \(command)") || line.contains(": bbwb \(command)")
                        #expect(!isCommand, "\(file.path): \(match.0)")
                        continue
                    }
                    found += 1
                    let own = HelpPages.all.keys.filter { $0.first == command }
                        .reduce(into: Set(["--help"])) { $0.formUnion(HelpPages.options(of: $1)) }
                    for option in match.2.matches(of: #/--[a-z-]+/#) {
                        #expect(own.contains(String(option.output)), "\(file.path): \(match.0)")
                    }
                }
            }
        }
        #expect(found > 5)
    }
}
