/// How many colours a terminal shows.
enum ColorDepth: Int, Sendable, Comparable, CaseIterable {
    case monochrome = 1
    case eight = 8
    case sixteen = 16
    case full = 256

    static func < (left: ColorDepth, right: ColorDepth) -> Bool { left.rawValue < right.rawValue }
}

/// Which characters a terminal shows.
enum GlyphSet: Sendable, CaseIterable {
    /// Braille, blocks and box drawing.
    case braille
    /// Blocks and box drawing, as on the Linux console.
    case block
    /// ASCII only.
    case ascii
}

/// Whether letters are drawn on a dark or a light ground.
public enum TerminalBackground: String, Sendable, CaseIterable {
    /// Light letters on a dark ground.
    case dark
    /// Dark letters on a light ground.
    case light
}

/// A style as a terminal of a given depth understands it: palette indices, −1 for the terminal's own colour.
struct ResolvedStyle: Hashable, Sendable {
    var foreground: Int
    var background: Int
    var attributes: Attributes
}

/// What the terminal can show, and the palette for it. The colours of the curves are those of Okabe and Ito, which readers
/// with any colour vision can tell apart; nothing is told by colour alone.
struct Theme: Hashable, Sendable {
    var depth: ColorDepth
    var background: TerminalBackground
    var glyphs: GlyphSet
    /// Only colours that every colour vision tells apart.
    var isColorBlind: Bool

    init(
        depth: ColorDepth = .full, background: TerminalBackground = .dark, glyphs: GlyphSet = .braille,
        isColorBlind: Bool = false
    ) {
        self.depth = depth
        self.background = background
        self.glyphs = glyphs
        self.isColorBlind = isColorBlind
    }

    /// What a person calls it.
    var name: ThemeName {
        if depth == .monochrome { return .mono }
        if isColorBlind { return .colorBlind }
        return background == .dark ? .dark : .light
    }

    /// Half-block pictures need a colour for each half of a cell.
    var showsHalfBlocks: Bool { depth == .full && glyphs != .ascii }

    /// `rich` where the terminal has such characters, `ascii` elsewhere.
    func glyph(_ rich: Unicode.Scalar, _ ascii: Unicode.Scalar) -> Unicode.Scalar { glyphs == .ascii ? ascii : rich }

    /// `rich` where the terminal has such characters, `ascii` elsewhere.
    func text(_ rich: String, _ ascii: String) -> String { glyphs == .ascii ? ascii : rich }

    /// The palette indices and attributes of `style` on this terminal.
    func resolve(_ style: Style) -> ResolvedStyle {
        var attributes = style.attributes
        let foreground = index(style.foreground, attributes: &attributes)
        var unused = Attributes()
        let background = index(style.background, attributes: &unused)
        return ResolvedStyle(foreground: foreground, background: background, attributes: attributes)
    }

    private func index(_ paint: Paint, attributes: inout Attributes) -> Int {
        switch paint {
        case .standard: return -1
        case .rgb(let red, let green, let blue):
            return depth == .full ? XtermPalette.index(red: red, green: green, blue: blue) : -1
        case .role(let role):
            let entry = isColorBlind ? PaletteEntry.forEveryone(role) : PaletteEntry.of(role)
            attributes.formUnion(depth == .monochrome ? entry.monochrome : entry.always)
            switch (depth, background) {
            case (.monochrome, _): return -1
            case (.eight, .dark): return entry.dark16 % 8
            case (.eight, .light): return entry.light16 % 8
            case (.sixteen, .dark): return entry.dark16
            case (.sixteen, .light): return entry.light16
            case (.full, .dark): return entry.dark
            case (.full, .light): return entry.light
            }
        }
    }
}

/// A role's colours: 256-colour and 16-colour indices on dark and on light ground, and what stands in for colour. An index
/// of −1 is the terminal's own colour (and stays −1 modulo 8).
private struct PaletteEntry {
    var dark: Int
    var light: Int
    var dark16: Int
    var light16: Int
    var always: Attributes = []
    var monochrome: Attributes = []

    /// The colours of a role without red against green: blue stands for what is on or right, orange for what is wrong.
    static func forEveryone(_ role: Role) -> PaletteEntry {
        switch role {
        case .on, .good: PaletteEntry(dark: 75, light: 25, dark16: 12, light16: 4, always: .bold, monochrome: .bold)
        case .bad: PaletteEntry(dark: 208, light: 130, dark16: 11, light16: 5, always: .bold, monochrome: .bold)
        case .warning: PaletteEntry(dark: 228, light: 94, dark16: 11, light16: 5, monochrome: .bold)
        case .best: PaletteEntry(dark: 231, light: 16, dark16: 15, light16: 0, always: .bold, monochrome: .bold)
        case .steering: PaletteEntry(dark: 250, light: 240, dark16: 7, light16: 8)
        case .overlay1: PaletteEntry(dark: 33, light: 19, dark16: 12, light16: 4)
        case .overlay2: PaletteEntry(dark: 214, light: 130, dark16: 3, light16: 3)
        case .overlay3: PaletteEntry(dark: 229, light: 94, dark16: 11, light16: 5)
        case .overlay4: PaletteEntry(dark: 153, light: 31, dark16: 14, light16: 6)
        case .overlay5: PaletteEntry(dark: 166, light: 88, dark16: 13, light16: 13)
        case .overlay6: PaletteEntry(dark: 252, light: 240, dark16: 15, light16: 0)
        case .text, .quiet, .strong, .key, .train, .trainBand, .test, .axis: of(role)
        }
    }

