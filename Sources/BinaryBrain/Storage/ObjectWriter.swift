/// How the original's two languages write a `Sequential`; a file of one is not readable by the other unless the net has no name.
public enum SequentialDialect: Sendable, Hashable {
    /// As the Python class does: without the version of the Model level.
    case python
    /// As the C++ class does.
    case cpp
}

/// Appends values in the format of `.bb_net` files: the mirror image of `ObjectReader`.
public struct ObjectWriter {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    /// For whom a `Sequential` is written.
    public let dialect: SequentialDialect
    /// Whether the layout is that of checkpoints, which no class changes.
    let isForCheckpoint: Bool

    /// A writer with nothing written.
    public init(dialect: SequentialDialect = .python) { self.init(dialect: dialect, isForCheckpoint: false) }

    /// A writer for the original's files or for checkpoints.
    init(dialect: SequentialDialect, isForCheckpoint: Bool) {
        self.dialect = dialect
        self.isForCheckpoint = isForCheckpoint
    }

    /// Appends the version with which a level begins, and returns it.
    @discardableResult
    public mutating func writeVersion(of level: String) -> Int {
        let older = isForCheckpoint ? LayerRegistry.contents.versionsOfCheckpoints[level] : nil
        let version = older ?? FileVersions.range(of: level).upperBound
        write(version)
        return version
    }

    private mutating func append<T: FixedWidthInteger>(_ value: T) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a 64-bit integer.
    public mutating func write(_ value: Int) { append(Int64(value)) }
    /// Appends a 32-bit integer.
    public mutating func write(_ value: Int32) { append(value) }
    /// Appends a single-precision number.
    public mutating func write(_ value: Float) { append(value.bitPattern) }
    /// Appends a double-precision number.
    public mutating func write(_ value: Double) { append(value.bitPattern) }
    /// Appends a truth value as one byte.
    public mutating func write(_ value: Bool) { append(UInt8(value ? 1 : 0)) }

    /// Appends a length and UTF-8.
    public mutating func write(_ text: String) {
        write(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends a count and the extents.
    public mutating func write(_ shape: Shape) {
        write(shape.rank)
        for extent in shape.dimensions { write(extent) }
    }

    /// Appends raw bytes.
    package mutating func write(_ raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

    /// Appends an object: its header, then what `data` writes.
    public mutating func object(_ name: String, _ data: (inout ObjectWriter) throws -> Void) rethrows {
        bytes.append(contentsOf: ObjectReader.magic)
        writeVersion(of: FileVersions.objectHeader)
        write(name)
        try data(&self)
    }
}
