import Testing
import Workbench

@testable import TerminalUI

@Suite struct PointerTests {
    private func read(_ text: String) -> [PointerSequence.Step] {
        var sequence = PointerSequence()
        return text.unicodeScalars.map { sequence.take($0) }
    }

    @Test(arguments: [
        ("0;1;1M", PointerEvent(kind: .press, x: 0, y: 0)), ("0;80;24m", PointerEvent(kind: .release, x: 79, y: 23)),
        ("32;300;5M", PointerEvent(kind: .drag, x: 299, y: 4)), ("64;2;3M", PointerEvent(kind: .wheelUp, x: 1, y: 2)),
        ("65;2;3M", PointerEvent(kind: .wheelDown, x: 1, y: 2)), ("16;2;3M", PointerEvent(kind: .press, x: 1, y: 2)),
    ])
    func sequences(text: String, event: PointerEvent) {
        let steps = read(text)
        #expect(steps.last == .event(event))
        #expect(steps.dropLast().allSatisfy { $0 == .incomplete })
    }

    @Test(arguments: ["2;1;1M", "0;0;1M", "0;1M", "0;1;1;1M", "x", "35;1;1M", "99999999999999999999999999"])
    func othersMeanNothing(text: String) { #expect(read(text).contains(.nothing)) }

    /// Where the picture first shows a text.
    private func place(_ text: String, in workbench: WorkbenchDriver) throws -> (x: Int, y: Int) {
        for (y, line) in workbench.frame.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let range = line.range(of: text) {
                return (line.distance(from: line.startIndex, to: range.lowerBound), y)
            }
        }
        throw TestFailure("'\(text)' is not on the screen:\n\(workbench.frame)")
    }

    struct TestFailure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    @Test func aPressSelectsARow() throws {
        let workbench = WorkbenchDriver()
        let row = try place("3  DifferentiableLut6", in: workbench)
        workbench.point(.press, row.x, row.y)
        #expect(workbench.interaction.state.selectedLayer == 3)
        workbench.point(.wheelDown, row.x, row.y)
        #expect(workbench.interaction.state.selectedLayer == 4)
        workbench.point(.wheelUp, row.x, row.y)
        #expect(workbench.interaction.state.selectedLayer == 3)
    }

    @Test func plotsAreDraggedZoomedAndRead() throws {
        let workbench = WorkbenchDriver(Fixtures.classifier(step: 1000))
        let title = try place("loss  ⠶", in: workbench)
        let (x, y) = (title.x + 20, title.y + 3)
        workbench.point(.press, x, y).point(.drag, x + 5, y).expect(refusal: "the whole run is shown")
        workbench.point(.release, x + 5, y)
        workbench.point(.wheelUp, x, y)
        #expect(workbench.interaction.state.plots.steps(newest: 1000) == 500...1000)
        workbench.point(.press, x, y).point(.drag, x + 5, y)
        let steps = workbench.interaction.state.plots.steps(newest: 1000)
        #expect(steps.upperBound < 1000)
        workbench.point(.drag, x, y).point(.release, x, y)
        #expect(workbench.interaction.state.plots.steps(newest: 1000).upperBound == 1000)
        #expect(workbench.interaction.state.plots.cursor == nil)
        workbench.point(.press, x, y).point(.release, x, y).expect(shows: "at step")
        let cursor = try #require(workbench.interaction.state.plots.cursor)
        #expect((500...1000).contains(cursor))
    }

    @Test func listsScrollAndAreTaken() throws {
        let workbench = WorkbenchDriver()
        workbench.press(":").press("modulation_method")
        let row = try place("modulation_method normal", in: workbench)
        workbench.point(.press, row.x, row.y).expect()
        workbench.point(.press, row.x, row.y).expect(.modulationMethod(.normal))
        workbench.press("?")
        workbench.point(.wheelDown, 5, 5)
        #expect(workbench.interaction.state.overlay == .help(scroll: 3))
        // What lies under a page is not reached through it.
        workbench.point(.press, 5, 5)
        #expect(workbench.interaction.state.selectedLayer == 0)
    }

    @Test func lutsAndSamples() throws {
        let workbench = WorkbenchDriver(
            Fixtures.classifier(lookingAtLutsOf: 1), size: Size(width: 132, height: 43))
        workbench.press("4")
        let row = try place("FFFFFFFFFFFFFFFF", in: workbench)
        workbench.point(.press, row.x, row.y)
        #expect(workbench.interaction.state.selectedLut == 2)
        workbench.point(.wheelDown, row.x, row.y)
        #expect(workbench.interaction.state.selectedLut == 3)
        workbench.press("3")
        workbench.point(.wheelDown, 5, 5)
        #expect(workbench.interaction.state.selectedSample == 1)
        let other = try place("3≠5", in: workbench)
        workbench.point(.press, other.x, other.y)
        #expect(workbench.interaction.state.selectedSample == 5)
    }
}
