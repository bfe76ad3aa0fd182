import BinaryBrain

/// The binary form of a netlist (`.bb_netlist`). All numbers are little-endian; a shape is u32 axes, then a u32 each.
///
///     magic "BBNETLST" | u32 version | u64 size of the file
///     encoding: shape | u32 frame modulation M | u32 depth modulation D | f32 thresholds, D · M of them; in version 2
///     D · M for each number
///     u32 layers | each: u32 bytes of its name | UTF-8
///     u32 LUTs | each: u32 layer | u8 inputs | u32 signal for each input | u64 table
///     u32 outputs | u32 signal for each
///     decoding: u8 kind (0 bits, 1 shares, 2 sums, 3 averages) | shape | bits: u8 1 for levels −1/+1, 0 for 0/1; shares: u32
///     frames; sums: u32 frames, f32 scale and offset; averages: u32 frames, u32 count,
///     so many f32
///     u32 CRC-32 of all bytes before it
extension Netlist {
    private static let magic = Array("BBNETLST".utf8)
    /// Version 2 says that numbers have thresholds of their own.
    private static let versions: ClosedRange<UInt32> = 1...2
    /// Magic, version and size.
    private static let headerSize = 20
    private static let checkSize = 4
    /// A LUT without inputs.
    private static let smallestLut = 13

    // MARK: Writing

    /// The bytes of a `.bb_netlist` file.
    public func encoded() -> [UInt8] {
        var writer = NetlistWriter()
        writer.write(encoding)
        writer.write(layerNames.count)
        for name in layerNames {
            let text = Array(name.utf8)
            writer.write(text.count)
            writer.bytes += text
        }
        writer.write(luts.count)
        for lut in luts {
            writer.write(lut.layer)
            writer.bytes.append(UInt8(lut.inputs.count))
            for input in lut.inputs { writer.write(Int(input)) }
            writer.write(lut.table)
        }
        writer.write(outputs.count)
        for output in outputs { writer.write(Int(output)) }
        writer.write(decoding)

        var file = NetlistWriter()
        file.bytes = Self.magic
        file.write(encoding.hasOwnThresholds ? Self.versions.upperBound : Self.versions.lowerBound)
        file.write(UInt64(Self.headerSize + writer.bytes.count + Self.checkSize))
        file.bytes += writer.bytes
        file.write(CyclicRedundancyCheck.value(of: file.bytes))
        return file.bytes
    }

    // MARK: Reading

    /// Throws, by the first bytes, unless a file of so many bytes begins like a netlist of that size.
    public static func checkHead(_ head: [UInt8], size: Int) throws {
        var reader = NetlistReader(head)
        guard head.starts(with: magic) else { throw reader.error("it does not begin like a netlist") }
        try reader.skip(magic.count + 4)
        let stated = try reader.integer(UInt64.self, "the size")
        guard stated == UInt64(size) else { throw reader.error("it has \(size) bytes but should have \(stated)") }
    }

    /// Reads the bytes of a `.bb_netlist` file, believing none of them: every size is compared with the bytes that remain before
    /// anything is allocated.
    /// - Throws: `BrainError` that says the byte and what is wrong there.
    public init(decoding file: [UInt8]) throws {
        var reader = NetlistReader(file)
        guard file.starts(with: Self.magic) else { throw reader.error("it does not begin like a netlist") }
        guard file.count >= Self.headerSize + Self.checkSize else { throw reader.error("it ends too soon") }
        try reader.skip(Self.magic.count)
        let version = try reader.integer(UInt32.self, "the version")
        let size = try reader.integer(UInt64.self, "the size")
        guard size == UInt64(file.count) else {
            throw reader.error("it has \(file.count) bytes but should have \(size)")
        }
        var check = NetlistReader(file)
        try check.skip(file.count - Self.checkSize)
        guard
            try check.integer(UInt32.self, "the checksum")
                == CyclicRedundancyCheck.value(of: file.dropLast(Self.checkSize))
        else { throw reader.error("its checksum does not match its contents") }
        guard Self.versions.contains(version) else {
            throw BrainError(
                .format, what: "reading a netlist",
                why:
                    "it has version \(version), this program reads \(Self.versions.lowerBound) to \(Self.versions.upperBound)",
                remedy: "use the version of bbwb that wrote it")
        }
        reader.end -= Self.checkSize
        self = try reader.netlist(smallestLut: Self.smallestLut, hasOwnThresholds: version == 2)
    }
}