    static func of(_ role: Role) -> PaletteEntry {
        switch role {
        case .text: PaletteEntry(dark: -1, light: -1, dark16: -1, light16: -1)
        case .quiet: PaletteEntry(dark: 246, light: 243, dark16: 7, light16: 8, monochrome: .dim)
        case .strong: PaletteEntry(dark: -1, light: -1, dark16: -1, light16: -1, always: .bold, monochrome: .bold)
        case .key: PaletteEntry(dark: 117, light: 25, dark16: 6, light16: 4, monochrome: .bold)
        case .on: PaletteEntry(dark: 43, light: 29, dark16: 2, light16: 2, monochrome: .bold)
        case .train: PaletteEntry(dark: 75, light: 25, dark16: 12, light16: 4, monochrome: .bold)
        case .trainBand: PaletteEntry(dark: 24, light: 152, dark16: 4, light16: 6, monochrome: .dim)
        case .test: PaletteEntry(dark: 214, light: 130, dark16: 3, light16: 1, monochrome: .bold)
        case .best: PaletteEntry(dark: 228, light: 94, dark16: 11, light16: 1, always: .bold, monochrome: .bold)
        case .steering: PaletteEntry(dark: 175, light: 133, dark16: 5, light16: 5)
        case .axis: PaletteEntry(dark: 244, light: 245, dark16: 7, light16: 8, monochrome: .dim)
        case .good: PaletteEntry(dark: 43, light: 29, dark16: 2, light16: 2)
        case .bad: PaletteEntry(dark: 209, light: 160, dark16: 9, light16: 1, always: .bold, monochrome: .bold)
        case .warning: PaletteEntry(dark: 220, light: 136, dark16: 3, light16: 3, monochrome: .bold)
        case .overlay1: PaletteEntry(dark: 43, light: 29, dark16: 2, light16: 2)
        case .overlay2: PaletteEntry(dark: 175, light: 133, dark16: 5, light16: 5)
        case .overlay3: PaletteEntry(dark: 228, light: 94, dark16: 11, light16: 3)
        case .overlay4: PaletteEntry(dark: 117, light: 31, dark16: 14, light16: 6)
        case .overlay5: PaletteEntry(dark: 209, light: 160, dark16: 9, light16: 1)
        case .overlay6: PaletteEntry(dark: 252, light: 240, dark16: 15, light16: 0)
        }
    }
}

/// The fixed part of the 256-colour palette: a 6×6×6 cube (16…231) and a grey ramp (232…255).
enum XtermPalette {
    private static let cubeLevels = [0, 95, 135, 175, 215, 255]

    /// The sixteen colours before the cube, as xterm has them.
    private static let basic = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
        (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
        (255, 255, 255),
    ]

    /// The colour of a palette index, 0…255 each.
    static func color(_ index: Int) -> (red: Int, green: Int, blue: Int) {
        switch index {
        case ..<16: return basic[max(0, index)]
        case ..<232:
            let cube = index - 16
            return (cubeLevels[cube / 36], cubeLevels[cube / 6 % 6], cubeLevels[cube % 6])
        default:
            let grey = 8 + 10 * (min(255, index) - 232)
            return (grey, grey, grey)
        }
    }

    /// The palette index nearest to a colour.
    static func index(red: UInt8, green: UInt8, blue: UInt8) -> Int {
        let wanted = [Int(red), Int(green), Int(blue)]
        let steps = wanted.map(nearestLevel)
        let cube = steps.map { cubeLevels[$0] }
        let grey = min(23, max(0, (wanted.reduce(0, +) / 3 - 8 + 5) / 10))
        let ramp = [Int](repeating: 8 + 10 * grey, count: 3)
        return distance(ramp, wanted) < distance(cube, wanted)
            ? 232 + grey : 16 + 36 * steps[0] + 6 * steps[1] + steps[2]
    }

    private static func nearestLevel(_ value: Int) -> Int {
        cubeLevels.indices.min { abs(cubeLevels[$0] - value) < abs(cubeLevels[$1] - value) }!
    }

    private static func distance(_ left: [Int], _ right: [Int]) -> Int {
        zip(left, right).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
}
