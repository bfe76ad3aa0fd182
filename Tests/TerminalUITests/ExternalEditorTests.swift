import Foundation
import Glibc
import Testing

@testable import TerminalUI
@testable import Workbench

/// An experiment's file in another program's hands, and a file that another program changes meanwhile.
@Suite("The editor") struct ExternalEditorTests {
    private func edit(_ text: String, with command: String, isTold: () -> Bool = { false }) throws
        -> ExternalEditor.Outcome
    {
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(null) }
        let editor = try #require(ExternalEditor(environment: ["EDITOR": command, "VISUAL": " "]))
        return editor.edit(text, on: (null, null), isTold: isTold)
    }

    @Test func whatItLeavesIsTaken() throws {
        #expect(try edit("epochs: 1\n", with: "sed -i s/1/2/") == .text("epochs: 2\n"))
        #expect(try edit("epochs: 1\n", with: "true") == .text("epochs: 1\n"))
    }

    @Test(arguments: [
        ("false", "status 1"), ("/nowhere/ed --wait", "there is no editor '/nowhere/ed --wait'"),
        ("rm", "No such file"), ("truncate -s 3G", "more than"), ("sh -c 'printf \"\\377\" >\"$0\"'", "UTF-8"),
        ("sh -c 'kill -9 $$'", "status 137"),
    ])
    func nothingIsTakenOfWhatFails(command: String, why: String) throws {
        guard case .failed(let reason) = try edit("epochs: 1\n", with: command) else {
            Issue.record("\(command) did not fail")
            return
        }
        #expect(reason.contains(why), "\(reason)")
    }

    /// A program that is told to stop does not wait for a person to close an editor.
    @Test func itEndsWithTheProgram() throws {
        #expect(
            try edit("a: 1\n", with: "sh -c 'sleep 600' --", isTold: { true })
                == .failed(
                    "the editor 'sh -c 'sleep 600' --' ended with status 129, so that nothing is taken from it"))
    }

    @Test func itLeavesNoFile() throws {
        let names = { try FileManager.default.contentsOfDirectory(atPath: NSTemporaryDirectory()) }
        let marker = UUID().uuidString
        #expect(try edit("a: 1\n", with: "sh -c 'echo \(marker) >\"$0\"'") == .text("\(marker)\n"))
        let left = try names().filter { $0.hasPrefix("bbwb-") && $0.hasSuffix(".yaml") }.filter {
            (try? String(contentsOfFile: "\(NSTemporaryDirectory())/\($0)", encoding: .utf8)) == "\(marker)\n"
        }
        #expect(left.isEmpty)
    }

    private func workbench() -> WorkbenchDriver {
        let workbench = WorkbenchDriver(size: Size(width: 80, height: 24))
        _ = workbench.interaction.beginDraft("name: a\nepochs: 1\n", source: "a")
        return workbench
    }

    private func text(_ workbench: WorkbenchDriver) -> String { workbench.interaction.state.draft?.draft.text ?? "" }

    @Test func itsChangeIsOneThatCanBeUndone() {
        let workbench = workbench()
        workbench.press("E").expectEffects(.edit("name: a\nepochs: 1\n"))
        let effects = workbench.interaction.edited(.text("name: b\r\nepochs: 3\n\n"))
        #expect(text(workbench) == "name: b\nepochs: 3\n" && effects.count == 1, "it is checked: \(effects)")
        workbench.press("u")
        #expect(text(workbench) == "name: a\nepochs: 1\n")
        _ = workbench.interaction.edited(.failed("no editor"))
        workbench.expect(shows: "no editor")
    }

    @Test func aFileThatChangesIsShownAsItIs() {
        let workbench = workbench()
        workbench.press("jj").press("d")
        _ = workbench.interaction.draftSaved(text(workbench), at: "/tmp/a.yaml", then: .goOn)
        #expect(workbench.interaction.draftFileHolds("name: a\n", "/tmp/a.yaml").isEmpty, "that is one's own")
        _ = workbench.interaction.draftFileHolds("name: c\r\nseed: 4\r\n", "/tmp/a.yaml")
        #expect(text(workbench) == "name: c\nseed: 4\n")
        #expect(workbench.interaction.state.draft?.isUnsaved == false)
        workbench.expect(shows: "has been changed elsewhere")
        // What was changed here stays.
        workbench.press("d")
        let mine = text(workbench)
        _ = workbench.interaction.draftFileHolds("name: d\n", "/tmp/a.yaml")
        #expect(text(workbench) == mine)
        workbench.expect(shows: "and so have you")
        _ = workbench.interaction.draftFileHolds("name: d\n", "/tmp/other.yaml")
        #expect(text(workbench) == mine, "another file is none of its business")
    }
}
