import Testing

@testable import TerminalUI
@testable import Workbench

/// The line of a prompt is changed where the cursor stands.
@Suite("The cursor of a prompt") struct PromptEditingTests {
    /// Types keys into a line and returns it, the cursor as `|`.
    private func line(_ text: String, _ keys: Key...) -> String {
        let workbench = WorkbenchDriver(size: Size(width: 80, height: 24))
        workbench.press(":")
        for letter in text { workbench.press(.character(letter)) }
        for key in keys { workbench.press(key) }
        guard case .prompt(let prompt) = workbench.interaction.state.overlay else { return "closed" }
        return "\(prompt.head)|\(prompt.tail)"
    }

    @Test func lettersGoWhereTheCursorStands() {
        #expect(line("epochs", .left, .left, .character("x")) == "epocx|hs")
        #expect(line("abc", .home, .character("x"), .right, .character("y")) == "xay|bc")
        #expect(line("abc", .control("a"), .control("e"), .character("d")) == "abcd|")
        #expect(line("abc", .left, .left, .left, .left, .left, .character("x")) == "x|abc")
        #expect(line("abc", .right, .right, .character("d")) == "abcd|")
    }

    @Test func lettersAreDeletedOnBothSides() {
        #expect(line("abcd", .left, .backspace) == "ab|d")
        #expect(line("abcd", .left, .delete) == "abc|")
        #expect(line("abcd", .left, .left, .control("d"), .control("d"), .control("d")) == "ab|")
        #expect(line("abcd", .home, .backspace) == "|abcd")
        #expect(line("abcd", .left, .control("u")) == "|d")
    }

    @Test func aWordIsDeletedBackwards() {
        #expect(line("output_shape: [360]", .left, .control("w")) == "output_shape: [|]")
        #expect(line("output_shape: [360]", .control("w")) == "output_shape: [|")
        #expect(line("learning_rate 1e-3", .control("w"), .control("w")) == "|")
        #expect(line("", .control("w"), .delete, .backspace, .left, .right) == "|")
    }

    /// What looks like one letter is one, whatever it is made of; and what joins with its neighbour harms nothing.
    @Test func lettersOfSeveralParts() {
        #expect(line("a🇩🇪e\u{301}", .left, .backspace) == "a|e\u{301}")
        #expect(line("ab", .left, .character("\u{301}"), .character("c")) == "a\u{301}c|b")
    }

    /// The cursor stays in sight in a line that is longer than the screen.
    @Test func aLongLine() {
        let workbench = WorkbenchDriver(size: Size(width: 40, height: 12))
        workbench.press(":")
        for letter in "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
            workbench.press(.character(letter))
        }
        workbench.expect(shows: "TUVWXYZ")
        workbench.press(.home).expect(shows: ":abcdefghijklmnopqrstuvwxyz0123456789ABC")
    }
}
