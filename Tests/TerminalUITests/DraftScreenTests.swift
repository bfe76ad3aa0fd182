import Foundation
import Testing

@testable import TerminalUI
@testable import Workbench

/// Changing an experiment's file in the workbench.
@Suite struct DraftScreenTests {
    private static let text = """
        # A net that comes with the program.
        name: mnist-lut-tiny
        data: mnist-5k
        net:
          - DifferentiableLut: { output_shape: [60] }
          - DifferentiableLut: { output_shape: [10] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.001 } }
        batch_size: 64
        epochs: 2

        """

    private func workbench(_ size: (Int, Int) = (80, 24)) -> WorkbenchDriver {
        let workbench = WorkbenchDriver(size: Size(width: size.0, height: size.1))
        _ = workbench.interaction.beginDraft(Self.text, source: "mnist-lut-tiny")
        check(workbench)
        return workbench
    }

    /// Does what the program does in the background.
    private func check(_ workbench: WorkbenchDriver) {
        guard let draft = workbench.interaction.state.draft?.draft else { return }
        var contents = RunBrowser.Contents()
        contents.draft = DraftReport(of: draft)
        workbench.interaction.observe(contents)
    }

    private func text(_ workbench: WorkbenchDriver) -> String { workbench.interaction.state.draft?.draft.text ?? "" }

    private func path() -> String { NSTemporaryDirectory() + "bbwb-draft-\(UUID().uuidString).yaml" }

    @Test(arguments: [(1, 1), (20, 5), (80, 24), (120, 40), (200, 60)])
    func frames(width: Int, height: Int) throws {
        let workbench = workbench((width, height))
        for _ in 0..<4 { workbench.press(.down) }
        try expectGolden(workbench.frame, "Frames/draft-\(width)x\(height).txt")
    }

    @Test func aLineIsChangedAndTheNetFollows() {
        let workbench = workbench()
        workbench.press("jjjj").press(.enter).expect(shows: "line 5: - DifferentiableLut: { output_shape: [60] }")
        workbench.press(.control("u")).press("- DifferentiableLut: { output_shape: [90] }").press(.enter)
        #expect(text(workbench).contains("[90]"))
        workbench.expect(shows: "checking")
        check(workbench)
        workbench.expect(shows: "DifferentiableLut6").expect(shows: "changed")
        workbench.press("u")
        #expect(text(workbench) == Self.text)
        workbench.press("u").expect(refusal: "nothing to undo")
    }

    @Test func aFaultStandsAtItsLine() throws {
        let workbench = workbench()
        workbench.press(.end).press(.enter).press(.control("u")).press("epochs: many").press(.enter)
        check(workbench)
        workbench.expect(shows: "✗ epochs: many").press(" ").expect(refusal: "it cannot train yet")
    }

    @Test func layersAreAddedFromAList() {
        let workbench = workbench()
        workbench.press("jjjj").press("a").press("DenseAff").expect(shows: "- DenseAffine").press(.enter)
        #expect(text(workbench).contains("[60] }\n  - DenseAffine: { output_shape"), "\(text(workbench))")
        workbench.press("K").press("d")
        #expect(text(workbench) == Self.text)
        workbench.press(.home).press("K").expect(refusal: "nothing above")
        workbench.press("j").press("a").press("stop_ear").press(.enter)
        #expect(text(workbench).contains("name: mnist-lut-tiny\nstop_early: { patience: 5 }\n"))
    }

