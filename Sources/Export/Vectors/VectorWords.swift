import BinaryBrain

/// The files that the tests of C and C++ read: binary, words of 64 bits with the lowest byte first.
enum VectorWords {
    static let stimuli = "test/stimuli.bin"
    static let expected = "test/expected.bin"
    static let pixels = "test/pixels.bin"
    static let counts = "test/counts.bin"

    /// Words of a row of bits.
    static func rowWords(_ vectors: VectorSet) -> Int { (vectors.frameCount + 63) / 64 }

    /// Input bits and output bits, a row a signal; pixels and counts of each image, if the images are pixels.
    static func make(_ vectors: VectorSet) -> [ExportBundle.File] {
        var files: [ExportBundle.File] = [
            .init(stimuli, bits(vectors.inputs, rowWords(vectors))),
            .init(expected, bits(vectors.outputs, rowWords(vectors))),
        ]
        guard let bytes = vectors.pixels else { return files }
        let numbers = (0..<vectors.imageCount).flatMap { vectors.counts(image: $0) }
        files.append(.init(pixels, bytes))
        files.append(.init(counts, numbers.flatMap { littleEndian(UInt32($0)) }))
        return files
    }

    private static func bits(_ buffer: FrameBuffer, _ rowWords: Int) -> [UInt8] {
        (0..<buffer.nodeCount).flatMap { node in
            (0..<rowWords).flatMap { littleEndian(buffer.words(node)[$0]) }
        }
    }

    private static func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
