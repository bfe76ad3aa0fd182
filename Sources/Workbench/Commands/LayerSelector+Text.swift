extension LayerSelector: CustomStringConvertible {
    /// `@all`, `@2` for the third layer, `@DifferentiableLut` for a class or name (`@=2` for a layer that is called 2).
    public var description: String {
        switch self {
        case .all: return "@all"
        case .layer(let index): return "@\(index)"
        case .named(let name): return Self(parsing: "@\(name)") == .named(name) ? "@\(name)" : "@=\(name)"
        }
    }

    /// Reads a description; nil if it is not one.
    public init?(parsing text: String) {
        guard text.count > 1, text.first == "@" else { return nil }
        let word = String(text.dropFirst())
        if word == "all" {
            self = .all
        } else if let index = Int(word), index >= 0 {
            self = .layer(index)
        } else if word.first == "=" {
            guard word.count > 1 else { return nil }
            self = .named(String(word.dropFirst()))
        } else {
            self = .named(word)
        }
    }
}
