import BinaryBrain
import Foundation

/// What a person has set once for all sessions, in `$XDG_CONFIG_HOME/bbwb/config.yaml` (`~/.config/bbwb/config.yaml` without
/// that variable):
///
///     theme: light          # dark, light, colour-blind, mono
///     notice: bell          # at the end of a training: none, bell, desktop
///     keys: { b: B, B: b }  # what each of these keys does is moved to another key
///
/// What theme and keys there are the front end knows; here they are words with their places.
public struct WorkbenchConfiguration: Sendable {
    /// A word of the file.
    public struct Entry: Sendable, Hashable {
        /// Dotted path of the field.
        public let field: String
        /// What stands there.
        public let text: String
        /// Line in the file, from 1.
        public let line: Int?
    }

    /// The file; nil without one.
    public let source: String?
    /// The theme.
    public private(set) var theme: Entry?
    /// How the end of a training is told.
    public private(set) var notice: Entry?
    /// Keys that are moved: from, to.
    public private(set) var keys: [(from: Entry, to: Entry)] = []

    private static let sizeLimit = 1 << 20
    private static let fieldNames = ["theme", "notice", "keys"]

    /// Nothing set.
    public init() { source = nil }

    /// Reads the person's file; nothing is set if there is none.
    /// - Throws: `SpecificationError` with the line of what is wrong, or `BrainError` if the file cannot be read.
    public init(environment: [String: String]) throws {
        guard let path = Self.path(environment), FileManager.default.fileExists(atPath: path) else {
            self.init()
            return
        }
        let bytes = try AtomicFile.read(path, limit: Self.sizeLimit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SpecificationError(source: path, why: "it is not UTF-8 text", remedy: "save it as UTF-8")
        }
        try self.init(yaml: text, source: path)
    }

    /// Reads a file's text.
    init(yaml text: String, source: String) throws {
        self.source = source
        // A file of comments alone sets nothing.
        guard let root = try SpecificationValue.compose(text, source: source) else { return }
        let value = SpecificationValue(node: root, path: "", origin: SpecificationOrigin(source: source))
        let fields = try value.fields(allowed: Self.fieldNames, of: "the configuration")
        theme = try fields["theme"].map(Self.entry)
        notice = try fields["notice"].map(Self.entry)
        keys =
            try fields["keys"].map { try $0.pairs("'keys'") }?.map { pair in
                (
                    from: Entry(field: pair.value.path, text: pair.name, line: pair.line),
                    to: try Self.entry(pair.value)
                )
            } ?? []
    }

    private static func entry(_ value: SpecificationValue) throws -> Entry {
        Entry(field: value.path, text: try value.text(), line: value.line)
    }

    /// Where the file is; nil in an environment without a home.
    static func path(_ environment: [String: String]) -> String? {
        // The specification wants relative paths ignored.
        if let folder = environment["XDG_CONFIG_HOME"], folder.hasPrefix("/") { return "\(folder)/bbwb/config.yaml" }
        return environment["HOME"].map { "\($0)/.config/bbwb/config.yaml" }
    }

    /// An error about an entry.
    public func error(_ entry: Entry, _ why: String, _ remedy: String) -> SpecificationError {
        SpecificationError(source: source ?? "", line: entry.line, field: entry.field, why: why, remedy: remedy)
    }
}
