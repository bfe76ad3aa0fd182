import Foundation
import PseudoTerminal
import Testing

/// The start screen, the Runs screen, themes and moved keys in a pseudo-terminal.
@Suite("Start, runs and configuration in a terminal", .serialized)
struct StartAndRunsTests {
    typealias Workbench = WorkbenchTests.Workbench
    typealias Folder = CommandLineTests.Folder

    private func configure(_ text: String, in folder: Folder) throws {
        let directory = "\(folder.path)/.config/bbwb"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/config.yaml"))
    }

    @Test(.hangLimit)
    func theStartScreenOpensWhatIsChosen() throws {
        let workbench = try Workbench(in: try Folder())
        workbench.expect("mnist-autoencoder-simple")
        workbench.expect("bbwb data fetch")
        workbench.program.type("jjjjj\r")
        workbench.expect("TRAINING")
        workbench.expect("mnist-lut-tiny")
        workbench.quit()
    }

    @Test(.hangLimit)
    func theStartScreenCanBeLeft() throws {
        let workbench = try Workbench(in: try Folder())
        workbench.expect("▸ mnist-lut-best")
        // Bits without a modulation are one frame an image, and only a net that has none computes with real numbers.
        let lines = workbench.program.screen.text.split(separator: "\n")
        #expect(lines.contains { $0.contains("▸ mnist-lut-best") && $0.hasSuffix("classifier, 3 layers, x1") })
        #expect(lines.contains { $0.contains("mnist-dense") && $0.contains("real numbers") })
        workbench.program.type("q")
        #expect(workbench.program.waitForExit() == .exited(0))
        workbench.expectLeft()
    }

    @Test(.hangLimit)
    func aPastRunIsListedComparedAndReplayed() throws {
        let folder = try Folder()
        let training = try CommandLineTests.Program("run", "mnist-lut-tiny", "--epochs", "2", in: folder.path).wait()
        #expect(training.status == 0)
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder, columns: 132, rows: 43)
        workbench.expect("TRAINING")
        workbench.program.type("6")
        workbench.expect("finished")
        workbench.expect("running")
        workbench.program.type("jm")
        workbench.expect("1 on the plots")
        workbench.program.type("r")
        workbench.expect("replayed: identical, bit for bit")
        workbench.program.type("1")
        workbench.expect("━━━ 1 2")
        workbench.quit()
    }

    @Test(.hangLimit)
    func movedKeysAndThemesComeFromTheConfiguration() throws {
        let folder = try Folder()
        try configure("theme: mono\nkeys: { space: p }\n", in: folder)
        let workbench = try Workbench(["mnist-lut-tiny"], in: folder)
        workbench.expect("TRAINING")
        workbench.expect("p pause/run")
        workbench.program.type("p")
        workbench.expect("PAUSED")
        workbench.program.type("T")
        workbench.expect("theme dark")
        workbench.quit()
    }

    @Test(.hangLimit)
    func wrongEntriesAreToldWithFileAndLine() throws {
        let folder = try Folder()
        for (text, message) in [
            ("theme: dark\nkeys: { b: n }\n", "line 2, field keys.b"), ("theme: darc\n", "did you mean 'dark'?"),
            ("thme: dark\n", "did you mean 'theme'?"),
        ] {
            try configure(text, in: folder)
            let workbench = try Workbench(["mnist-lut-tiny"], in: folder, columns: 200)
            #expect(workbench.program.waitForExit() == .exited(1))
            #expect(workbench.program.screen.contains("config.yaml"), "\(workbench.program.screen.text)")
            #expect(workbench.program.screen.contains(message), "\(workbench.program.screen.text)")
        }
    }
}
