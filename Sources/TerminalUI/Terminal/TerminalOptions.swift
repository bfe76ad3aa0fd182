import Foundation

/// How the workbench is shown; the environment decides what is not given.
public struct ApplicationOptions: Sendable {
    /// Only ASCII characters (`--ascii`).
    public var asciiOnly: Bool
    /// Dark or light ground; nil asks `COLORFGBG` and assumes dark.
    public var background: TerminalBackground?

    /// Makes options.
    public init(asciiOnly: Bool = false, background: TerminalBackground? = nil) {
        self.asciiOnly = asciiOnly
        self.background = background
    }
}

/// How the workbench ended.
public enum ApplicationOutcome: Sendable, Equatable {
    /// The person quit.
    case quit
    /// A signal (SIGINT, SIGTERM, SIGHUP) ended it, after saving.
    case interrupted(signal: Int32)
}

extension Theme {
    /// The theme for a terminal with `colors` colours, by the customs of the environment: `NO_COLOR` (not empty) turns colour
    /// off, a dumb terminal and a locale that is not UTF-8 get ASCII, the Linux console gets blocks.
    init(options: ApplicationOptions, environment: [String: String], colors: Int, isUTF8: Bool) {
        let terminal = environment["TERM"] ?? "dumb"
        let refusesColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let depth: ColorDepth =
            switch colors {
            case _ where refusesColor || terminal == "dumb": .monochrome
            case 256...: .full
            case 16...: .sixteen
            case 8...: .eight
            default: .monochrome
            }
        let glyphs: GlyphSet =
            options.asciiOnly || !isUTF8 || terminal == "dumb" ? .ascii : terminal == "linux" ? .block : .braille
        self.init(depth: depth, background: options.background ?? Self.background(environment), glyphs: glyphs)
    }

    /// `COLORFGBG` is `foreground;background` in the 16-colour palette, where 7 and 9…15 are light.
    private static func background(_ environment: [String: String]) -> TerminalBackground {
        guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let index = Int(last) else {
            return .dark
        }
        return index == 7 || (9...15).contains(index) ? .light : .dark
    }
}
