import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

/// Redo, notices, the clipboard, and pictures of the screen.
@Suite struct MannersTests {
    // MARK: Redo

    @Test func whatWasUndoneIsDoneAgain() {
        let workbench = WorkbenchDriver()
        workbench.press("U").expect(refusal: "nothing to redo")
        workbench.press(">").expect(.learningRate(0.00125))
        workbench.snapshot.learningRate = 0.00125
        workbench.press("+").expect(.modulation(train: 15, test: 15))
        workbench.snapshot.modulation?.train = 15
        workbench.press("u").expect(.modulation(train: 7, test: 15))
        workbench.snapshot.modulation?.train = 7
        workbench.press("u").expect(.learningRate(0.001))
        workbench.snapshot.learningRate = 0.001
        workbench.press("U").expect(.learningRate(0.00125)).expect(shows: "done again: learning_rate 0.00125")
        workbench.snapshot.learningRate = 0.00125
        workbench.press(.control("r")).expect(.modulation(train: 15, test: 15))
        workbench.snapshot.modulation?.train = 15
        workbench.press("U").expect(refusal: "nothing to redo")
        // What was done again can be undone again.
        workbench.press("u").expect(.modulation(train: 7, test: 15))
    }

    @Test func anotherChangeEndsTheWayForward() {
        let workbench = WorkbenchDriver()
        workbench.press(">").press("u").press("b").press("M")
        workbench.press("U").expect(refusal: "nothing to redo")
    }

    // MARK: The end of a training

    private func snapshot(_ state: RunState) -> Snapshot {
        var snapshot = Fixtures.classifier()
        snapshot.state = state
        return snapshot
    }

    @Test func theEndIsToldOnce() {
        var notice = EndNotice()
        for state in [RunState.starting, .training, .evaluating, .training] {
            #expect(notice.take(snapshot(state)) == nil)
        }
        #expect(notice.take(snapshot(.finished)) == "mnist-lut-simple: finished after 2 epochs, 71.1%")
        #expect(notice.take(snapshot(.finished)) == nil)
        #expect(notice.take(snapshot(.training)) == nil)
        #expect(notice.take(snapshot(.failed("no space"))) == "mnist-lut-simple: no space")
    }

    @Test func aPauseAndAFinishedRunThatIsOpenedAreNoNews() {
        var notice = EndNotice()
        #expect(notice.take(snapshot(.finished)) == nil)
        #expect(notice.take(snapshot(.training)) == nil)
        #expect(notice.take(snapshot(.paused)) == nil)
        #expect(notice.take(snapshot(.stopped)) == nil)
        var watched = snapshot(.training)
        watched.watched = WatchedSnapshot(state: .running)
        #expect(notice.take(watched) == nil)
        watched.state = .paused
        watched.watched?.state = .crashed
        #expect(notice.take(watched) == "mnist-lut-simple: crashed at step 150")
    }

    @Test func aNoticeCannotSteerTheTerminal() {
        let text = TerminalStrings.notice("evil\u{7}\u{1b}]0;x\u{7};name", .desktop)
        #expect(text == "\u{1b}]9;bbwb: evil,name\u{7}\u{1b}]777;notify;bbwb;evil,name\u{7}\u{7}")
        #expect(TerminalStrings.notice("x", .bell) == "\u{7}")
        #expect(TerminalStrings.notice("x", .none).isEmpty)
    }

    @Test func theConfigurationSaysHow() throws {
        #expect(try NoticeKind(WorkbenchConfiguration()) == .desktop)
        for kind in NoticeKind.allCases {
            let file = try WorkbenchConfiguration(yaml: "notice: \(kind.rawValue)\n", source: "config.yaml")
            #expect(try NoticeKind(file) == kind)
        }
        let wrong = try WorkbenchConfiguration(yaml: "theme: dark\nnotice: bel\n", source: "config.yaml")
        let error = try #require(throws: SpecificationError.self) { try NoticeKind(wrong) }
        #expect("\(error)".contains("config.yaml line 2, field notice"))
        #expect("\(error)".contains("bell"))
    }

    // MARK: Clipboard

    @Test func copiesGoToTheClipboard() throws {
        #expect(TerminalStrings.copy("häh") == "\u{1b}]52;c;aMOkaA==\u{7}")
        #expect(TerminalStrings.copy(String(repeating: "x", count: 80_000)) == nil)
        let workbench = WorkbenchDriver(Fixtures.classifier(lookingAtLutsOf: 1))
        workbench.press("4").press("C").expect(shows: "copied: 64'h")
        guard case .copy(let text) = try #require(workbench.effects.first) else {
            Issue.record("\(workbench.effects)")
            return
        }
        let table = try #require(workbench.snapshot.lutInspection?.tables.first)
        #expect(text == "64'h" + String(format: "%016llX", table))
        workbench.press("1").press("C").expect(refusal: "nothing to copy here")
        workbench.snapshot.runDirectory = "runs/a/b"
        workbench.press("C").expectEffects(.copy("runs/a/b"))
    }

    // MARK: The screen as a picture

    @Test func theWholeScreenBecomesAPicture() throws {
        let canvas = Frame.draw(
            Fixtures.classifier(), UIState(), size: Size(width: 80, height: 24), theme: Theme())
        let text = CanvasSVG(canvas: canvas, theme: Theme()).text
        #expect(text.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 432\""))
        #expect(text.contains("TRAINING"))
        #expect(text.hasSuffix("</svg>\n"))
        // Every line is an element, closed or not of its own.
        for line in text.split(separator: "\n") { #expect(line.first == "<" && line.last == ">", "\(line)") }
        // Bright letters on a dark ground, and the other way round.
        #expect(text.contains("fill=\"#101418\"/>"))
        let light = CanvasSVG(canvas: canvas, theme: Theme(background: .light)).text
        #expect(light.contains("height=\"100%\" fill=\"#FFFFFF\""))
    }

    /// Not every font has Braille, so its dots are drawn.
    @Test func curvesAreDrawnDotByDot() {
        var canvas = Canvas(size: Size(width: 3, height: 1))
        canvas.write("⠉⣿ ", x: 0, y: 0)
        let text = CanvasSVG(canvas: canvas, theme: Theme()).text
        #expect(text.components(separatedBy: "width=\"3\"").count == 1 + 2 + 8)
        #expect(!text.contains("<text"))
    }

    @Test func whatLooksLikeMarkupIsNone() {
        var canvas = Canvas(size: Size(width: 20, height: 1))
        canvas.write("a<b>&\"", x: 0, y: 0)
        #expect(CanvasSVG(canvas: canvas, theme: Theme()).text.contains(">a&lt;b&gt;&amp;\""))
    }

    @Test func coloursOfThePaletteAreThoseThatWereMeant() {
        for index in 16..<256 {
            let color = XtermPalette.color(index)
            let again = XtermPalette.index(
                red: UInt8(color.red), green: UInt8(color.green), blue: UInt8(color.blue))
            let found = XtermPalette.color(again)
            #expect(found == color, "\(index)")
        }
    }

    @Test func theKeyWritesIntoTheRun() {
        let workbench = WorkbenchDriver()
        workbench.press("W").expectEffects(.writeScreen(to: ".", name: "screen-train-150.svg"))
        workbench.snapshot.runDirectory = "runs/a/b"
        workbench.press("3").press("W").expectEffects(.writeScreen(to: "runs/a/b", name: "screen-samples-150.svg"))
    }
}
