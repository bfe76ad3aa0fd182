import Foundation

/// The folder of the whole project, found from this source file.
public enum ProjectFolder {
    /// A path inside it.
    public static func path(_ inside: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(inside).path
    }
}
