/// Letters for pictures, made of the fourteen strokes of a starburst display: enough for legends and axes, at any size.
enum SegmentFont {
    /// Width of a character, with its gap, in parts of its height.
    static let advance = 0.75

    /// A straight stroke in a cell that is 2 wide and 4 high, from the top left corner.
    struct Stroke: Hashable, Sendable {
        var x1: Double
        var y1: Double
        var x2: Double
        var y2: Double
    }

    /// The strokes by letter: a…f around the cell, clockwise from the top; g and h the halves of the middle bar; i and l the
    /// halves of the middle column; j, k, m and n the diagonals, clockwise from the upper left; the points p (base line),
    /// q (upper left), r (lower right), s (above p).
    private static let strokes: [Character: Stroke] = [
        "a": Stroke(x1: 0, y1: 0, x2: 2, y2: 0), "b": Stroke(x1: 2, y1: 0, x2: 2, y2: 2),
        "c": Stroke(x1: 2, y1: 2, x2: 2, y2: 4), "d": Stroke(x1: 0, y1: 4, x2: 2, y2: 4),
        "e": Stroke(x1: 0, y1: 2, x2: 0, y2: 4), "f": Stroke(x1: 0, y1: 0, x2: 0, y2: 2),
        "g": Stroke(x1: 0, y1: 2, x2: 1, y2: 2), "h": Stroke(x1: 1, y1: 2, x2: 2, y2: 2),
        "i": Stroke(x1: 1, y1: 0, x2: 1, y2: 2), "l": Stroke(x1: 1, y1: 2, x2: 1, y2: 4),
        "j": Stroke(x1: 0, y1: 0, x2: 1, y2: 2), "k": Stroke(x1: 2, y1: 0, x2: 1, y2: 2),
        "m": Stroke(x1: 1, y1: 2, x2: 2, y2: 4), "n": Stroke(x1: 1, y1: 2, x2: 0, y2: 4),
        "p": Stroke(x1: 1, y1: 4, x2: 1, y2: 4), "q": Stroke(x1: 0, y1: 0.5, x2: 0, y2: 0.5),
        "r": Stroke(x1: 2, y1: 3.5, x2: 2, y2: 3.5), "s": Stroke(x1: 1, y1: 1.5, x2: 1, y2: 1.5),
    ]

    /// The strokes of each character; small letters look like capitals.
    private static let shapes: [Character: String] = [
        "0": "abcdef", "1": "kbc", "2": "abghed", "3": "abhcd", "4": "fghbc", "5": "afghcd", "6": "afedcgh", "7": "abc",
        "8": "abcdefgh", "9": "abcdfgh", "A": "efabcgh", "B": "abcdilh", "C": "afed", "D": "abcdil", "E": "afedg",
        "F": "afeg", "G": "afedch", "H": "febcgh", "I": "adil", "J": "bcde", "K": "fegkm", "L": "fed", "M": "febcjk",
        "N": "febcjm", "O": "abcdef", "P": "abfegh", "Q": "abcdefm", "R": "abfeghm", "S": "afghcd", "T": "ail",
        "U": "fedcb", "V": "feknk", "W": "febcnm", "X": "jkmn", "Y": "jkl", "Z": "aknd", "-": "gh", "+": "ghil",
        "/": "kn", "%": "knqr", ".": "p", ",": "p", ":": "ps", "(": "km", ")": "jn", "@": "abdefhi", "_": "d",
        "=": "ghd",
        "*": "ghijklmn", "±": "ghild", "'": "i", "#": "ghdbcil", "?": "abhl",
    ]

    /// The strokes of a character in its cell; none for a blank, and those of `?` for what the font lacks.
    static func strokes(of character: Character) -> [Stroke] {
        guard !character.isWhitespace else { return [] }
        let capital = character.uppercased().first ?? character
        return (shapes[capital] ?? shapes["?"]!).compactMap { strokes[$0] }
    }
}
