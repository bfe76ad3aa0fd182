import BinaryBrain
import Datasets

/// Answers to a file or a pipe, block by block.
package final class AnswerWriter {
    /// How answers are laid out.
    package enum Layout: Sendable {
        /// A NumPy array [answers, …shape].
        case npy
        /// The numbers, little-endian, one answer after another.
        case raw
        /// A table with a column for each number.
        case table(names: [String])
    }

    private let output: FileOutput
    private let isArray: Bool
    private let columns: Int?
    private let element: NumpyElement
    private let shape: [Int]
    private let headerSize: Int
    private let promised: Int?
    /// Answers written.
    package private(set) var count = 0

    /// More answers than any header will have.
    private static let manyAnswers = 1 << 60

    /// Begins a file or, as `-`, goes through standard output.
    /// - Parameters:
    ///   - promised: how many answers there will be; nil if that is not known.
    ///   - shape: that of one answer.
    /// - Throws: `BrainError` also for an array of unknown length through a pipe: its length stands in front.
    package init(_ path: String, _ layout: Layout, element: NumpyElement, shape: [Int], promised: Int?) throws {
        output = try FileOutput(path == "-" ? "/dev/stdout" : path)
        isArray = if case .npy = layout { true } else { false }
        columns = if case .table(let names) = layout { names.count } else { nil }
        self.element = element
        self.shape = shape
        self.promised = promised
        guard isArray else {
            headerSize = 0
            if case .table(let names) = layout { try write(Array(TableSamples.text([], names: names).utf8)) }
            return
        }
        guard output.isFile || promised != nil else {
            throw BrainError(
                .usage, what: "writing an array to \(path)",
                why: "the number of answers, which its header needs, is not known yet",
                remedy: "write to - for numbers without a header, or to a file")
        }
        let header = NumpyArray.header(element, shape: [promised ?? Self.manyAnswers] + shape)
        headerSize = header.count
        try write(header)
    }

    private func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try output.append($0) } }

    /// Whether nobody reads any more.
    package var isUnread: Bool { output.isUnread }

    /// Adds answers.
    package func append(_ bytes: [UInt8], count added: Int) throws {
        try write(columns.map { rows(bytes, columns: $0) } ?? bytes)
        count += added
        if !output.isFile { try output.flush() }
    }

    /// What is no number has no sign either, though its bits have one.
    private static func text(_ value: Float) -> String { value.isNaN ? "nan" : "\(value)" }

    /// Lines of a table.
    private func rows(_ bytes: [UInt8], columns: Int) -> [UInt8] {
        let cells: [String] = bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: element.byteCount).map { place in
                switch element {
                case .uint8: "\(bytes[place])"
                case .uint16: "\(bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))"
                case .uint32: "\(bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))"
                default: Self.text(bytes.loadUnaligned(fromByteOffset: place, as: Float.self))
                }
            }
        }
        let lines = stride(from: 0, to: cells.count, by: columns).map {
            cells[$0..<$0 + columns].joined(separator: ",") + "\n"
        }
        return Array(lines.joined().utf8)
    }

    /// Puts the file in its place.
    package func finish() throws {
        if isArray, output.isFile, count != promised {
            try output.replaceBeginning(
                by: NumpyArray.header(element, shape: [count] + shape, size: headerSize))
        }
        try output.commit()
    }
}
