import BinaryBrain

/// A .npz file: a zip of .npy files, as `numpy.savez` and `savez_compressed` write it.
public enum NumpyArchive {
    /// All arrays of the file, by name without `.npy`.
    /// - Throws: `BrainError` if the file cannot be read, or is no intact archive of .npy files.
    public static func arrays(contentsOf path: String) throws -> [String: NumpyArray] {
        let reader = try ArchiveReader(path: path, layout: .entries)
        var result: [String: NumpyArray] = [:]
        while let entry = try reader.nextEntry() {
            guard entry.hasSuffix(".npy") else {
                throw BrainError.malformedFile(path, "it holds '\(entry)', which is not a .npy file")
            }
            let name = "\(path) (\(entry))"
            let array = try NumpyArray(npy: reader.readEntry(NumpyArray.sizeRule(file: name)), file: name)
            guard result.updateValue(array, forKey: String(entry.dropLast(4))) == nil else {
                throw BrainError.malformedFile(path, "it holds '\(entry)' twice")
            }
        }
        return result
    }
}