    @Test func aCopyIsSavedAndStarted() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workbench = WorkbenchDriver(NoSession().snapshot)
        _ = workbench.interaction.begin(with: StartScreenTests.menu, isOpen: false)
        _ = workbench.interaction.beginDraft(Self.text, source: "mnist-lut-tiny")
        check(workbench)
        workbench.press(" ").expect(shows: "save as mnist-lut-tiny.yaml")
        workbench.press(.control("u")).press(path).press(.enter).expectEffects(.open(path, saving: false))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.text)
        // What is there already is not written over by another copy.
        _ = workbench.interaction.beginDraft(Self.text, source: "mnist-lut-tiny")
        workbench.press("s").press(.control("u")).press(path).press(.enter).expect(refusal: "is there already")
        #expect(workbench.interaction.state.draft?.path == nil)
    }

    @Test func nothingIsLostByClosing() {
        let workbench = workbench()
        workbench.press("q")
        #expect(workbench.interaction.state.draft == nil, "nothing was changed")
        _ = workbench.interaction.beginDraft(Self.text, source: "a")
        workbench.press("d").press(.escape).expect(shows: "The file is changed.").press(.escape)
        #expect(workbench.interaction.state.draft != nil)
        workbench.press("q").press("d")
        #expect(workbench.interaction.state.draft == nil)
        _ = workbench.interaction.beginDraft(Self.text, source: "a")
        workbench.press("d").press("q").press("y").expect(shows: "save as")
    }

    /// What was typed whole is not replaced by something like it; a selected suggestion is taken.
    @Test func whatIsTypedIsAdded() {
        let workbench = workbench()
        // Where the field is there already it is not offered.
        workbench.press(.end).press("d").press(.home)
        workbench.press("jj").press("a").press("epochs: 1").press(.enter)
        #expect(text(workbench).contains("data: mnist-5k\nepochs: 1\n"), "\(text(workbench))")
        workbench.press("uk").press("a").press("epochs: 1").press(.down).press(.up).press(.tab).press(.enter)
        #expect(text(workbench).contains("data: mnist-5k\nepochs: 10\n"), "\(text(workbench))")
    }

    @Test func whatWasUndoneIsDoneAgain() {
        let workbench = workbench()
        workbench.press("jjd").press("jd")
        let changed = text(workbench)
        workbench.press("uu")
        #expect(text(workbench) == Self.text)
        workbench.press("UU")
        #expect(text(workbench) == changed)
        workbench.press("U").expect(refusal: "nothing was undone")
        // Another change, and there is nothing to be made again.
        workbench.press("u").press("jjd").press("U").expect(refusal: "nothing was undone")
    }

    /// A field that is there once is not offered again.
    @Test func whatIsThereIsNotOffered() {
        let workbench = workbench()
        workbench.press("j").press("a").press("epoc")
        #expect(!workbench.frame.contains("epochs: 10"), "\(workbench.frame)")
        workbench.press(.escape).press(.end).press("d").press("k").press("a").press("epoc").expect(shows: "epochs: 10")
    }

    /// Whoever starts a file that is still being checked need not press the key again.
    @Test func aStartWaitsForTheCheck() {
        let workbench = workbench()
        workbench.press(.end).press("d").press("a").press("epochs: 3").press(.enter).press(" ")
        workbench.expect(shows: "once the file has been checked")
        #expect(workbench.interaction.draftWasChecked().isEmpty, "it has not been")
        check(workbench)
        _ = workbench.interaction.draftWasChecked()
        workbench.expect(shows: "save as mnist-lut-tiny.yaml")
    }

    @Test func aNameGetsItsEnding() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workbench = workbench()
        workbench.press("d").press("s").press(.control("u")).press(String(path.dropLast(5))).press(.enter)
        #expect(workbench.interaction.state.draft?.path == path)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    /// A person's own file is changed itself, again and again; one that comes with the program or lies in a run is copied.
    @Test func onesOwnFileIsChangedInItsPlace() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Self.text.write(toFile: path, atomically: true, encoding: .utf8)
        let workbench = workbench()
        workbench.press("q")
        workbench.snapshot.source = path
        workbench.snapshot.runDirectory = "runs/a/b"
        workbench.press("F")
        #expect(workbench.interaction.state.draft?.path == path, "\(workbench.frame)")
        for _ in 0..<2 {
            workbench.press("jj").press("d").press("s")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == text(workbench))
        }
        #expect(!ExperimentLibrary.isOwnFile(try ExperimentLibrary.path(of: "mnist-lut-tiny")))
        #expect(!ExperimentLibrary.isOwnFile("/nowhere/a.yaml"))
    }

    @Test func aFileWithoutLinesTakesOne() {
        let workbench = workbench()
        for _ in 0..<12 { workbench.press("d") }
        #expect(text(workbench) == "\n")
        workbench.press(.enter).press("name: a").press(.enter)
        #expect(text(workbench) == "name: a\n")
    }

    @Test func aFileThatAnotherProgramChangedIsNotReplaced() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workbench = workbench()
        workbench.press("d").press("s").press(.control("u")).press(path).press(.enter)
        workbench.press("u").press("s").expect(refusal: "wrote")
        try "name: mine\n".write(toFile: path, atomically: true, encoding: .utf8)
        workbench.press("d").press("s").expect(refusal: "another program has changed")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "name: mine\n")
        workbench.press("s").expect(shows: "save as mnist-lut-tiny.yaml")
    }

    @Test func savedOnTheWayOutItIsClosed() throws {
        let path = path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let workbench = workbench()
        workbench.press("d").press("q").press("y").press(.control("u")).press(path).press(.enter)
        #expect(workbench.interaction.state.draft == nil)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    /// A session that comes while a file is changed, as after a training was handed over, does not take it away.
    @Test func anotherSessionLosesNothing() {
        let workbench = workbench()
        workbench.press("d")
        workbench.interaction.enter(workbench.snapshot)
        #expect(workbench.interaction.state.draft != nil)
    }

    @Test(arguments: [
        ("name: x   # note", "x.yaml"), ("name: \"x y\"", "x.yaml"), ("name: a/b", "a.yaml"),
        ("nam: x", "experiment.yaml"),
        ("name: ../../etc", "etc.yaml"),
    ])
    func theSuggestedNameIsOne(line: String, name: String) {
        #expect(DraftState(draft: ExperimentDraft(line, source: "a")).suggestedPath == name)
    }

    @Test func whatIsSelectedIsOpened() throws {
        let workbench = WorkbenchDriver()
        workbench.press("F").expect(refusal: "keeps no directory")
        workbench.snapshot.runDirectory = "runs/mnist-lut-simple/20231115_000000"
        _ = workbench.interaction.press(.character("F"))
        #expect(
            workbench.interaction.press(.character("F")) == [
                .readDraft(file: "", run: "runs/mnist-lut-simple/20231115_000000/spec.yaml")
            ])
        workbench.press("6").press("F").expect(refusal: "select a past run first")
    }
}
