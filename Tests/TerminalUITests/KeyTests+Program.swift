import BinaryBrain
import Foundation
import Testing
import Workbench

@testable import TerminalUI

extension KeyTests {
    @Test func screensAndPages() {
        let workbench = WorkbenchDriver()
        for screen in ScreenID.allCases.dropFirst(2) + [.start, .train] {
            #expect(workbench.press(.tab).interaction.state.screen == screen)
        }
        #expect(workbench.press("7").interaction.state.screen == .log)
        #expect(workbench.press(.escape).interaction.state.screen == .train)
        workbench.press(.escape).expect(refusal: "nothing to go back to")
        workbench.press("?").expect(shows: "pause or resume")
        workbench.press(.end)
        workbench.expect(shows: "in a prompt: close it")
        workbench.press(.home).expect(shows: "pause or resume")
        workbench.press("?")
        #expect(workbench.interaction.state.overlay == .none)
        workbench.press("Z").expect(refusal: "Z does nothing here")
        workbench.press("Q").expect(refusal: "Q (put the sweep into the queue) works on 9 Sweeps")
    }

    @Test func quitAsksWhileTraining() {
        let workbench = WorkbenchDriver()
        workbench.press("q").expectEffects().expect(shows: "Quit while training?")
        workbench.press("n").expectEffects()
        workbench.press("q").press("y").expectEffects(.quit(saving: false))
        workbench.snapshot.runDirectory = "/runs/a"
        workbench.press("q").press("y").expectEffects(.quit(saving: true))
        workbench.press("q").press("d").expectEffects(.quit(saving: false))
        workbench.press(.control("c")).expect(shows: "Quit while training?").press(.escape).expectEffects()
        workbench.snapshot.state = .pausing
        workbench.press("q").expectEffects().expect(shows: "Quit while training?").press(.escape)
        workbench.snapshot.state = .paused
        workbench.snapshot.export = ExportSnapshot(title: "export verilog", stage: "proving", fraction: 0.43)
        workbench.press("q").expectEffects().expect(shows: "Quit during export verilog? It will be abandoned:")
        workbench.press("y").expectEffects(.quit(saving: true))
        workbench.snapshot.export = nil
        workbench.press("q").expectEffects(.quit(saving: true))
        workbench.snapshot.step = 0
        workbench.press("q").expectEffects(.quit(saving: false))
        workbench.snapshot.state = .failed("x")
        workbench.press("q").expectEffects(.quit(saving: false))
    }

    @Test func suspendAndRedrawWorkEverywhere() {
        let workbench = WorkbenchDriver()
        for opening in ["", "?", "q"] {
            workbench.press(opening)
            workbench.press(.control("z")).expectEffects(.suspend)
            workbench.press(.control("l")).expectEffects(.redraw)
            workbench.press(.escape)
        }
    }

    @Test func theLogScrolls() {
        let workbench = WorkbenchDriver()
        workbench.snapshot.events = (0..<100).map {
            SessionEvent(step: $0, time: Fixtures.moment, level: .info, text: "event \($0).")
        }
        workbench.press("7").expect(shows: "event 99.")
        workbench.press(.pageUp).expect(shows: "event 89.")
        #expect(!workbench.frame.contains("event 90."))
        workbench.press(.home).expect(shows: "event 0.")
        workbench.press(.end).expect(shows: "event 99.")
    }

    // MARK: The table

    @Test(arguments: KeyContext.allCases)
    func noKeyTwiceInAContext(context: KeyContext) {
        let keys = BindingTable.bindings.filter { $0.contexts.contains(context) }.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    /// Every key of every context does something: it changes the picture or what is seen of it, asks something of the world
    /// outside, or says why it cannot.
    @Test(arguments: BindingTable.bindings.indices)
    func everyKeyActsOrSaysWhy(index: Int) {
        let binding = BindingTable.bindings[index]
        for context in binding.contexts {
            for key in binding.keys {
                for snapshot in [Fixtures.classifier(lookingAtLutsOf: 1), Fixtures.autoencoder()] {
                    let workbench = WorkbenchDriver(snapshot)
                    workbench.show(context)
                    let before = (
                        workbench.frame, workbench.interaction.state.screen, workbench.interaction.state.focus
                    )
                    workbench.press(key)
                    let after = (workbench.frame, workbench.interaction.state.screen, workbench.interaction.state.focus)
                    let isSilent =
                        workbench.effects.isEmpty && workbench.interaction.state.status == nil && before == after
                    // Moving to an end where one is, and showing the screen that is shown, change nothing.
                    let mayRest =
                        binding.section == .lists || binding.section == .program || key == .home || key == .up
                        || key == .character("k")
                    #expect(!isSilent || mayRest, "\(key.label) in \(context)")
                }
            }
        }
    }

    @Test func everySectionHasKeys() {
        for section in KeySection.allCases {
            #expect(BindingTable.bindings.contains { $0.section == section })
        }
    }
}
