import BinaryBrain
import Foundation
import Testing
import Workbench

@testable import TerminalUI

extension KeyTests {
    @Test func plotKeys() {
        let workbench = WorkbenchDriver()
        #expect(workbench.press("y").interaction.state.plots.scale == .logarithmic)
        #expect(workbench.press("x").interaction.state.plots.isStepLogarithmic)
        #expect(workbench.press("z").interaction.state.plots.smoothing == 64)
        #expect(workbench.press("zz").interaction.state.plots.smoothing == nil)
        workbench.press(.right).expect(refusal: "the newest mini-batch")
        #expect(!workbench.press(.left).interaction.state.plots.isFollowing)
        #expect(workbench.press("f").interaction.state.plots.isFollowing)
        workbench.press("f").press("f").expect(refusal: "the whole run is shown already")
        workbench.press("(").expect(refusal: "the whole run is shown")
        #expect(workbench.press(")").interaction.state.plots.steps(newest: 150) == 75...150)
    }

    // MARK: Files

    @Test func saveAsksTheSession() {
        let workbench = WorkbenchDriver()
        workbench.press("s").expect(refusal: "keeps no directory")
        workbench.snapshot.runDirectory = "/runs/a"
        workbench.press("s").expect(.save(nil)).expect(shows: "saving a checkpoint")
    }

    @Test func loadPicksTheNewestFirst() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: root) }
        let files = ["old/first.bbwb", "new/second.bbwb", "new/notes.txt", "new/checkpoints/third.bbwb"]
        for (age, path) in files.enumerated() {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: url)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + Double(age))], ofItemAtPath: url.path)
        }
        let workbench = WorkbenchDriver()
        workbench.press("l").expect(refusal: "keeps no directory")
        workbench.snapshot.runDirectory = root.appending(path: "new").path
        workbench.press("l").expect(shows: "load a checkpoint")
        guard case .picker(let picker) = workbench.interaction.state.overlay else {
            Issue.record("no picker")
            return
        }
        #expect(picker.items.map(\.label) == ["new/checkpoints/third.bbwb", "new/second.bbwb", "old/first.bbwb"])
        workbench.press(.down).press(.down).press(.down).press(.up).press(.enter)
        guard case .load(let path)? = workbench.commands.first else {
            Issue.record("no load command")
            return
        }
        #expect(path.hasSuffix("/new/second.bbwb"))
        workbench.press("l").press(.escape).expect()
        #expect(workbench.interaction.state.overlay == .none)
        try FileManager.default.removeItem(at: root)
        workbench.press("l").expect(refusal: "no checkpoint")
    }

    @Test func loadAsksWhereSomethingWouldBeLost() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.runDirectory = "/runs/a"
        workbench.snapshot.isUnsaved = true
        workbench.press(":").press("load /x.bbwb").press(.enter).expect().expect(shows: "Step 150 is not saved.")
        workbench.press(.escape).expect()
        workbench.press(":").press("load /x.bbwb").press(.enter)
        workbench.press("y").expect(.save(nil), .load("/x.bbwb"))
        workbench.press(":").press("load /x.bbwb").press(.enter)
        workbench.press("d").expect(.load("/x.bbwb"))
        // What keeps nothing can only lose it, and what is saved is loaded over at once.
        workbench.snapshot.runDirectory = nil
        workbench.press(":").press("load /x.bbwb").press(.enter).press("y").expect()
        workbench.press(.escape)
        workbench.snapshot.isUnsaved = false
        workbench.press(":").press("load /x.bbwb").press(.enter).expect(.load("/x.bbwb"))
    }

    @Test func moreEpochs() {
        let workbench = WorkbenchDriver()
        workbench.press("E").expect().expect(shows: "how many more epochs?")
        workbench.press(.enter).expect(refusal: "not a number of epochs")
        workbench.press("10").press(.enter).expect(.epochs(20)).expect(shows: "10 more: 20 epochs in all")
        workbench.press("E").press("x").press(.enter).expect(refusal: "not a number of epochs")
        workbench.press(.control("u")).press("3").press(.enter).expect(.epochs(13))
        workbench.snapshot.state = .finished
        workbench.press(" ").expect(refusal: "E trains more")
        workbench.press(":").press("epochs 40").press(.enter).expect(.epochs(40))
    }

    /// A training that has met a NaN names a checkpoint: the keys that take one, or begin again, still do.
    @Test func aFailedTrainingCanBeMended() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.step = 7
        workbench.snapshot.isUnsaved = false
        workbench.snapshot.state = .failed("a parameter of layer 0 is not finite")
        workbench.press(" ").expect(refusal: "the session has failed")
        workbench.press("s").expect(refusal: "the session has failed")
        workbench.press(":").press("load /x.bbwb").press(.enter).expect(.load("/x.bbwb"))
        workbench.press("R").press("y").expect(.restart)
        // One that never began has nothing to go on with.
        workbench.snapshot.step = 0
        workbench.press("R").expect(refusal: "the session has failed")
    }

    @Test func aPasteIsNeverAKey() {
        let workbench = WorkbenchDriver()
        let keys = BindingTable.bindings.flatMap(\.keys).compactMap { key in
            if case .character(let character) = key { character } else { nil }
        }
        #expect(workbench.interaction.take(pasted: String(keys)).isEmpty)
        #expect(workbench.interaction.state.overlay == .none)
        workbench.expect(refusal: "pasted text does not act as keys")
        workbench.press(":")
        #expect(workbench.interaction.take(pasted: "learning_rate\u{1b}[2J 0.5\u{7}\r\n").isEmpty)
        workbench.expect(shows: ":learning_rate 0.5")
        workbench.press(.enter).expect(.learningRate(0.5))
        workbench.press("q")
        #expect(workbench.interaction.take(pasted: "y").isEmpty)
        workbench.expect(shows: "Quit while training?")
    }
}
