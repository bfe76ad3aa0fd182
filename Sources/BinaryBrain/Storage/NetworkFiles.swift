import Foundation

/// Saved nets in directories, laid out as the original's Python module `storage` does it (manual §6.2.12.1):
///
///     path/20240131_235959/Sequential.bb_net       the net, under its instance name or else its class name
///     path/20240131_235959/0003_ReLU.bb_net        with `writeLayers`, each layer, by its index among all or by its name
///     path/20240131_235959/__no_delete__           keeps this directory from being removed as an old backup
///
/// Files of the original's older formats (`.bin`, `.pickle`) are not read.
public enum NetworkFiles {
    // MARK: Dated directories

    /// Whether a name is that of a dated directory, `YYYYmmdd_HHMMSS` (manual `is_date_string`). As in the original the day and
    /// month are not checked against a calendar.
    public static func isDateString(_ text: String) -> Bool {
        let digits: [ClosedRange<Character>?] = [
            "1"..."2", "0"..."9", "0"..."9", "0"..."9", "0"..."1", "0"..."9", "0"..."3", "0"..."9", nil, "0"..."2",
            "0"..."9", "0"..."5", "0"..."9", "0"..."5", "0"..."9",
        ]
        return text.count == digits.count
            && zip(text, digits).allSatisfy { character, range in range?.contains(character) ?? (character == "_") }
    }

    /// The name of a dated directory for a time, in the time zone of this machine (manual `get_date_string`).
    public static func dateString(_ date: Date = Date()) -> String {
        var seconds = time_t(date.timeIntervalSince1970)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return String(
            format: "%04d%02d%02d_%02d%02d%02d", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
            parts.tm_min, parts.tm_sec)
    }

    /// The newest dated directory in `path`; nil if there is none (manual `get_latest_path`).
    public static func latestPath(in path: String) -> String? {
        datedDirectories(in: path).first.map { "\(path)/\($0)" }
    }

    /// Removes the dated directories in `path` but for the newest `keeping`; one that holds a file `__no_delete__` stays and
    /// does not count (manual `remove_backups`).
    /// - Parameter keeping: how many stay; a negative number keeps all.
    /// - Throws: `BrainError` of kind `.io` if a directory cannot be read or removed.
    public static func removeBackups(in path: String, keeping: Int = -1) throws {
        guard keeping >= 0 else { return }
        let old = datedDirectories(in: path).filter {
            !FileManager.default.fileExists(atPath: "\(path)/\($0)/__no_delete__")
        }
        for name in old.dropFirst(keeping) {
            try reporting("removing the backup \(path)/\(name)") {
                try FileManager.default.removeItem(atPath: "\(path)/\(name)")
            }
        }
    }

    /// Names of the dated directories, newest first.
    private static func datedDirectories(in path: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.filter { isDateString($0) && isDirectory("\(path)/\($0)") }.sorted(by: >)
    }

    // MARK: Finding and copying

    /// The file of a net: `path` itself if that is a file, else the net in the newest dated directory in it, or in it. Beside
    /// files of layers it is `Sequential.bb_net`.
    /// - Throws: `BrainError` if no file or more than one could be meant.
    public static func netFile(at path: String) throws -> String {
        guard isDirectory(path) else { return path }
        // A dated directory without a net is one whose saving failed; it does not hide those before it.
        let dated = datedDirectories(in: path).map { "\(path)/\($0)" }
        let directory = dated.first { !((try? netNames(in: $0)) ?? []).isEmpty } ?? dated.first ?? path
        let names = try netNames(in: directory)
        if names.contains("Sequential.bb_net") { return "\(directory)/Sequential.bb_net" }
        guard names.count == 1 else {
            throw BrainError(
                .io, what: "looking for a net in \(directory)",
                why: names.isEmpty ? "there is no .bb_net file" : "there are \(names.count) .bb_net files",
                remedy: "name the file")
        }
        return "\(directory)/\(names[0])"
    }

    private static func netNames(in directory: String) throws -> [String] {
        try reporting("reading \(directory)") { try FileManager.default.contentsOfDirectory(atPath: directory) }
            .filter { $0.hasSuffix(".bb_net") }.sorted()
    }

    /// Copies files of one saved net into a new directory beside it (manual `copy_network_files`).
    /// - Parameters:
    ///   - path: the directory that holds those of the saved nets.
    ///   - destination: name of the directory to copy to.
    ///   - source: name of the directory to copy from; nil for the newest dated one.
    ///   - wildcard: which files, in the shell's notation.
    ///   - existOK: whether the destination may be there already.
    /// - Throws: `BrainError` of kind `.io` if there is no saved net, or a file cannot be copied.
    public static func copyNetworkFiles(
        in path: String, to destination: String, from source: String? = nil, wildcard: String = "*",
        existOK: Bool = false
    ) throws {
        let what = "copying network files in \(path)"
        guard let from = try loadPath(in: path, name: source) else {
            throw BrainError(
                .io, what: what, why: "there is no directory \(source ?? "with a date")",
                remedy: "name a directory that holds a saved net")
        }
        let target = "\(path)/\(try fileName(destination))"
        guard existOK || !FileManager.default.fileExists(atPath: target) else {
            throw BrainError(
                .io, what: what, why: "\(target) already exists", remedy: "allow that, or choose another name")
        }
        try reporting(what) {
            let names = try FileManager.default.contentsOfDirectory(atPath: from)
            try Folder.make(target)
            for name in names where fnmatch(wildcard, name, FNM_PERIOD) == 0 && !isDirectory("\(from)/\(name)") {
                try AtomicFile.write(AtomicFile.read("\(from)/\(name)"), to: "\(target)/\(name)")
            }
        }
    }

    // MARK: Files

    /// The name itself; throws if it would lead out of its directory.
    static func fileName(_ name: String) throws -> String {
        guard !name.isEmpty, name != ".", name != "..", !name.contains(where: { $0 == "/" || $0 == "\0" }) else {
            throw BrainError(
                .parameter, what: "file name '\(name)'", why: "it is not the name of a single file",
                remedy: "give a name without slashes")
        }
        return name
    }

    static func isDirectory(_ path: String) -> Bool { Folder.isFolder(path) }

    static func reporting<Result>(_ what: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error where !(error is BrainError) {
            throw BrainError(
                .io, what: what, why: error.localizedDescription, remedy: "check that the path can be read and written")
        }
    }
}
