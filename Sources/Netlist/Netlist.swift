import BinaryBrain

/// A trained binary net as a list of LUTs: what runs bit-packed and what hardware is written from.
///
/// Signals are numbered through: `0 ..< inputCount` are the input bits, `inputCount + i` is the output of `luts[i]`. A LUT
/// reads only signals with lower numbers, so the list can be evaluated from front to back.
public struct Netlist: Sendable, Hashable {
    /// One look-up table.
    public struct Lut: Sendable, Hashable {
        /// The signals that it reads, at most six; input 0 is the lowest bit of the pattern. None for a constant.
        public var inputs: [Int32]
        /// Bit p is the output for pattern p; bits from 2^(number of inputs) on are zero.
        public var table: UInt64
        /// The layer that it comes from, an index into `layerNames`.
        public var layer: Int

        /// A LUT; bits of `table` beyond its patterns are dropped.
        public init(inputs: [Int32], table: UInt64, layer: Int) {
            self.inputs = inputs
            self.table = table & Lut.patterns(inputCount: inputs.count)
            self.layer = layer
        }

        /// Ones for all patterns of `inputCount` inputs.
        static func patterns(inputCount: Int) -> UInt64 {
            LutPatterns.mask(inputsPerNode: inputCount)
        }

        /// The table of a function of a pattern.
        static func table(inputCount: Int, where isOne: (Int) -> Bool) -> UInt64 {
            var table: UInt64 = 0
            for pattern in 0..<1 << inputCount where isOne(pattern) { table |= 1 << UInt64(pattern) }
            return table
        }
    }

    /// The most inputs that a LUT can have.
    public static let maximumLutInputs = 6

    /// Number of input bits.
    public let inputCount: Int
    /// The LUTs, each after those that it reads.
    public let luts: [Lut]
    /// The signals that leave the net, in the order of its last layer's nodes.
    public let outputs: [Int32]
    /// The layers that LUTs come from, in the order of the signal.
    public let layerNames: [String]
    /// How numbers become the input bits.
    public let encoding: InputEncoding
    /// What the output bits become.
    public let decoding: OutputDecoding

    /// Puts a netlist together.
    /// - Throws: `BrainError` if a LUT has too many inputs or reads a signal that does not precede it, or if numbers of
    ///   inputs and outputs do not fit the encoding and decoding.
    public init(
        inputCount: Int, luts: [Lut], outputs: [Int32], layerNames: [String], encoding: InputEncoding,
        decoding: OutputDecoding
    ) throws {
        for (index, lut) in luts.enumerated() {
            guard lut.inputs.count <= Self.maximumLutInputs else {
                throw Self.invalid("LUT \(index) has \(lut.inputs.count) inputs", "give a LUT at most 6 inputs")
            }
            guard lut.inputs.allSatisfy({ $0 >= 0 && Int($0) < inputCount + index }) else {
                throw Self.invalid(
                    "LUT \(index) reads a signal that does not precede it", "order the LUTs from the inputs on")
            }
            guard layerNames.indices.contains(lut.layer) else {
                throw Self.invalid("LUT \(index) belongs to no layer", "name a layer for each LUT")
            }
        }
        guard outputs.allSatisfy({ $0 >= 0 && Int($0) < inputCount + luts.count }) else {
            throw Self.invalid("an output is not a signal", "use signals 0 to \(inputCount + luts.count - 1)")
        }
        guard encoding.bitCount == inputCount else {
            throw Self.invalid(
                "\(encoding.bitCount) bits are encoded for \(inputCount) inputs", "encode a bit for each input")
        }
        let numbers = try decoding.shape.validated(for: "output of a netlist").count
        let fits: Bool
        if case .bits = decoding { fits = outputs.count == numbers } else { fits = outputs.count % numbers == 0 }
        guard fits, !outputs.isEmpty else {
            throw Self.invalid(
                "\(outputs.count) outputs do not become \(decoding.shape)",
                "give as many outputs as bits, or a multiple of the counted numbers")
        }
        if case .averages(_, _, let values) = decoding, values.count != outputs.count / max(1, numbers) + 1 {
            throw Self.invalid(
                "there are values of \(values.count) counts, and an output counts \(outputs.count / max(1, numbers)) bits",
                "give a value for each count, from 0 on")
        }
        guard decoding.frameIntegrationSize == encoding.frameModulationSize else {
            throw Self.invalid(
                "a frame becomes \(encoding.frameModulationSize), of which \(decoding.frameIntegrationSize) become one",
                "integrate over as many frames as the modulation makes")
        }
        self.inputCount = inputCount
        self.luts = luts
        self.outputs = outputs
        self.layerNames = layerNames
        self.encoding = encoding
        self.decoding = decoding
    }

    /// The same inputs and outputs by other LUTs, which the caller has put in order.
    init(_ original: Netlist, luts: [Lut], outputs: [Int32]) {
        inputCount = original.inputCount
        self.luts = luts
        self.outputs = outputs
        layerNames = original.layerNames
        encoding = original.encoding
        decoding = original.decoding
    }

    private static func invalid(_ why: String, _ remedy: String) -> BrainError {
        BrainError(.shape, what: "netlist", why: why, remedy: remedy)
    }

    /// The LUT that drives a signal; nil for an input.
    public func lut(driving signal: Int32) -> Lut? { Int(signal) < inputCount ? nil : luts[Int(signal) - inputCount] }

    /// The output bits for one frame of input bits: the definition that every faster evaluation is compared with.
    public func evaluate(_ inputs: [Bool]) -> [Bool] {
        precondition(inputs.count == inputCount, "a bit for each input")
        var signals = inputs
        signals.reserveCapacity(inputCount + luts.count)
        for lut in luts {
            var pattern: UInt64 = 0
            for (slot, input) in lut.inputs.enumerated() where signals[Int(input)] { pattern |= 1 << UInt64(slot) }
            signals.append(lut.table >> pattern & 1 == 1)
        }
        return outputs.map { signals[Int($0)] }
    }
}
