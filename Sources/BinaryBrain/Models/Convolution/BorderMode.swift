/// What a filter sees outside the image (manual §6.2.6.1), with the ids that files carry. For an image of pixels `abcd`:
public enum BorderMode: Int32, Sendable, Hashable, CaseIterable {
    /// `vvv|abcd|vvv`, v being the border value.
    case constant = 0
    /// `cba|abcd|dcb`.
    case reflect = 1
    /// `dcb|abcd|cba`.
    case reflect101 = 2
    /// `aaa|abcd|ddd`.
    case replicate = 3
    /// `bcd|abcd|abc`.
    case wrap = 4

    /// The word that the manual has for it.
    public var word: String {
        switch self {
        case .constant: "constant"
        case .reflect: "reflect"
        case .reflect101: "reflect_101"
        case .replicate: "replicate"
        case .wrap: "wrap"
        }
    }

    /// The mode of this word.
    /// - Throws: `BrainError` with the nearest word if there is none.
    public init(parsing word: String) throws {
        guard let match = Self.allCases.first(where: { $0.word == word }) else {
            throw BrainError(
                .parameter, what: "border_mode '\(word)'", why: "there is no such border mode",
                remedy: NearestName.remedy(for: word, among: Self.allCases.map(\.word)))
        }
        self = match
    }

    /// The pixel that stands for `position` on a line of `count` pixels; nil where the border value does.
    ///
    /// An image smaller than the filter is mirrored or repeated as often as it takes.
    public func source(_ position: Int, count: Int) -> Int? {
        if (0..<count).contains(position) { return position }
        func remainder(_ period: Int) -> Int { (position % period + period) % period }
        switch self {
        case .constant:
            return nil
        case .reflect:
            let place = remainder(2 * count)
            return min(place, 2 * count - 1 - place)
        case .reflect101:
            guard count > 1 else { return 0 }
            let place = remainder(2 * count - 2)
            return min(place, 2 * count - 2 - place)
        case .replicate:
            return position < 0 ? 0 : count - 1
        case .wrap:
            return remainder(count)
        }
    }
}

/// How far a filter may reach beyond the image (manual §6.2.6.1).
public enum Padding: String, Sendable, Hashable, CaseIterable {
    /// Not at all: the output is smaller than the input.
    case valid
    /// So far that the output is as large as the input (divided by the stride).
    case same

    /// The padding of this word.
    /// - Throws: `BrainError` that lists the words if there is none.
    public init(parsing word: String) throws {
        guard let match = Self(rawValue: word) else {
            throw BrainError(
                .parameter, what: "padding '\(word)'", why: "there is no such padding",
                remedy: "use \(Self.allCases.map(\.rawValue).joined(separator: " or "))")
        }
        self = match
    }
}
