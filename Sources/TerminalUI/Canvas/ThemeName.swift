import BinaryBrain
import Workbench

/// The colour themes.
public enum ThemeName: String, Sendable, CaseIterable {
    /// Light letters on a dark ground.
    case dark
    /// Dark letters on a light ground.
    case light
    /// Only differences that every colour vision sees: blue, orange, yellow, light and dark.
    case colorBlind = "colour-blind"
    /// No colour: bold, dim, reverse and underline.
    case mono

    /// The theme after this one, the first after the last.
    var next: ThemeName {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }

    /// The theme that a configuration asks for; nil if it names none.
    /// - Throws: `SpecificationError` with the line, if there is no such theme.
    public init?(_ configuration: WorkbenchConfiguration) throws {
        guard let entry = configuration.theme else { return nil }
        guard let name = Self(rawValue: entry.text) else {
            throw configuration.error(
                entry, "there is no theme '\(entry.text)'",
                NearestName.remedy(for: entry.text, among: Self.allCases.map(\.rawValue)))
        }
        self = name
    }
}
