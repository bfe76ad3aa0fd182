import BinaryBrain

/// The header of a .npy file: a Python dictionary such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`.
struct NumpyHeader {
    var element: NumpyElement
    var fortranOrder: Bool
    var shape: [Int]

    /// Parses the dictionary's text.
    init(_ text: String, file: String) throws {
        var parser = PythonLiteralParser(text)
        guard let dictionary = parser.dictionary() else {
            throw BrainError.malformedFile(file, "its header is not a dictionary of text, Booleans and whole numbers")
        }
        guard case .text(let descriptor)? = dictionary["descr"],
            case .boolean(let fortranOrder)? = dictionary["fortran_order"],
            case .integers(let shape)? = dictionary["shape"], dictionary.count == 3
        else { throw BrainError.malformedFile(file, "its header must hold descr, fortran_order and shape") }
        guard let element = NumpyElement(descriptor: descriptor) else {
            throw BrainError(
                .format, what: "cannot read \(file)", why: "elements of type '\(descriptor)' are not supported",
                remedy: "save it as little-endian float32, for instance with array.astype('<f4')")
        }
        self.element = element
        self.fortranOrder = fortranOrder
        self.shape = shape
    }
}

/// Parses the few Python literals that NumPy writes into headers.
private struct PythonLiteralParser {
    enum Value {
        case text(String)
        case boolean(Bool)
        case integers([Int])
    }

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    /// `{key: value, …}` and nothing but blanks behind it.
    mutating func dictionary() -> [String: Value]? {
        var result: [String: Value] = [:]
        guard accept("{") else { return nil }
        while !accept("}") {
            guard let key = quoted(), accept(":"), let value = value(), result.updateValue(value, forKey: key) == nil
            else { return nil }
            if !accept(",") {
                guard accept("}") else { return nil }
                break
            }
        }
        skipBlanks()
        return rest.isEmpty ? result : nil
    }

    private mutating func value() -> Value? {
        if accept("True") { return .boolean(true) }
        if accept("False") { return .boolean(false) }
        if accept("(") { return integersUntilParenthesis().map(Value.integers) }
        return quoted().map(Value.text)
    }

    private mutating func integersUntilParenthesis() -> [Int]? {
        var result: [Int] = []
        while !accept(")") {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            // Python 2 wrote long integers with an L.
            _ = accept("L")
            result.append(number)
            if !accept(",") { return accept(")") ? result : nil }
        }
        return result
    }

    private mutating func quoted() -> String? {
        skipBlanks()
        guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
        let body = rest.dropFirst()
        guard let end = body.firstIndex(of: quote) else { return nil }
        rest = body[body.index(after: end)...]
        skipBlanks()
        return String(body[..<end])
    }

    private mutating func accept(_ token: String) -> Bool {
        skipBlanks()
        guard rest.hasPrefix(token) else { return false }
        rest = rest.dropFirst(token.count)
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() { rest = rest.drop { $0 == " " || $0 == "\n" } }
}