/// Numbers to little-endian bytes.
private struct NetlistWriter {
    var bytes: [UInt8] = []

    mutating func write(_ value: some FixedWidthInteger & UnsignedInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// A count or signal: none exceeds 31 bits.
    mutating func write(_ value: Int) { write(UInt32(value)) }

    mutating func write(_ shape: Shape) {
        write(shape.rank)
        for extent in shape.dimensions { write(extent) }
    }

    mutating func write(_ encoding: InputEncoding) {
        write(encoding.shape)
        write(encoding.frameModulationSize)
        write(encoding.depthModulationSize)
        for threshold in encoding.thresholds { write(threshold.bitPattern) }
    }

    mutating func write(_ decoding: OutputDecoding) {
        switch decoding {
        case .bits(let shape, let levels):
            bytes.append(0)
            write(shape)
            bytes.append(levels == .minusOnePlusOne ? 1 : 0)
        case .shares(let shape, let frames):
            bytes.append(1)
            write(shape)
            write(frames)
        case .sums(let shape, let frames, let scale, let offset):
            bytes.append(2)
            write(shape)
            write(frames)
            write(scale.bitPattern)
            write(offset.bitPattern)
        case .averages(let shape, let frames, let values):
            bytes.append(3)
            write(shape)
            write(frames)
            write(values.count)
            for value in values { write(value.bitPattern) }
        }
    }
}

/// Little-endian bytes to numbers.
private struct NetlistReader {
    private let bytes: [UInt8]
    private var offset = 0
    /// Where the contents end.
    var end: Int

    private static let maximumRank = 16

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        end = bytes.count
    }

    func error(_ why: String) -> BrainError {
        BrainError(
            .format, what: "reading a netlist", why: "byte \(offset): \(why)",
            remedy: "the file is damaged or not a .bb_netlist file: use an intact copy")
    }

    mutating func skip(_ count: Int) throws {
        guard count <= end - offset else { throw error("\(count) bytes are missing") }
        offset += count
    }

    mutating func integer<T: FixedWidthInteger>(_ type: T.Type, _ what: String) throws -> T {
        let start = offset
        guard MemoryLayout<T>.size <= end - start else { throw error("\(what) is missing") }
        offset += MemoryLayout<T>.size
        return bytes.withUnsafeBytes { T(littleEndian: $0.loadUnaligned(fromByteOffset: start, as: T.self)) }
    }

    /// A number of things that take at least `size` bytes each.
    mutating func count(_ what: String, size: Int) throws -> Int {
        let value = Int(try integer(UInt32.self, what))
        guard value <= (end - offset) / size else {
            throw error("\(what) are \(value), more than the file has room for")
        }
        return value
    }

    /// A number of 31 bits.
    mutating func number(_ what: String) throws -> Int {
        guard let value = Int32(exactly: try integer(UInt32.self, what)) else { throw error("\(what) is too large") }
        return Int(value)
    }

    private mutating func shape(_ what: String) throws -> Shape {
        let rank = try count("axes of \(what)", size: 4)
        guard rank <= Self.maximumRank else { throw error("\(what) has \(rank) axes") }
        return Shape(try (0..<rank).map { _ in try number(what) })
    }

