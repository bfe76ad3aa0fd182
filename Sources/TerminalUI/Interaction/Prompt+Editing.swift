// The line of a prompt, changed where the cursor stands.
extension Prompt {
    private var place: String.Index { text.index(text.endIndex, offsetBy: -min(behind, text.count)) }

    /// What stands before the cursor.
    var head: Substring { text[..<place] }
    /// What stands at the cursor and behind it.
    var tail: Substring { text[place...] }

    /// Puts a text where the cursor stands, and the cursor behind it.
    mutating func insert(_ new: some StringProtocol) {
        let tail = String(tail)
        text = head + new + tail
        // What was put in may have joined with what follows into one letter.
        behind = min(tail.count, text.count)
    }

    /// Deletes the letter before the cursor.
    mutating func deleteBackward() {
        guard !head.isEmpty else { return }
        text.remove(at: text.index(before: place))
    }

    /// Deletes the letter at the cursor.
    mutating func deleteForward() {
        guard behind > 0, !text.isEmpty else { return }
        text.remove(at: place)
        behind -= 1
    }

    /// Deletes back to where the word before the cursor begins. What a word is made of stands in names and numbers, so that in
    /// `output_shape: [360]` the parts can be replaced one by one.
    mutating func deleteWord() {
        let kept = Self.beforeWord(head)
        text.removeSubrange(kept.endIndex..<place)
    }

    /// Deletes everything before the cursor.
    mutating func deleteHead() { text = String(tail) }

    /// Moves the cursor by letters; 0 is its place now.
    mutating func moveCursor(by letters: Int) { behind = min(max(0, behind - letters), text.count) }

    private static func beforeWord(_ head: Substring) -> Substring {
        var kept = head
        while let last = kept.last, !isOfWord(last) { kept.removeLast() }
        while let last = kept.last, isOfWord(last) { kept.removeLast() }
        return kept
    }

    private static func isOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-".contains(character)
    }
}
