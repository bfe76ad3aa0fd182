import BinaryBrain
import Workbench

/// How a person is told that a training has come to its end.
public enum NoticeKind: String, Sendable, CaseIterable {
    /// Not at all.
    case none
    /// By the terminal's bell.
    case bell
    /// By the bell and a message of the desktop, in terminals that can send one.
    case desktop

    /// What a configuration asks for; `desktop` if it says nothing.
    /// - Throws: `SpecificationError` with the line, if there is no such kind.
    public init(_ configuration: WorkbenchConfiguration) throws {
        guard let entry = configuration.notice else {
            self = .desktop
            return
        }
        guard let kind = Self(rawValue: entry.text) else {
            throw configuration.error(
                entry, "there is no notice '\(entry.text)'",
                NearestName.remedy(for: entry.text, among: Self.allCases.map(\.rawValue)))
        }
        self = kind
    }
}
