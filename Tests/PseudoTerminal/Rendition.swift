/// The look of a cell, as set by SGR sequences.
public struct Rendition: Hashable, Sendable {
    /// A colour of the palette or 24-bit; nil is the terminal's own.
    public enum Color: Hashable, Sendable {
        /// An index of the 256-colour palette.
        case indexed(Int)
        /// Red, green, blue, 0…255 each.
        case rgb(Int, Int, Int)
    }

    /// Colour of the character.
    public var foreground: Color?
    /// Colour behind it.
    public var background: Color?
    /// Bold.
    public var isBold = false
    /// Dim.
    public var isDim = false
    /// Underlined.
    public var isUnderlined = false
    /// Foreground and background exchanged.
    public var isReversed = false

    /// The plain look.
    public init() {}

    /// Applies the parameters of `CSI … m`; returns false if one of them is unknown.
    mutating func apply(_ parameters: [Int]) -> Bool {
        var rest = ArraySlice(parameters.isEmpty ? [0] : parameters)
        while let code = rest.popFirst() {
            switch code {
            case 0: self = Rendition()
            case 1: isBold = true
            case 2: isDim = true
            case 4: isUnderlined = true
            case 7: isReversed = true
            case 22: (isBold, isDim) = (false, false)
            case 24: isUnderlined = false
            case 27: isReversed = false
            case 30...37: foreground = .indexed(code - 30)
            case 39: foreground = nil
            case 40...47: background = .indexed(code - 40)
            case 49: background = nil
            case 90...97: foreground = .indexed(code - 90 + 8)
            case 100...107: background = .indexed(code - 100 + 8)
            case 38, 48:
                guard let color = Self.extendedColor(&rest) else { return false }
                if code == 38 { foreground = color } else { background = color }
            default: return false
            }
        }
        return true
    }

    /// `5;n` or `2;r;g;b`.
    private static func extendedColor(_ rest: inout ArraySlice<Int>) -> Color? {
        switch rest.popFirst() {
        case 5: return rest.popFirst().map { .indexed($0) }
        case 2 where rest.count >= 3: return .rgb(rest.removeFirst(), rest.removeFirst(), rest.removeFirst())
        default: return nil
        }
    }
}
