/// The ports of a stream as AXI has them: whole bytes, a packet's number, and registers.
struct AXIInterface {
    /// Bits of the packet's number by default.
    static let idWidth = 8
    /// Bits of an address of the registers, in bytes.
    static let addressWidth = 6

    /// Name of the top module.
    let name: String
    let interface: StreamInterface
    let circuit: Circuit
    /// FNV-1a over the sources of the design, so that software can tell nets apart.
    let digest: UInt32

    /// The module within, with the ports of a plain stream.
    var streamName: String { "\(name)_stream" }

    /// Bits of whole bytes.
    static func bytes(_ bits: Int) -> Int { (bits + 7) / 8 * 8 }

    /// Bits of a pixel at the input.
    var inputWidth: Int { Self.bytes(interface.inputBits) }

    /// A number in what leaves: where it lies in the module's own word, and where in TDATA.
    struct Field {
        /// The port of the module within.
        let port: String
        let low: Int
        let width: Int
        /// Where it begins in TDATA.
        let place: Int
    }

    /// The numbers of a beat that leaves, from the lowest byte on: the class, then each count, or bits.
    var fields: [Field] {
        var fields: [Field] = []
        var place = 0
        func add(_ port: String, _ low: Int, _ width: Int) {
            fields.append(Field(port: port, low: low, width: width, place: place))
            place += Self.bytes(width)
        }
        if let width = interface.answer?.classWidth { add("out_class", 0, width) }
        if interface.includesIO {
            let width = circuit.largestCount.bitsNeeded
            for low in stride(from: 0, to: interface.outputBits, by: width) { add("out_data", low, width) }
        } else {
            add("out_data", 0, interface.outputBits)
        }
        return fields
    }

    /// Bits of a beat that leaves.
    var outputWidth: Int { fields.last.map { $0.place + Self.bytes($0.width) } ?? 8 }
    /// Bits of TUSER that leave: the start of a map, and whether it is broken; an answer has none.
    var outputUserWidth: Int { interface.passesBroken ? 2 : 1 }

    /// A register that software reads.
    struct Register {
        let address: Int
        let name: String
        let meaning: String
        /// An expression of 32 bits.
        let value: String
    }

    /// All that can be read. Writing 1 to the first bit of `CONTROL` clears the counts.
    var registers: [Register] {
        let (height, width) = (interface.input.height, interface.input.width)
        let channels = interface.input.channels
        return [
            .init(address: 0x00, name: "MAGIC", meaning: "the letters bbwb", value: "32'h62627762"),
            .init(address: 0x04, name: "VERSION", meaning: "of these registers: 1", value: "32'd1"),
            .init(address: 0x08, name: "CONTROL", meaning: "writing 1 clears the counts; reads 0", value: "32'd0"),
            .init(
                address: 0x0C, name: "NET", meaning: "FNV-1a of the design's sources, another for another net",
                value: "32'h\(digest.hex(8))"),
            .init(address: 0x10, name: "ANSWERS", meaning: "frames that were answered", value: "answers"),
            .init(address: 0x14, name: "ERRORS", meaning: "all errors", value: "errors"),
            .init(address: 0x18, name: "CUT", meaning: "frames that were cut short", value: "errors_cut"),
            .init(address: 0x1C, name: "ROWS", meaning: "frames with a row of another length", value: "errors_rows"),
            .init(
                address: 0x20, name: "BEHIND", meaning: "times that pixels came behind a frame", value: "errors_behind"),
            .init(
                address: 0x24, name: "SIZE", meaning: "rows of a frame in the upper half, columns in the lower",
                value: "{16'd\(height), 16'd\(width)}"),
            .init(
                address: 0x28, name: "FORM",
                meaning: "numbers of an answer in the upper half, bit frames an image, bit channels of a pixel",
                value: "{16'd\(circuit.numberCount), 8'd\(min(255, circuit.framesPerImage)), 8'd\(min(255, channels))}"),
        ]
    }
}
