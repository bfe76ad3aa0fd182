import CNcurses
import CSystem
import Foundation
import Glibc

/// The one place that talks to ncurses: shows a canvas, reads keys, gives the terminal back.
@MainActor
final class TerminalDriver {
    /// What the terminal can show.
    private(set) var theme: Theme
    /// The theme for another choice of colours.
    private let makeTheme: (ThemeName?) -> Theme
    /// Where keys arrive.
    let inputDescriptor: Int32
    let outputDescriptor: Int32
    private let window: UnsafeMutablePointer<WINDOW>
    private let screen: OpaquePointer
    private var original = termios()
    private var shown: Canvas?
    private var gate = PictureGate()
    private var pairs: [ColorPair: Int32] = [:]
    private var isActive = true
    private let isConsole: Bool
    /// What a pointer has sent of a sequence so far; nil between sequences.
    private var pointerSequence: PointerSequence?
    /// The text that is being pasted; nil for none.
    private var paste: PasteSequence?

    private struct ColorPair: Hashable {
        var foreground: Int
        var background: Int
    }

    /// Takes the terminal on standard input and output. Must run before standard output is captured.
    init(options: ApplicationOptions, environment: [String: String]) throws {
        let isUTF8 = Self.prepareLocale(environment)
        isConsole = environment["TERM"]?.hasPrefix("linux") ?? false
        inputDescriptor = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3)
        outputDescriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard isatty(inputDescriptor) == 1, isatty(outputDescriptor) == 1,
            tcgetattr(outputDescriptor, &original) == 0, let input = fdopen(inputDescriptor, "r"),
            let output = fdopen(outputDescriptor, "w")
        else {
            throw TerminalError(
                what: "workbench", why: "standard input and output are not a terminal",
                remedy: "run it in a terminal, or train without one: bbwb run")
        }
        guard let screen = newterm(nil, output, input), let window = bb_standard_window() else {
            let name = environment["TERM"] ?? ""
            throw TerminalError(
                what: "workbench", why: "the terminal type '\(name)' is unknown on this machine",
                remedy: "set TERM, for example TERM=xterm-256color")
        }
        self.screen = screen
        self.window = window
        raw()
        noecho()
        nonl()
        keypad(window, true)
        wtimeout(window, 0)
        set_escdelay(25)
        Self.defineCursorKeys()
        curs_set(0)
        var colors = 0
        if has_colors() {
            start_color()
            use_default_colors()
            colors = Int(bb_colors())
        }
        makeTheme = { name in
            var options = options
            options.theme = name ?? options.theme
            return Theme(options: options, environment: environment, colors: colors, isUTF8: isUTF8)
        }
        theme = makeTheme(nil)
        InputModes.set(true, on: outputDescriptor)
    }

    /// Cursor keys in both modes of the keypad, whichever terminfo knows: read letter by letter, the sequence of ↓ in the other
    /// mode would be escape, `[` and `B`, and steer the experiment.
    private static func defineCursorKeys() {
        let keys = [("A", KEY_UP), ("B", KEY_DOWN), ("C", KEY_RIGHT), ("D", KEY_LEFT), ("H", KEY_HOME), ("F", KEY_END)]
        for (final, code) in keys {
            for introducer in ["[", "O"] { define_key("\u{1b}\(introducer)\(final)", code) }
        }
    }

    /// The present size.
    var size: Size { Size(width: Int(getmaxx(window)), height: Int(getmaxy(window))) }

    /// Arms the rescue of the terminal.
    func arm(_ capture: OutputCapture) {
        TerminalRescue.arm(
            terminal: outputDescriptor, original: original, captured: capture.readDescriptor, error: capture.savedError)
    }

    /// Without any locale set, as in a bare container, the terminal is taken to be UTF-8 as practically all are.
    private static func prepareLocale(_ environment: [String: String]) -> Bool {
        let isUnset = ["LC_ALL", "LC_CTYPE", "LANG"].allSatisfy { (environment[$0] ?? "").isEmpty }
        _ = setlocale(LC_ALL, "")
        // Numbers in files and on the screen have a point whatever the country.
        _ = setlocale(LC_NUMERIC, "C")
        if isUnset { _ = setlocale(LC_CTYPE, "C.UTF-8") }
        return nl_langinfo(Int32(CODESET)).map { String(cString: $0) } == "UTF-8"
    }

    // MARK: Drawing

    /// Shows a canvas. Rows that did not change are not touched; ncurses finds the cells that did.
    func present(_ canvas: Canvas) {
        let previous = shown?.size == canvas.size ? shown : nil
        for y in 0..<canvas.height where previous?.row(y) != canvas.row(y) { present(row: canvas.row(y), y: y) }
        wrefresh(window)
        shown = canvas
        if takesStrings, gate.pass(at: Self.now) { send(PictureGate.question) }
    }

    /// Seconds until a picture may follow the last one: 0 if the terminal has taken that, or never says so.
    var secondsUntilPicture: TimeInterval { gate.remaining(at: Self.now) }

    /// Waits a moment for what the terminal still answers, so that the shell does not take it for typed.
    private func settle() {
        let end = Self.now + (gate.isWorthWaiting ? 1 : 0.05)
        while gate.isWaiting, Self.now < end {
            var source = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&source, 1, Int32((end - Self.now) * 1000) + 1) > 0, !isAtEnd else { break }
            while nextInput() != nil {}
        }
        // What of an answer is here, but not whole.
        if gate.isWaiting { tcflush(inputDescriptor, TCIFLUSH) }
    }

    /// Sends a sequence that is no part of the picture, such as those of `TerminalStrings`.
    func send(_ sequence: String) {
        let bytes = Array(sequence.utf8)
        if isActive, !bytes.isEmpty { _ = write(outputDescriptor, bytes, bytes.count) }
    }

    /// Whether the terminal takes sequences that it does not know without showing them; the Linux console does not.
    var takesStrings: Bool { !isConsole }

    /// Takes other colours, as far as the terminal has any.
    func choose(_ name: ThemeName) {
        theme = makeTheme(name)
        invalidate()
    }

    /// Forgets what is on the screen and draws everything at the next `present`.
    func invalidate() {
        shown = nil
        clearok(window, true)
    }

    private func present(row: ArraySlice<Cell>, y: Int) {
        wmove(window, Int32(y), 0)
        var run: [wchar_t] = []
        var style = row.first?.style ?? .plain
        for cell in row where cell.scalar != Cell.continuation {
            if cell.style != style {
                flush(run, style)
                run.removeAll(keepingCapacity: true)
                style = cell.style
            }
            run.append(wchar_t(cell.scalar.value))
        }
        flush(run, style)
    }

    private func flush(_ run: [wchar_t], _ style: Style) {
        guard !run.isEmpty else { return }
        let resolved = theme.resolve(style)
        var attributes = BB_A_NORMAL
        if resolved.attributes.contains(.bold) { attributes |= BB_A_BOLD }
        if resolved.attributes.contains(.dim) { attributes |= BB_A_DIM }
        if resolved.attributes.contains(.reverse) { attributes |= BB_A_REVERSE }
        if resolved.attributes.contains(.underline) { attributes |= BB_A_UNDERLINE }
        var pair = colorPair(resolved)
        // The pair does not fit into the attribute word; ncurses takes it through the last argument.
        wattr_set(window, attributes, 0, &pair)
        waddnwstr(window, run, Int32(run.count))
    }

    /// The ncurses pair of two colours, made when first needed. When the terminal has no pair left, all are made anew.
    private func colorPair(_ style: ResolvedStyle) -> Int32 {
        guard theme.depth != .monochrome, style.foreground >= 0 || style.background >= 0 else { return 0 }
        let colors = ColorPair(foreground: style.foreground, background: style.background)
        if let pair = pairs[colors] { return pair }
        if pairs.count + 1 >= Int(bb_color_pairs()) {
            pairs.removeAll()
            invalidate()
        }
        let pair = Int32(pairs.count + 1)
        guard init_extended_pair(pair, Int32(colors.foreground), Int32(colors.background)) == OK else { return 0 }
        pairs[colors] = pair
        return pair
    }

    // MARK: Input

    /// What was done next, at a key or with a pointer; nil if there is nothing.
    func nextInput() -> Input? {
        while true {
            var code: wint_t = 0
            let kind = wget_wch(window, &code)
            if kind == KEY_CODE_YES, Int32(bitPattern: code) == InputModes.pictureTaken {
                gate.takeAnswer()
                continue
            }
            if paste != nil, kind == OK || kind == KEY_CODE_YES {
                if let text = continuePaste(kind, code) { return .paste(text) }
                continue
            }
            switch kind {
            case KEY_CODE_YES where Int32(bitPattern: code) == InputModes.pasteBegin:
                paste = PasteSequence(now: Self.now)
            case KEY_CODE_YES where Int32(bitPattern: code) == InputModes.pointerBegin:
                pointerSequence = PointerSequence()
            case KEY_CODE_YES:
                pointerSequence = nil
                if let key = Self.functionKey(Int32(bitPattern: code)) { return .key(key) }
            case OK where pointerSequence != nil:
                if let event = continuePointerSequence(code) { return .pointer(event) }
            case OK: if let key = Self.characterKey(code) { return .key(key) }
            default: return nil
            }
        }
    }

    /// Takes what belongs to a pasted text: nothing of it is a key. Returns the text once it has ended.
    private func continuePaste(_ kind: Int32, _ code: wint_t) -> String? {
        guard var sequence = paste else { return nil }
        let now = Self.now
        let isEnd = kind == KEY_CODE_YES && Int32(bitPattern: code) == InputModes.pasteEnd
        if isEnd || sequence.isOver(now: now) {
            paste = nil
            return sequence.text
        }
        if kind == OK, let scalar = Unicode.Scalar(code) { sequence.take(scalar, now: now) }
        paste = sequence
        return nil
    }

    private static var now: TimeInterval { ProcessInfo.processInfo.systemUptime }

    /// Takes the next character of a pointer's sequence, which may come in pieces.
    private func continuePointerSequence(_ code: wint_t) -> PointerEvent? {
        switch Unicode.Scalar(code).flatMap({ pointerSequence?.take($0) }) {
        case .incomplete: return nil
        case .event(let event):
            pointerSequence = nil
            return event
        case .nothing, nil:
            pointerSequence = nil
            return nil
        }
    }

    // MARK: Size and suspension

    /// Takes over the terminal's size after it changed.
    func resize() {
        var size = winsize()
        guard ioctl(outputDescriptor, UInt(TIOCGWINSZ), &size) == 0 else { return }
        resizeterm(Int32(max(1, size.ws_row)), Int32(max(1, size.ws_col)))
        invalidate()
    }

    /// Gives the terminal to the shell while `body` runs, and takes it back.
    func suspend(_ body: () -> Void) {
        settle()
        def_prog_mode()
        InputModes.set(false, on: outputDescriptor)
        endwin()
        body()
        reset_prog_mode()
        InputModes.set(true, on: outputDescriptor)
        resize()
    }

    /// Whether there will be no more input: the terminal was closed. Asked when there seems to be something to read.
    var isAtEnd: Bool {
        var count: Int32 = 0
        return ioctl(inputDescriptor, UInt(FIONREAD), &count) != 0 || count == 0
    }

    /// The terminal has gone: there is nothing to give back, and nobody to draw for.
    func letGo() { isActive = false }

    /// Gives the terminal back for good.
    func end() {
        guard isActive else { return }
        settle()
        isActive = false
        InputModes.set(false, on: outputDescriptor)
        endwin()
        delscreen(screen)
        tcsetattr(outputDescriptor, TCSANOW, &original)
    }
}
