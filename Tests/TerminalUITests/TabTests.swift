import Testing

@testable import TerminalUI
@testable import Workbench

/// The line of tabs, and the help page that is searched by typing.
@Suite struct TabTests {
    private func tabs(_ workbench: WorkbenchDriver) -> String {
        workbench.frame.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
            ?? ""
    }

    @Test func allScreensStandInALineOfEightyColumns() {
        let line = tabs(WorkbenchDriver())
        for screen in ScreenID.allCases {
            #expect(line.contains("\(screen.rawValue) \(screen.shortTitle)"), "\(line)")
        }
        #expect(tabs(WorkbenchDriver(size: Size(width: 100, height: 24))).contains("  5 Modulation  6 Runs"))
    }

    @Test func aNarrowTerminalNamesThePresentOne() {
        let workbench = WorkbenchDriver(size: Size(width: 40, height: 20))
        #expect(tabs(workbench) == " 0  1 Train  2  3  4  5  6  7  8  9")
        workbench.press("5")
        #expect(tabs(workbench) == " 0  1  2  3  4  5 Modulation  6  7  8  9")
    }

    @Test func aLowTerminalHasNone() {
        #expect(!tabs(WorkbenchDriver(size: Size(width: 80, height: 15))).contains("2 Layers"))
    }

    @Test func movedKeysStandInIt() throws {
        let workbench = WorkbenchDriver()
        workbench.interaction.state.keys = try KeyMap(
            WorkbenchConfiguration(yaml: "keys: { '6': Z }", source: "config.yaml"))
        #expect(tabs(workbench).contains("Z Runs"))
    }

    @Test func aPressOpensTheScreen() throws {
        let workbench = WorkbenchDriver()
        let line = tabs(workbench)
        let place = try #require(line.range(of: "Samples"))
        workbench.point(.press, line.distance(from: line.startIndex, to: place.lowerBound), 1)
        #expect(workbench.interaction.state.screen == .samples)
    }

    // MARK: Help

    @Test func helpIsSearchedByTyping() throws {
        let workbench = WorkbenchDriver(size: Size(width: 120, height: 40))
        workbench.press("?").press("undo")
        #expect(workbench.frame.contains("undo the last change"))
        #expect(!workbench.frame.contains("pause or resume"))
        workbench.press(.backspace).press(.backspace).press(.backspace).press(.backspace)
        workbench.expect(shows: "pause or resume")
        workbench.press("binary layer").expect(shows: "binary on or off for this layer")
        // Commands that have no key, too.
        workbench.press(.escape).press("switch_model").expect(shows: "Commands, after :")
        try expectGolden(workbench.frame, "Frames/help-search-120x40.txt")
        workbench.press(" zzz").expect(shows: "no key or command says that")
        workbench.press(.escape).expect(shows: "pause or resume")
        workbench.press(.escape)
        #expect(workbench.interaction.state.overlay == .none)
    }

    @Test func helpOpensBeforeAnExperiment() {
        let workbench = WorkbenchDriver(NoSession().snapshot)
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: false)
        workbench.press("?").press("quit").expect(shows: "quit (asks while training")
        workbench.press(.enter)
        #expect(workbench.interaction.state.overlay == .none)
    }
}
