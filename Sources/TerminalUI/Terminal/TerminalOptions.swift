import Foundation

/// How the workbench is shown; the environment decides what is not given.
public struct ApplicationOptions: Sendable {
    /// Only ASCII characters (`--ascii`).
    public var asciiOnly: Bool
    /// The theme asked for at this start; it goes before `NO_COLOR`.
    public var theme: ThemeName?
    /// The theme that is set once for all; nil lets the environment choose.
    public var usualTheme: ThemeName?
    /// How the end of a training is told.
    public var notice: NoticeKind
    /// Keys that are moved.
    public var keys: KeyMap

    /// Makes options.
    public init(
        asciiOnly: Bool = false, theme: ThemeName? = nil, usualTheme: ThemeName? = nil,
        notice: NoticeKind = .desktop, keys: KeyMap = KeyMap()
    ) {
        self.notice = notice
        self.asciiOnly = asciiOnly
        self.theme = theme
        self.usualTheme = usualTheme
        self.keys = keys
    }
}

/// How the workbench ended.
public enum ApplicationOutcome: Sendable, Equatable {
    /// The person quit.
    case quit
    /// A signal (`StopRequests.signals`) or a terminal that has gone ended it, after saving.
    case interrupted(signal: Int32)
    /// The person did not wait for the save: the session may still be at work.
    case abandoned
    /// The session could not go on; the text says what, why and what to do.
    case failed(String)
}

extension Theme {
    /// The theme for a terminal with `colors` colours, by what was asked for and the customs of the environment: `NO_COLOR`
    /// (not empty) turns colour off, a dumb terminal and a locale that is not UTF-8 get ASCII, the Linux console gets blocks.
    /// Without a theme the ground is that of `COLORFGBG`, or dark.
    init(options: ApplicationOptions, environment: [String: String], colors: Int, isUTF8: Bool) {
        let terminal = environment["TERM"] ?? "dumb"
        let noColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        let name = options.theme ?? options.usualTheme
        let refusesColor = name == .mono || noColor && options.theme == nil
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
        let ground: TerminalBackground =
            name == .light ? .light : name == .dark ? .dark : Self.background(environment)
        self.init(depth: depth, background: ground, glyphs: glyphs, isColorBlind: name == .colorBlind)
    }

    /// `COLORFGBG` is `foreground;background` in the 16-colour palette, where 7 and 9…15 are light.
    private static func background(_ environment: [String: String]) -> TerminalBackground {
        guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let index = Int(last) else {
            return .dark
        }
        return index == 7 || (9...15).contains(index) ? .light : .dark
    }
}
