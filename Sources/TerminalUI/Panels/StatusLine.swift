import Workbench

/// The bottom line: a question, else the answer to the last key, else what keys there are.
struct StatusLine {
    let state: UIState
    /// Whether the run on the screen is another's.
    var isWatching = false
    let theme: Theme

    /// Draws the line at row `y`.
    func draw(on canvas: inout Canvas, y: Int, width: Int) {
        if case .question(let question) = state.overlay {
            draw(question, on: &canvas, y: y, width: width)
        } else if case .prompt(let prompt) = state.overlay {
            draw(prompt, on: &canvas, y: y, width: width)
        } else if let status = state.status {
            canvas.write(
                SafeText.clean(status.text).truncated(to: width, theme: theme), x: 0, y: y, style: Style(status.role))
        } else {
            drawHints(on: &canvas, y: y, width: width)
        }
    }

    private func draw(_ question: Question, on canvas: inout Canvas, y: Int, width: Int) {
        let choices = choices(of: question)
        let text = SafeText.clean(question.text)
        var line = Line(text + " ", Style(.warning, .bold))
        line.append(choices)
        guard line.width > width, y > 0 else {
            canvas.write(line, x: 0, y: y, limit: width)
            return
        }
        // Neither what is asked nor the last answer may be cut off.
        canvas.fill(Area(x: 0, y: y - 1, width: width, height: 1))
        canvas.write(
            text.truncated(to: width, theme: theme), x: 0, y: y - 1, style: Style(.warning, .bold), limit: width)
        canvas.write(choices, x: 0, y: y, limit: width)
    }

    private func choices(of question: Question) -> Line {
        var line = Line()
        for choice in question.choices {
            line.append(" ")
            line.append(choice.key.label, Style(.key, .bold))
            line.append(" " + choice.label + " ")
        }
        line.append(" \(state.keys.place(of: .escape).label)", Style(.key, .bold))
        line.append(" no")
        return line
    }

    /// The line that is typed, the cursor in sight, and behind it what was wrong with it.
    private func draw(_ prompt: Prompt, on canvas: inout Canvas, y: Int, width: Int) {
        var head = Substring(SafeText.clean(String(prompt.head)))
        let tail = SafeText.clean(String(prompt.tail))
        let cursor = tail.first.map(String.init) ?? " "
        var used = canvas.write(prompt.lead, x: 0, y: y, style: Style(.key, .bold), limit: width)
        let room = max(0, width - used - max(1, cursor.displayWidth))
        while String(head).displayWidth > room { head.removeFirst() }
        used += canvas.write(String(head), x: used, y: y, limit: room)
        used += canvas.write(cursor, x: used, y: y, style: Style(.text, .reverse), limit: width - used)
        used += canvas.write(String(tail.dropFirst()), x: used, y: y, limit: width - used)
        guard let status = state.status else { return }
        canvas.write(
            SafeText.clean(status.text).truncated(to: max(0, width - used - 2), theme: theme), x: used + 2, y: y,
            style: Style(status.role))
    }

    private func drawHints(on canvas: inout Canvas, y: Int, width: Int) {
        let bindings = BindingTable.bindings.filter {
            $0.hint != nil && $0.contexts.contains(state.context) && isOfUse($0)
        }
        let parts = bindings.enumerated().map { index, binding in
            var line = Line(hintKeys(binding), Style(.key))
            line.append(" " + binding.hint!, .quiet)
            return (line: line, importance: importance(binding, index))
        }
        canvas.write(parts: parts, gap: 2, x: 0, y: y, width: width)
    }

    /// Where one chooses what to open, hints on steering would only be in the way; what one only looks at, one cannot steer.
    private func isOfUse(_ binding: KeyBinding) -> Bool {
        guard state.context == .start || isWatching else { return true }
        return switch binding.section {
        case .start, .draft, .program, .lists: true
        case .run: isWatching && binding.keys.contains(.character("d"))
        case .plots, .inspect, .runs, .queue, .sweeps: isWatching
        case .steer: isWatching && binding.keys.contains(.down)
        case .files: !isWatching && binding.keys.contains(.character("l"))
        }
    }

    /// What belongs to this screen alone stays longer than what works everywhere, but for the first.
    private func importance(_ binding: KeyBinding, _ index: Int) -> Int {
        if binding.isLastHintToGo { return 0 }
        // A key that has another meaning on a screen or two still counts as one that works everywhere.
        let isEverywhere = KeyContext.screens.subtracting(binding.contexts).count <= 2 && index > 0
        return index + 1 + (isEverywhere ? BindingTable.bindings.count : 0)
    }

    /// The first key, with its counterpart if the hint speaks for both.
    private func hintKeys(_ binding: KeyBinding) -> String {
        let label = { (key: Key) in theme.keyLabel(state.keys.place(of: key).label) }
        let key = label(binding.keys[0])
        return binding.hintCounterpart.map { label($0) + theme.text("", "/") + key } ?? key
    }
}
