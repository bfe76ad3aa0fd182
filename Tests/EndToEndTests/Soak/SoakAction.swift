/// Something that somebody, or the machine, does to the workbench.
enum SoakAction: Hashable, CustomStringConvertible {
    /// Keys, as a terminal sends them.
    case keys(String)
    /// Text that is pasted: never keys.
    case paste(String)
    case resize(columns: Int, rows: Int)
    /// Stopped for a moment, as by ctrl-z and fg.
    case suspend
    /// Nothing for so many milliseconds.
    case wait(Int)

    var description: String {
        switch self {
        case .keys(let text): "keys \(text.debugDescription)"
        case .paste(let text): "paste \(text.debugDescription)"
        case .resize(let columns, let rows): "resize \(columns)×\(rows)"
        case .suspend: "suspend"
        case .wait(let milliseconds): "wait \(milliseconds) ms"
        }
    }

    private enum Kind {
        case screen, steer, view, move, odd, file, palette, prompt, mouse, noise, paste, resize, suspend, wait
    }

    /// What comes next. Every key of Documentation/Keys.md is among it; those that end the program or run the slow
    /// reference code come seldom.
    static func random(using random: inout SoakRandom) -> SoakAction {
        let kind = random.pick(
            [
                (12, .screen), (14, .steer), (14, .view), (20, .move), (3, .odd), (4, .file), (5, .palette),
                (4, .prompt),
                (6, .mouse), (3, .noise), (3, .paste), (6, .resize), (1, .suspend), (15, .wait),
            ] as [(Int, Kind)])
        func one(of keys: String) -> SoakAction { .keys(String(keys.randomElement(using: &random)!)) }
        func any(_ choices: [String]) -> SoakAction { .keys(choices.randomElement(using: &random)!) }
        switch kind {
        case .screen: return one(of: "123456789\t?")
        case .steer: return one(of: "bB+-=][M<>u  nN")
        case .view: return one(of: "yxz)(fgmT/")
        case .move:
            return any([
                "\u{1b}[A", "\u{1b}[B", "\u{1b}[C", "\u{1b}[D", "\u{1b}[5~", "\u{1b}[6~", "\u{1b}[H", "\u{1b}[F", "j",
                "k",
            ])
        case .odd: return any(["R", "Rn", "h", "hh", "\u{c}", "\u{1b}", "r", "E", "qn", "\u{3}n"])
        case .file: return any(["s", "s", "l", "l\r", "w", "e", "e\u{1b}"])
        case .palette:
            return any([
                ":binary false @1\r", ":binary true\r", ":lut_binarize true @0\r", ":learning_rate 0.002\r",
                ":batch_size 32\r",
                ":modulation 3\r", ":modulation test 7\r", ":modulation 31\r", ":modulation 3 7\r", ":nonsense\r",
                ":sav\r", ":binary fal\t\r", ":binary false @99\r", ":\r",
            ])
        case .prompt:
            return any(["g12\r", "/loss\r", "/\r", "g\u{15}7\r", ":half a line\u{1b}", "gx\r", "\u{7f}\u{7f}", "\r"])
        case .mouse:
            let (x, y) = (Int.random(in: 1...300, using: &random), Int.random(in: 1...100, using: &random))
            let button = [0, 64, 65, 32].randomElement(using: &random)!
            return .keys("\u{1b}[<\(button);\(x);\(y)M\u{1b}[<\(button);\(x);\(y)m")
        case .noise:
            let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                Unicode.Scalar(UInt8.random(in: 1...126, using: &random))
            }
            // Neither the keys that end it or give it to another process nor the slow reference code by accident.
            let text = String(
                String.UnicodeScalarView(
                    bytes.filter { !"qydhHvSe\u{3}\u{1a}\u{1c}\u{4}\u{13}\u{11}".unicodeScalars.contains($0) }))
            return .keys(text)
        case .paste:
            return .paste(
                ["binary false\nq\ny\n", "q", "hé\u{1b}[31mllo", String(repeating: "x", count: 5000)].randomElement(
                    using: &random)!)
        case .resize:
            return .resize(
                columns: Int.random(in: 1...300, using: &random), rows: Int.random(in: 1...100, using: &random))
        case .suspend: return .suspend
        case .wait: return .wait(Int.random(in: 10...1500, using: &random))
        }
    }
}
