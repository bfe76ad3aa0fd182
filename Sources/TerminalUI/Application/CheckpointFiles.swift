import Foundation
import Workbench

/// The checkpoints that can be loaded into a run.
enum CheckpointFiles {
    /// The checkpoints in a run's directory, in the directories beside it (other runs of the same experiment) and in the
    /// folders of each; the newest first.
    static func list(near runDirectory: String) -> [Picker.Item] {
        let run = URL(filePath: runDirectory, directoryHint: .isDirectory).standardizedFileURL
        let parent = run.deletingLastPathComponent()
        let runs = Set(([run] + children(parent)).filter(isDirectory).map(\.path)).map { URL(filePath: $0) }
        return list(in: runs, below: parent)
    }

    /// The checkpoints of all runs in a folder, the newest first.
    static func list(in store: RunStore) -> [Picker.Item] {
        list(
            in: store.directories.map { URL(filePath: $0.path, directoryHint: .isDirectory).standardizedFileURL },
            below: URL(filePath: store.path, directoryHint: .isDirectory).standardizedFileURL)
    }

    private static func list(in runs: [URL], below parent: URL) -> [Picker.Item] {
        let folders = runs + runs.flatMap(children).filter(isDirectory)
        let files = folders.flatMap(children).filter {
            $0.pathExtension == Picker.checkpointExtension && !isDirectory($0)
        }
        return files.map { ($0, modified($0)) }
            .sorted { ($1.1, $1.0.path) < ($0.1, $0.0.path) }
            .map { url, date in
                Picker.Item(label: label(url, below: parent), detail: detail(url, date), choice: .load(url.path))
            }
    }

    /// The path from the folder of all runs on.
    private static func label(_ url: URL, below parent: URL) -> String {
        url.pathComponents.dropFirst(parent.pathComponents.count).joined(separator: "/")
    }

    private static func children(_ directory: URL) -> [URL] {
        // A directory that cannot be read holds nothing that could be loaded.
        (try? FileManager.default.contentsOfDirectory(
            at: directory, includingPropertiesForKeys: [.contentModificationDateKey, .isDirectoryKey, .fileSizeKey]))
            ?? []
    }

    private static func isDirectory(_ url: URL) -> Bool {
        (try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) ?? false
    }

    private static func modified(_ url: URL) -> Date {
        (try? url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate) ?? .distantPast
    }

    private static func detail(_ url: URL, _ date: Date) -> String {
        let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
        let parts = Calendar.current.dateComponents([.month, .day, .hour, .minute], from: date)
        return String(
            format: "%02d-%02d %02d:%02d  %@B", parts.month ?? 0, parts.day ?? 0, parts.hour ?? 0, parts.minute ?? 0,
            NumberText.count(Double(size)))
    }
}
