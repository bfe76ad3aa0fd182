import Foundation
import PseudoTerminal
import Testing

/// From a thought to the best net of a sweep, without leaving the workbench.
@Suite("The queue in the workbench", .serialized) struct QueueWorkbenchTests {
    typealias Workbench = WorkbenchTests.Workbench
    typealias Folder = CommandLineTests.Folder

    @Test(.hangLimit)
    func aSweepIsMadeTrainedAndItsWinnerOpened() throws {
        let folder = try Folder()
        // Whatever fails, nothing trains on.
        defer { _ = try? CommandLineTests.Program("queue", "stop", in: folder.path).wait() }
        let workbench = try Workbench(["--epochs", "1"], in: folder, columns: 120, rows: 40)
        workbench.expect("mnist-lut-tiny")
        workbench.program.type("/lut-tiny\rF")
        workbench.expect("a copy of mnist-lut-tiny")
        workbench.expect("memory:")
        // The last line, and then the one above it.
        workbench.program.type(String(repeating: "j", count: 30) + "\r\u{15}epochs: 1\r")
        workbench.expect("changed")
        workbench.program.type("ko")
        workbench.expect("sweep --over batch_size=64")
        workbench.program.type(",500\r")
        workbench.expect("2 trainings: Q puts the sweep into the queue")
        // What is put there has been checked as it is now.
        #expect(workbench.program.wait { !$0.contains("checking") })
        workbench.program.type("Q")
        workbench.expect("sweep mnist-lut-tiny of 2 trainings is number 1 in the queue")
        workbench.program.type("qd8")
        workbench.expect("0/2 trainings")
        workbench.expect("nobody is at work")
        workbench.program.type("S")
        workbench.expect("how many at a time? 1")
        workbench.program.type("\r")
        workbench.expect("2/2 trainings")
        workbench.expect("1 finished")
        workbench.program.type("\r")
        workbench.expect("test accuracy over LUTs, all-in")
        workbench.expect("◆")
        workbench.program.type("P")
        workbench.expect("over cycles per image")
        workbench.program.type("\r")
        workbench.expect("FINISHED")
        workbench.expect("epoch 1/1")
        workbench.quit()
        // The processes that trained have ended, and others see what they did.
        let list = try CommandLineTests.Program("queue", "list", in: folder.path).wait()
        #expect(list.output.contains("2/2 trainings") && !list.output.contains("at work"), "\(list)")
    }

    /// A second workbench, or a second machine, sees the same queue and can change it; the work goes on without either.
    @Test(.hangLimit)
    func twoLookAtOneQueue() throws {
        let folder = try Folder()
        // Whatever fails, nothing trains on.
        defer { _ = try? CommandLineTests.Program("queue", "stop", in: folder.path).wait() }
        let add = ["queue", "add", "mnist-lut-tiny", "--epochs", "3000"]
        #expect(try CommandLineTests.Program(add, in: folder.path).wait().status == 0)
        let first = try Workbench(["--epochs", "1"], in: folder, columns: 120, rows: 40)
        first.expect("experiments")
        first.program.type("8")
        first.expect("nobody is at work")
        first.program.type("S\r")
        first.expect("1 process at work")
        first.expect("running")
        let second = try Workbench(["--epochs", "1"], in: folder, columns: 120, rows: 40)
        second.expect("experiments")
        second.program.type("8")
        second.expect("1 process at work")
        first.program.type("q")
        #expect(first.program.waitForExit() == .exited(0))
        second.expect("/3000")
        second.program.type("\r")
        second.expect("WATCHING")
        second.program.type("8")
        second.expect("trained by")
        second.program.type("x")
        second.expect("told to save and stop")
        second.expect("nobody is at work")
        second.expect("waiting")
        second.program.type("D")
        second.expect("removed 1")
        second.expect("nothing is in the queue")
        second.program.type("q")
        #expect(second.program.waitForExit() == .exited(0))
    }
}
