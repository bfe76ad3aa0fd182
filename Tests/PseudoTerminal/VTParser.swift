/// Cuts a byte stream into characters and control sequences (ECMA-48), whatever the boundaries of the reads are.
struct VTParser: Sendable {
    enum Action: Hashable, Sendable {
        case print(Unicode.Scalar)
        case control(UInt8)
        case escape(intermediates: String, final: Unicode.Scalar)
        case sequence(prefix: String, parameters: [Int], intermediates: String, final: Unicode.Scalar)
        /// An operating-system or device string, without effect here.
        case string(String)
    }

    private enum State { case ground, escape, sequence, string, stringEscape }

    private var state = State.ground
    private var collected: [UInt8] = []
    private var utf8: [UInt8] = []
    private var utf8Missing = 0

    mutating func feed(_ byte: UInt8) -> [Action] {
        switch state {
        case .ground: return ground(byte)
        case .escape: return escape(byte)
        case .sequence: return sequence(byte)
        case .string: return string(byte)
        case .stringEscape: return endString()
        }
    }

    private mutating func ground(_ byte: UInt8) -> [Action] {
        if utf8Missing > 0 {
            if byte & 0xc0 == 0x80 {
                utf8.append(byte)
                utf8Missing -= 1
                return utf8Missing == 0 ? printCollected() : []
            }
            utf8Missing = 0
            return [.print("\u{fffd}")] + ground(byte)
        }
        switch byte {
        case 0x1b: begin(.escape)
        case ..<0x20: return [.control(byte)]
        case 0x7f: break
        case ..<0x80: return [.print(Unicode.Scalar(byte))]
        case 0xc2...0xdf: expect(byte, 1)
        case 0xe0...0xef: expect(byte, 2)
        case 0xf0...0xf4: expect(byte, 3)
        default: return [.print("\u{fffd}")]
        }
        return []
    }

    private mutating func expect(_ first: UInt8, _ more: Int) {
        utf8 = [first]
        utf8Missing = more
    }

    private func printCollected() -> [Action] {
        String(decoding: utf8, as: UTF8.self).unicodeScalars.map { .print($0) }
    }

    private mutating func begin(_ next: State) {
        state = next
        collected = []
    }

    private mutating func escape(_ byte: UInt8) -> [Action] {
        switch byte {
        case UInt8(ascii: "[") where collected.isEmpty: begin(.sequence)
        case UInt8(ascii: "]") where collected.isEmpty, UInt8(ascii: "P") where collected.isEmpty: begin(.string)
        case 0x20...0x2f: collected.append(byte)
        default:
            state = .ground
            return [.escape(intermediates: String(decoding: collected, as: UTF8.self), final: Unicode.Scalar(byte))]
        }
        return []
    }

    private mutating func sequence(_ byte: UInt8) -> [Action] {
        guard (0x40...0x7e).contains(byte) else {
            // Controls act in the middle of a sequence, too.
            if byte < 0x20 { return [.control(byte)] }
            collected.append(byte)
            return []
        }
        state = .ground
        let prefix = collected.prefix { (0x3c...0x3f).contains($0) }
        let numbers = collected.dropFirst(prefix.count).prefix { (0x30...0x3b).contains($0) }
        let intermediates = collected.dropFirst(prefix.count + numbers.count)
        let parameters =
            numbers.isEmpty
            ? []
            : numbers.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
                .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
        return [
            .sequence(
                prefix: String(decoding: prefix, as: UTF8.self), parameters: parameters,
                intermediates: String(decoding: intermediates, as: UTF8.self), final: Unicode.Scalar(byte))
        ]
    }

    private mutating func string(_ byte: UInt8) -> [Action] {
        switch byte {
        case 0x07: return endString()
        case 0x1b: state = .stringEscape
        default: collected.append(byte)
        }
        return []
    }

    private mutating func endString() -> [Action] {
        state = .ground
        return [.string(String(decoding: collected, as: UTF8.self))]
    }
}
