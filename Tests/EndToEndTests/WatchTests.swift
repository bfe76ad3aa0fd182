import Foundation
import PseudoTerminal
import Testing

/// A second process that looks at a training, takes it over and gives it away.
@Suite("A second terminal", .serialized)
struct WatchTests {
    typealias Workbench = WorkbenchTests.Workbench
    typealias Folder = CommandLineTests.Folder

    @Test(.hangLimit)
    func aSecondTerminalWatchesTheFirstAndTakesTheRun() throws {
        let folder = try Folder()
        let first = try Workbench(["mnist-lut-tiny", "--epochs", "2000"], in: folder)
        first.expect("test ")
        let second = try Workbench(["watch", "mnist-lut-tiny"], in: folder, columns: 120, rows: 40)
        second.expect("WATCHING")
        second.expect("DifferentiableLut6")
        // It moves as the training does, which is far ahead by now.
        let seen = second.number("step") ?? 0
        let moves = second.program.wait { _ in (second.number("step") ?? 0) > seen }
        #expect(moves, "\(second.program.screen.text)")
        second.program.type("dy")
        #expect(first.program.waitForExit() == .exited(130))
        second.expect("TRAINING")
        second.program.type("d")
        second.expect("WATCHING")
        // The whole picture is the new one; then its run has begun, and can be found by its name.
        second.program.settle()
        let hasBegun = second.program.wait { _ in (second.number("step") ?? 0) > 0 }
        #expect(hasBegun, "\(second.program.screen.text)")
        second.program.type("q")
        #expect(second.program.waitForExit() == .exited(0))
        // It goes on without a terminal, until somebody takes it back and ends it.
        let third = try Workbench(["watch", "mnist-lut-tiny"], in: folder, columns: 120, rows: 40)
        third.expect("WATCHING")
        third.expect("detach/take")
        third.program.type("dy")
        third.expect("TRAINING")
        third.quit()
        let runs = try CommandLineTests.Program("runs", "--json", in: folder.path).wait()
        #expect(runs.output.split(separator: "\n").count == 4)
        #expect(!runs.output.contains(#""state":"running""#), "\(runs.output)")
    }

    @Test(.hangLimit)
    func withoutATerminalItPrintsTheEpochs() throws {
        let folder = try Folder()
        let training = try CommandLineTests.Program("run", "mnist-lut-tiny", "--epochs", "2", in: folder.path).wait()
        #expect(training.status == 0)
        let watch = try CommandLineTests.Program("watch", "mnist-lut-tiny", in: folder.path).wait()
        #expect(watch.status == 0)
        let epochs = training.output.split(separator: "\n").filter { $0.hasPrefix("epoch ") }
        #expect(epochs.count == 2)
        #expect(watch.output.split(separator: "\n").filter { $0.hasPrefix("epoch ") } == epochs)
        #expect(watch.output.contains("finished: runs/mnist-lut-tiny/"))
        let json = try CommandLineTests.Program("watch", "mnist-lut-tiny", "--json", in: folder.path).wait()
        #expect(json.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
        let none = try CommandLineTests.Program("watch", "no-such-run", in: folder.path).wait()
        #expect(none.status == 2)
    }
}