    private mutating func encoding(hasOwnThresholds: Bool) throws -> InputEncoding {
        let shape = try shape("the input's shape")
        let (frames, depth) = (try number("the frame modulation"), try number("the depth modulation"))
        // Two numbers of 31 bits: the product does not overflow.
        let owners = hasOwnThresholds ? try shape.validated(for: "input of a netlist").count : 1
        guard frames * depth <= (end - offset) / 4 / owners else {
            throw error("\(frames * depth) thresholds are more than the file has room for")
        }
        let thresholds = try (0..<owners * frames * depth).map { _ in
            Float(bitPattern: try integer(UInt32.self, "a threshold"))
        }
        // Further on, depth times nodes are signals.
        guard try shape.validated(for: "input of a netlist").count <= Int(Int32.max) / max(1, depth) else {
            throw error("the input has more bits than signals can be numbered")
        }
        return try InputEncoding(
            shape: shape, frameModulationSize: frames, depthModulationSize: depth, thresholds: thresholds)
    }

    private mutating func decoding() throws -> OutputDecoding {
        let kind = try integer(UInt8.self, "the kind of the outputs")
        let shape = try shape("the output's shape")
        switch kind {
        case 0:
            let levels = try integer(UInt8.self, "the levels of the outputs")
            guard levels <= 1 else { throw error("the levels of the outputs are \(levels)") }
            return .bits(shape, levels: levels == 1 ? .minusOnePlusOne : .zeroOne)
        case 1: return .shares(shape, frameIntegrationSize: try number("the frames of an output"))
        case 2:
            let frames = try number("the frames of an output")
            let scale = Float(bitPattern: try integer(UInt32.self, "the scale of the outputs"))
            let offset = Float(bitPattern: try integer(UInt32.self, "the offset of the outputs"))
            guard scale.isFinite, scale > 0, offset.isFinite else {
                throw error("the scale of the outputs is \(scale)")
            }
            return .sums(shape, frameIntegrationSize: frames, scale: scale, offset: offset)
        case 3:
            let frames = try number("the frames of an output")
            let count = try number("the counts of an output")
            let values = try (0..<count).map { _ in
                Float(bitPattern: try integer(UInt32.self, "the value of a count"))
            }
            guard values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 <= $1 }) else {
                throw error("the values of the counts fall")
            }
            return .averages(shape, frameIntegrationSize: frames, values: values)
        default: throw error("the outputs are of kind \(kind)")
        }
    }

    private mutating func name() throws -> String {
        let length = try count("bytes of a layer's name", size: 1)
        let start = offset
        try skip(length)
        guard let text = String(validating: bytes[start..<offset], as: UTF8.self) else {
            throw error("a layer's name is not UTF-8 text")
        }
        return text
    }

    private mutating func lut() throws -> Netlist.Lut {
        let layer = try number("a LUT's layer")
        let size = Int(try integer(UInt8.self, "a LUT's number of inputs"))
        guard size <= Netlist.maximumLutInputs else { throw error("a LUT has \(size) inputs") }
        let inputs = try (0..<size).map { _ in Int32(try number("a LUT's input")) }
        let table = try integer(UInt64.self, "a LUT's table")
        guard table & ~Netlist.Lut.patterns(inputCount: size) == 0 else {
            throw error("a table of \(size) inputs has more than \(1 << size) entries")
        }
        return Netlist.Lut(inputs: inputs, table: table, layer: layer)
    }

    /// All that stands between header and checksum.
    mutating func netlist(smallestLut: Int, hasOwnThresholds: Bool) throws -> Netlist {
        do {
            let encoding = try encoding(hasOwnThresholds: hasOwnThresholds)
            let layers = try (0..<count("the layers", size: 4)).map { _ in try name() }
            let luts = try (0..<count("the LUTs", size: smallestLut)).map { _ in try lut() }
            let outputs = try (0..<count("the outputs", size: 4)).map { _ in Int32(try number("an output")) }
            let decoding = try decoding()
            guard offset == end else { throw error("there are bytes after the netlist") }
            return try Netlist(
                inputCount: encoding.bitCount, luts: luts, outputs: outputs, layerNames: layers, encoding: encoding,
                decoding: decoding)
        } catch let reason as BrainError where reason.kind != .format {
            throw error("\(reason.what): \(reason.why)")
        }
    }
}
