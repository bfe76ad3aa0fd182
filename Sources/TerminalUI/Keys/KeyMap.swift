import Workbench

/// Keys that a person has moved: what a key of the binding table does, another key does instead.
public struct KeyMap: Sendable, Hashable {
    /// The new place of a key of the table.
    private var places: [Key: Key] = [:]

    /// Every key where the table has it.
    public init() {}

    /// The keys that a configuration moves.
    /// - Throws: `SpecificationError` with the line of a word that is no key, or a key that would do two things.
    public init(_ configuration: WorkbenchConfiguration) throws {
        let known = Set(BindingTable.bindings.flatMap(\.keys))
        for (from, to) in configuration.keys {
            guard let key = Key(name: from.text), known.contains(key) else {
                throw configuration.error(
                    from, "there is no key '\(from.text)' to move", "use a key of the list that ? shows")
            }
            guard let place = Key(name: to.text) else {
                throw configuration.error(
                    to, "'\(to.text)' is not a key", "write a letter, or one of \(Key.names.joined(separator: ", "))")
            }
            guard !places.values.contains(place) else {
                throw configuration.error(to, "two keys are moved to '\(to.text)'", "choose another key for one")
            }
            places[key] = place
        }
        for (from, to) in configuration.keys {
            guard let place = Key(name: to.text), let key = Key(name: from.text), known.contains(place),
                places[place] == nil, let other = Self.clash(of: key, with: place)
            else { continue }
            throw configuration.error(
                to, "'\(to.text)' already does: \(other)", "move that away too: '\(to.text)': another key")
        }
    }

    /// What a key of the table does where another one would be too; nil if they never meet.
    private static func clash(of key: Key, with place: Key) -> String? {
        let contexts = BindingTable.bindings.filter { $0.keys.contains(key) }.reduce(into: Set<KeyContext>()) {
            $0.formUnion($1.contexts)
        }
        return BindingTable.bindings.first {
            $0.keys.contains(place) && !$0.keys.contains(key) && !$0.contexts.isDisjoint(with: contexts)
        }?.summary
    }

    /// The key of the table that a pressed key stands for; nil for a key whose meaning was moved away.
    func meaning(of pressed: Key) -> Key? {
        if let moved = places.first(where: { $0.value == pressed })?.key { return moved }
        return places[pressed] == nil ? pressed : nil
    }

    /// Where a key of the table is now.
    func place(of key: Key) -> Key { places[key] ?? key }

    /// The keys of a binding as they are written.
    func label(_ binding: KeyBinding) -> String { binding.keys.map { place(of: $0).label }.joined(separator: " ") }
}

extension Key {
    /// Keys that are more than a letter, by the words of a configuration file.
    private static let named: [String: Key] = [
        "space": .character(" "), "up": .up, "down": .down, "left": .left, "right": .right, "page-up": .pageUp,
        "page-down": .pageDown, "home": .home, "end": .end, "enter": .enter, "esc": .escape, "tab": .tab,
        "shift-tab": .backTab, "backspace": .backspace, "del": .delete,
    ]

    /// The words for keys that are more than a letter.
    static let names = named.keys.sorted() + ["ctrl-a … ctrl-z"]

    /// The key in a sentence: its word if it has one, so that a terminal without arrows can show it.
    var word: String { Self.named.first { $0.value == self }?.key ?? label }

    /// Reads a key as a configuration file has it: a character, a word, or `ctrl-` and a letter.
    init?(name: String) {
        if let key = Self.named[name] {
            self = key
        } else if name.count == 1, let character = name.first, !character.isWhitespace {
            self = .character(character)
        } else if name.hasPrefix("ctrl-"), name.count == 6, let letter = name.last, ("a"..."z").contains(letter) {
            self = .control(letter)
        } else {
            return nil
        }
    }
}
