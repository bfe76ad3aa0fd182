import BinaryBrain

extension NumpyArray {
    /// The elements as samples or targets of a net, by the rule for every file that this program reads: unsigned bytes are
    /// 8-bit pixels and count as pixel / 255, Booleans are 0 and 1, and all other numbers count as they are.
    ///
    /// Bytes of nothing but 0 and 1 are refused: as pixels they would all be nearly black, and hardly anybody means that.
    /// - Parameter file: where the array came from, for the error.
    public func sampleValues(file: String) throws -> SampleSet.Values {
        guard element == .uint8 else { return .floats(floats) }
        guard bytes.max() != 1 else {
            throw BrainError(
                .format, what: "samples of \(file)",
                why: "its unsigned bytes are all 0 or 1, but unsigned bytes mean pixel / 255",
                remedy: "save truth values with array.astype(bool), and numbers with array.astype('float32')")
        }
        return .pixels(bytes)
    }
}

extension SampleSet.Values {
    /// The numbers that the stored values stand for.
    public var numbers: [Float] {
        switch self {
        case .pixels(let pixels): pixels.map { Float($0) / 255 }
        case .floats(let floats): floats
        }
    }

    /// Whether they are 8-bit pixels.
    public var arePixels: Bool {
        if case .pixels = self { true } else { false }
    }
}
