// Keys of a line that is being typed.
extension BindingTable {
    static let prompt = [
        KeyBinding(.up, .control("p"), in: [.prompt], section: .lists, "in a prompt: select the suggestion above") {
            $0.scroll(-1)
        },
        KeyBinding(.down, .control("n"), in: [.prompt], section: .lists, "in a prompt: select the suggestion below") {
            $0.scroll(1)
        },
        KeyBinding(.tab, in: [.prompt], section: .lists, "in a prompt: copy the suggestion into the line") {
            $0.completePrompt()
        },
        KeyBinding(.enter, in: [.prompt], section: .lists, "in a prompt: carry it out") { $0.acceptPrompt() },
        KeyBinding(.left, .control("b"), in: [.prompt], section: .lists, "in a prompt: move left") {
            $0.moveInPrompt { $0.moveCursor(by: -1) }
        },
        KeyBinding(.right, .control("f"), in: [.prompt], section: .lists, "in a prompt: move right") {
            $0.moveInPrompt { $0.moveCursor(by: 1) }
        },
        KeyBinding(.home, .control("a"), in: [.prompt], section: .lists, "in a prompt: to the beginning") {
            $0.moveInPrompt { $0.moveCursor(by: -$0.text.count) }
        },
        KeyBinding(.end, .control("e"), in: [.prompt], section: .lists, "in a prompt: to the end") {
            $0.moveInPrompt { $0.moveCursor(by: $0.text.count) }
        },
        KeyBinding(.backspace, in: [.prompt], section: .lists, "in a prompt: delete the letter before the cursor") {
            $0.editPrompt { $0.deleteBackward() }
        },
        KeyBinding(
            .delete, .control("d"), in: [.prompt], section: .lists, "in a prompt: delete the letter at the cursor"
        ) {
            $0.editPrompt { $0.deleteForward() }
        },
        KeyBinding(.control("w"), in: [.prompt], section: .lists, "in a prompt: delete the word before the cursor") {
            $0.editPrompt { $0.deleteWord() }
        },
        KeyBinding(.control("u"), in: [.prompt], section: .lists, "in a prompt: delete what is before the cursor") {
            $0.editPrompt { $0.deleteHead() }
        },
        KeyBinding(.control("c"), in: [.prompt], section: .lists, "in a prompt: close it") { $0.escape() },
    ]
}
