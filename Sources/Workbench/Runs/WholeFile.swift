/// Writes a text or a picture so that a reader, or a crash, finds the old file or the new one, never a part of it.
public enum WholeFile {
    /// Writes bytes over a file, or makes it.
    public static func write(_ bytes: [UInt8], to path: String) throws { try AtomicFile.write(bytes, to: path) }
}
