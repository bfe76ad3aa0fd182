import BinaryBrain

extension ReferenceFiles {
    /// Files that the folder of a run may hold copies of.
    convenience init(copiesIn run: RunDirectory) { self.init { run.copies(digest: $0) } }

    /// The run that a checkpoint belongs to, if it lies in one.
    static func run(ofCheckpoint path: String) -> RunDirectory {
        RunDirectory(path: FilePath.folder(of: FilePath.folder(of: path)))
    }
}
