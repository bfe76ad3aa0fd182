import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

/// What the machine has to give, beside the figures of a training.
@Suite("Memory, disk and threads") struct MachineUseTests {
    /// Memory, disk and threads stand where there is room for them; a disk that is nearly full always.
    @Test func whatTheMachineHasLeft() {
        func frame(_ width: Int, disk: Int?) -> String {
            var snapshot = Fixtures.classifier()
            snapshot.machine = MachineUse(memory: 412_000_000, freeDisk: disk, threads: 2)
            return WorkbenchDriver(snapshot, size: Size(width: width, height: 40)).frame
        }
        #expect(frame(200, disk: 53_000_000_000).contains("memory 412 MB   disk 53 GB free   threads 2"))
        #expect(!frame(200, disk: nil).contains("disk"))
        #expect(!frame(80, disk: 53_000_000_000).contains("memory"))
        #expect(frame(80, disk: 900_000_000).contains("disk 900 MB free"))
    }

    @Test func theMachineIsAsked() throws {
        let use = try #require(MachineUse(runFolder: NSTemporaryDirectory()))
        #expect(use.memory > 1 << 20 && use.memory < 1 << 40 && (use.freeDisk ?? 0) > 0 && use.threads >= 1)
        #expect(MachineUse(runFolder: nil)?.freeDisk == nil)
    }
}
