/// What a colour is for. A theme says which colour, or which attribute on a monochrome terminal, that is.
enum Role: CaseIterable, Sendable {
    /// Plain text.
    case text
    /// Labels, units, rules: what may recede.
    case quiet
    /// Headings and the values that matter.
    case strong
    /// Keys that can be pressed.
    case key
    /// A switch that is on.
    case on
    /// The training curve.
    case train
    /// The raw values behind the training curve.
    case trainBand
    /// Points measured on the test set.
    case test
    /// The best test point.
    case best
    /// The moments when someone steered.
    case steering
    /// Axes and tick labels.
    case axis
    /// A right answer.
    case good
    /// A wrong answer, an error.
    case bad
    /// Something odd.
    case warning
    /// Other runs drawn over a plot.
    case overlay1, overlay2, overlay3, overlay4, overlay5, overlay6
}

/// A colour of a cell.
enum Paint: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// By purpose.
    case role(Role)
    /// A colour of a picture, 0…255 each.
    case rgb(UInt8, UInt8, UInt8)
}

/// Attributes of a cell that work without colour.
struct Attributes: OptionSet, Hashable, Sendable {
    let rawValue: UInt8

    static let bold = Attributes(rawValue: 1)
    static let dim = Attributes(rawValue: 2)
    static let reverse = Attributes(rawValue: 4)
    static let underline = Attributes(rawValue: 8)
}

/// How a cell looks.
struct Style: Hashable, Sendable {
    var foreground: Paint
    var background: Paint
    var attributes: Attributes

    init(foreground: Paint = .standard, background: Paint = .standard, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    init(_ role: Role, _ attributes: Attributes = []) {
        self.init(foreground: .role(role), attributes: attributes)
    }

    static let plain = Style(.text)
    /// The selected row.
    static let selected = Style(.text, .reverse)
}
