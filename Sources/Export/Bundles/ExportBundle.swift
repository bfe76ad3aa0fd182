import BinaryBrain

/// Everything that an export writes, in memory: paths below the bundle's folder and their contents.
struct ExportBundle {
    /// One file.
    struct File {
        /// Path below the folder, of this program's making only.
        let path: String
        let bytes: [UInt8]

        init(_ path: String, _ bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }

        init(_ path: String, _ text: String) { self.init(path, Array(text.utf8)) }
    }

    var files: [File] = []

    /// Adds a file.
    mutating func add(_ path: String, _ text: String) { files.append(File(path, text)) }
}
