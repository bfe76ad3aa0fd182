import BinaryBrain
import Datasets
import Netlist

/// Samples from a file or a pipe, block by block.
package final class SampleReader {
    /// How samples are laid out.
    package enum Format: Sendable, Hashable {
        /// A NumPy array [frames, …shape].
        case npy
        /// Pixels, a byte each, without a header.
        case pixels
        /// Bits, each sample in whole bytes, without a header.
        case bits(isBigEndian: Bool)
    }

    /// What errors call it.
    package let name: String
    /// Samples that the header promises; nil without a header.
    package let promised: Int?
    private let input: StreamInput
    private let format: Format
    private let element: NumpyElement
    private let shape: Shape
    /// Bytes of a sample.
    private let frameBytes: Int
    private var rest: [UInt8] = []
    private var read = 0

    /// Opens a file or, as `-`, standard input, and reads its header.
    /// - Parameter shape: that of a sample of the net.
    /// - Throws: `BrainError` if the net takes other samples, or a file has not the bytes that its header promises.
    package init(_ path: String, _ format: Format, shape: Shape) throws {
        input = try StreamInput(path)
        name = input.path
        self.format = format
        self.shape = shape
        switch format {
        case .npy:
            let header = try NumpyStreamHeader(file: name) { [input] in try input.read(upTo: $0) }
            try Self.check(header, shape, input)
            element = header.element
            promised = header.shape[0]
            frameBytes = shape.count * element.byteCount
        case .pixels:
            (element, promised, frameBytes) = (.uint8, nil, shape.count)
        case .bits:
            (element, promised, frameBytes) = (.uint8, nil, (shape.count + 7) / 8)
        }
        if let size = input.size, promised == nil, size % frameBytes != 0 {
            throw BrainError(
                .shape, what: name, why: "its \(size) bytes are not whole samples of \(frameBytes) bytes each",
                remedy: "give whole samples of \(shape.count) \(format == .pixels ? "pixels" : "bits")")
        }
    }

    private static func check(_ header: NumpyStreamHeader, _ wanted: Shape, _ input: StreamInput) throws {
        guard header.shape.first != 0 else {
            throw BrainError(
                .shape, what: input.path, why: "its shape is \(header.shape): it holds no frames",
                remedy: "give at least one")
        }
        guard !header.shape.isEmpty, wanted.takesSamples(of: Shape(Array(header.shape.dropFirst()))) else {
            throw BrainError(
                .shape, what: input.path, why: "its shape is \(header.shape), and the net takes frames of \(wanted)",
                remedy: "save an array of shape [frames, \(wanted.dimensions.map(String.init).joined(separator: ", "))]"
            )
        }
        guard !header.isFortranOrder || header.shape.count == 1 else {
            throw BrainError(
                .format, what: input.path, why: "its samples do not come one after another (Fortran order)",
                remedy: "save it with numpy.ascontiguousarray, or name the file instead of piping it")
        }
        if let size = input.size, size != header.headerSize + header.size {
            throw BrainError(
                .format, what: "cannot read \(input.path)",
                why:
                    "an array of shape \(header.shape) takes \(header.size) bytes and \(size - header.headerSize) follow",
                remedy: "the file is damaged or of another format; get it again or give another file")
        }
    }

    /// Samples that will come, as far as a header or a file's size tells.
    package var expected: Int? { promised ?? input.size.map { $0 / frameBytes } }

    /// Whether samples of an array come one after another: not in a compressed file, nor in Fortran order.
    package static func canStream(_ path: String) throws -> Bool {
        // What is no file of its own can be read once only; what is wrong with it is told then.
        guard path != "-", let file = try? InputFile(path), try NumpyStreamHeader.isBeginning(file.head(6)) else {
            return path == "-" || (try? InputFile(path)) == nil
        }
        let header = try NumpyStreamHeader(file: path) { try file.read(upTo: $0) }
        return !header.isFortranOrder || header.shape.count <= 1
    }

    /// Whether each sample is pixels, which stand for pixel / 255.
    package var arePixels: Bool { if case .bits = format { false } else { element == .uint8 } }

    /// Samples in a block.
    package var blockFrames: Int {
        let many = max(Self.framesPerBlock, Self.smallBlock / frameBytes / Self.framesPerBlock * Self.framesPerBlock)
        guard many * frameBytes > Self.largeBlock else { return many }
        return max(1, Self.largeBlock / frameBytes / 64 * 64, min(64, Self.largeBlock / frameBytes))
    }

    /// Bytes of a block.
    package var blockSize: Int { blockFrames * frameBytes }

    private static let framesPerBlock = 2048
    /// Bytes up to which a block has more frames than that, and beyond which it has fewer.
    private static let (smallBlock, largeBlock) = (1 << 20, 1 << 21)

    /// Reads samples into memory of `blockSize`: what is there when nothing more comes for a moment.
    /// - Returns: how many; 0 at the end.
    /// - Throws: `BrainError` if it ends within a sample, or before or after the number that was promised. What was whole has been
    ///   returned by then.
    package func next(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let left = promised.map { $0 - read } ?? .max
        guard left > 0 else {
            if try !input.read(upTo: 1).isEmpty {
                throw incomplete("more bytes follow than its header says", "check what wrote it")
            }
            return 0
        }
        rest.withUnsafeBytes { memory.copyMemory(from: $0) }
        let wanted = UnsafeMutableRawBufferPointer(rebasing: memory[..<(min(left, blockFrames) * frameBytes)])
        let (count, isEnd) = try input.fill(wanted, from: rest.count, unit: frameBytes)
        let frames = count / frameBytes
        rest = Array(memory[(frames * frameBytes)..<count])
        read += frames
        if isEnd, frames == 0 {
            if !rest.isEmpty {
                throw incomplete(
                    "it ends within sample \(read), after \(rest.count) of \(frameBytes) bytes", "check what wrote it")
            }
            if let promised {
                throw incomplete("it ends after \(read) of \(promised) samples", "check what wrote it")
            }
        }
        return frames
    }

    private func incomplete(_ why: String, _ remedy: String) -> BrainError {
        BrainError(.format, what: "reading \(name)", why: why, remedy: remedy)
    }

    /// Lends samples in memory as the net takes them.
    package func withSamples<Result>(
        _ memory: UnsafeMutableRawBufferPointer, frames: Int, _ body: (NetlistSamples) throws -> Result
    ) rethrows -> Result {
        let bytes = UnsafeRawBufferPointer(rebasing: memory[..<(frames * frameBytes)])
        switch (format, element) {
        case (.bits(let isBigEndian), _):
            return try body(.bits(bytes.assumingMemoryBound(to: UInt8.self), isBigEndian: isBigEndian))
        case (_, .uint8): return try body(.pixels(bytes.assumingMemoryBound(to: UInt8.self)))
        case (_, .float32): return try body(.numbers(bytes.assumingMemoryBound(to: Float.self)))
        default: return try element.floats(bytes).withUnsafeBufferPointer { try body(.numbers($0)) }
        }
    }
}
