import BinaryBrain
import Datasets
import Foundation

/// What a person has changed in a bundle, and where it is kept when the bundle is written anew.
///
/// Constraints are the person's: the edited file stays where it is, the new one stands beside it as `NAME.new`. Any other
/// file is part of what the export answers for, so the new one takes its place and the edited one stands beside it as
/// `NAME.edited`.
struct EditedFiles {
    /// Files below it stay as a person has left them.
    private static let ownedFolder = "constraints/"

    /// A file that is kept.
    private struct Kept {
        /// Where it is in the old bundle, and where it goes in the new one.
        let old: String
        let new: String
    }

    private let folder: URL
    private let old: BundleManifest

    /// - Parameter folder: a bundle with this manifest.
    init(in folder: URL, _ old: BundleManifest) {
        self.folder = folder
        self.old = old
    }

    /// Paths of exported files whose contents are not what was exported.
    func edited() throws -> [String] {
        try old.digests.keys.sorted().filter { path in
            let url = folder.appendingPathComponent(path)
            guard let type = BundleFolder.type(of: url) else { return false }
            return try type != .typeRegular || SHA256Digest.hex(ofFile: url.path) != old.digests[path]
        }
    }

    /// Puts what is to be kept into the new bundle.
    /// - Parameters:
    ///   - staging: the new bundle, complete but for the manifest.
    ///   - manifest: of the new bundle's files; what is kept, and what stands beside it, is added.
    /// - Returns: what was done, a sentence a file.
    func keep(in staging: StagedFolder, _ manifest: inout BundleManifest) throws -> [String] {
        var kept: [Kept] = []
        var notes: [String] = []
        let earlier = old.kept.sorted().filter { BundleFolder.type(of: folder.appendingPathComponent($0)) != nil }
        let edited = try edited()
        for path in earlier + edited {
            guard let exported = manifest.digests[path] else {
                // Nothing new has this name: what was kept before and constraints stay, the rest is set apart.
                let isInPlace = old.kept.contains(path) || path.hasPrefix(Self.ownedFolder)
                let new = isInPlace ? path : free("\(path).edited", manifest, kept.map(\.new))
                kept.append(Kept(old: path, new: new))
                if edited.contains(path) {
                    notes.append("\(path) was edited" + (isInPlace ? " and stays" : ": what it was is \(new)"))
                }
                continue
            }
            // Somebody has done what the export does.
            if try SHA256Digest.hex(ofFile: folder.appendingPathComponent(path).path) == exported { continue }
            if path.hasPrefix(Self.ownedFolder) {
                let beside = free("\(path).new", manifest, kept.map(\.new))
                try staging.write(AtomicFile.read("\(staging.path)/\(path)"), to: beside)
                manifest.digests[beside] = exported
                notes.append("\(path) was edited and stays; the new one is \(beside)")
                kept.append(Kept(old: path, new: path))
            } else {
                let beside = free("\(path).edited", manifest, kept.map(\.new))
                notes.append("\(path) was edited: what it was is \(beside)")
                kept.append(Kept(old: path, new: beside))
            }
        }
        for file in kept {
            try copy(file, to: staging)
            // An edited file that stays in its place is known by what was exported, and so is edited the next time too.
            if manifest.digests[file.new] == nil { manifest.kept.insert(file.new) }
        }
        return notes
    }

    /// A name that nothing has.
    private func free(_ name: String, _ manifest: BundleManifest, _ taken: [String]) -> String {
        var candidate = name
        var number = 2
        while manifest.knows(candidate) || old.kept.contains(candidate) || taken.contains(candidate) {
            candidate = "\(name)-\(number)"
            number += 1
        }
        return candidate
    }

    private func copy(_ file: Kept, to staging: StagedFolder) throws {
        let old = folder.appendingPathComponent(file.old).path
        try staging.write(AtomicFile.read(old), to: file.new)
        guard let mode = try? FileManager.default.attributesOfItem(atPath: old)[.posixPermissions] else { return }
        try? FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: "\(staging.path)/\(file.new)")
    }
}
