import Foundation
import TestSupport
import Testing

@testable import TerminalUI
@testable import Workbench

/// The screen of a sweep: its table, its plot, and the points that can be gone through.
@Suite struct SweepsScreenTests {
    private func workbench(_ size: (Int, Int) = (80, 24), theme: Theme = Theme()) throws -> WorkbenchDriver {
        let workbench = WorkbenchDriver(
            NoSession().snapshot, size: Size(width: size.0, height: size.1), theme: theme)
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: false)
        workbench.press("9")
        workbench.interaction.observe(try QueueFixtures.sweepContents())
        workbench.interaction.state.status = nil
        return workbench
    }

    @Test(arguments: [(1, 1), (20, 5), (40, 16), (80, 24), (120, 40), (200, 60)])
    func frames(width: Int, height: Int) throws {
        let workbench = try workbench((width, height)).press("j")
        try expectGolden(workbench.frame, "Frames/sweeps-\(width)x\(height).txt")
    }

    @Test func framesInASCII() throws {
        let frame = try workbench(theme: Theme(depth: .monochrome, glyphs: .ascii)).press("P").frame
        #expect(frame.utf8.allSatisfy { $0 < 0x80 }, "\(frame)")
        try expectGolden(frame, "Frames/sweeps-ascii.txt")
    }

    private func selected(_ workbench: WorkbenchDriver) -> [String]? {
        let state = workbench.interaction.state
        guard let overview = state.queue.contents.sweep else { return nil }
        let rows = state.sweeps.rows(overview)
        return rows[state.sweeps.selection(among: rows)].values
    }

    /// From the cheapest to the dearest, behind them what has no result yet.
    @Test func pointsAreGoneThroughByPrice() throws {
        let workbench = try workbench()
        var seen: [[String]] = []
        for _ in 0..<6 {
            seen.append(try #require(selected(workbench)))
            workbench.press("j")
        }
        #expect(
            seen == [
                ["1", "[120]"], ["7", "[120]"], ["1", "[600]"], ["7", "[600]"], ["1", "[2400]"], ["7", "[2400]"],
            ])
        workbench.press("PP").expect(shows: "images/s in training")
        #expect(selected(workbench) == ["7", "[2400]"], "the same one, wherever the price puts it")
        #expect(selected(workbench.press(.home)) == ["1", "[2400]"])
        workbench.press("P").expect(shows: "LUTs, all-in")
    }

    /// The best of its seeds.
    @Test func enterOpensTheRunOfThePoint() throws {
        let workbench = try workbench().press("jj").press(.enter)
        let path = try #require(
            workbench.effects.first.flatMap { if case .open(let path, saving: false) = $0 { path } else { nil } })
        #expect(path.hasSuffix("/widths/20231113_000000"), "task 3: seed 2 is the better one: \(path)")
        workbench.press("a").expectEffects(.watch(path, saving: false))
        workbench.press(.end).press(.enter).expect(refusal: "none of its trainings has begun")
    }

    @Test func otherSweepsAreShown() throws {
        let workbench = try workbench().press(.right).expect(refusal: "this is the last of 2").press(.left)
        #expect(workbench.interaction.queueFocus == .sweeps(runs: "runs", name: "sizes"))
        workbench.press("Q")
        #expect(workbench.asked == [.changeQueue(.addKnown(sweep: "widths"), runs: "runs")])
        workbench.press("F").expect(shows: "a copy of sweep widths")
    }

    @Test func withoutOneItSaysWhatToDo() throws {
        let workbench = try workbench()
        workbench.interaction.observe(QueueBrowser.Contents())
        workbench.expect(shows: "reading the sweeps")
        var contents = QueueBrowser.Contents()
        contents.sweeps = []
        workbench.interaction.observe(contents)
        workbench.expect(shows: "no sweep yet").press(.enter).expect(refusal: "there is no sweep yet")
        contents.failure = "sizes: an earlier version made it"
        workbench.interaction.observe(contents)
        workbench.expect(shows: "an earlier version made it")
    }

    /// What comes meanwhile is there with the next look, without a session and without a key.
    @Test func resultsFillIn() throws {
        let folder = NSTemporaryDirectory() + "bbwb-live-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let browser = QueueBrowser()
        defer { browser.look(at: .nothing) }
        browser.look(at: .sweeps(runs: folder, name: nil))
        func wait(_ condition: (QueueBrowser.Contents) -> Bool) -> Bool {
            Patience.wait { condition(browser.contents) }
        }
        #expect(wait { $0.sweeps == [] })
        let sweep = try QueueFixtures.makeSweep(in: folder)
        #expect(wait { $0.sweep?.done == 0 && $0.sweeps == ["widths"] })
        try QueueFixtures.finish(sweep, tasks: 0..<4, in: folder)
        #expect(wait { $0.sweep?.done == 4 && $0.sweep?.rows.count { $0.outcome != nil } == 2 })
    }
}
