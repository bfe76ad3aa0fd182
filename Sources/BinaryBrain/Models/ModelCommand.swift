/// A command string of the manual (§6.2.3.1 `send_command`), split at white space: a verb and its argument.
public struct ModelCommand: Sendable, Hashable, Codable, CustomStringConvertible {
    /// First word, such as `binary`.
    public let verb: String
    /// Second word, such as `true`.
    public let argument: String

    /// Splits a command; throws unless there are exactly two words.
    public init(_ text: String) throws {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count == 2 else {
            throw BrainError(
                .command, what: "command '\(text)'", why: "it has \(words.count) words, not two",
                remedy: "write a verb and a value, such as 'binary true'")
        }
        verb = words[0]
        argument = words[1]
    }

    /// A verb and its argument, a word each.
    public init(_ verb: String, _ argument: String) {
        precondition(![verb, argument].contains { $0.isEmpty || $0.contains(where: \.isWhitespace) }, "two words")
        self.verb = verb
        self.argument = argument
    }

    /// `binary true`.
    public var description: String { "\(verb) \(argument)" }

    /// A command that switches something.
    public init(_ verb: String, _ value: Bool) {
        self.verb = verb
        argument = value ? "true" : "false"
    }

    /// The argument as a truth value: true t on enable 1 / false f off disable 0.
    /// - Throws: `BrainError` of kind `.command` for any other word.
    public func bool() throws -> Bool {
        switch argument.lowercased() {
        case "true", "t", "on", "enable", "1": return true
        case "false", "f", "off", "disable", "0": return false
        default:
            throw BrainError(
                .command, what: "command '\(verb) \(argument)'", why: "'\(argument)' is neither true nor false",
                remedy: "use true, on, 1 or false, off, 0")
        }
    }

    /// The argument as a finite number.
    /// - Throws: `BrainError` of kind `.command` if it is none.
    public func number() throws -> Float {
        guard let value = Float(argument), value.isFinite else {
            throw BrainError(
                .command, what: "command '\(verb) \(argument)'", why: "'\(argument)' is not a number",
                remedy: "give a decimal number, such as 0.9")
        }
        return value
    }

    /// The argument as a number of a range, as the layer's field of the same name has it.
    /// - Throws: `BrainError` of kind `.command` if it is not a number, or outside the range.
    public func number(in range: ClosedRange<Float>) throws -> Float {
        let value = try number()
        guard range.contains(value) else {
            throw BrainError(
                .command, what: "command '\(verb) \(argument)'",
                why: "it takes numbers from \(range.lowerBound) to \(range.upperBound)", remedy: "give one of those")
        }
        return value
    }
}
