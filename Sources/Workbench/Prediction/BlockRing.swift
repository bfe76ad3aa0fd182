import Foundation

/// A few buffers that blocks of samples go through: one is read while another is answered and a third is written.
final class BlockRing: @unchecked Sendable {
    /// What a buffer holds.
    enum Stage {
        case free
        case samples
        case answers
    }

    /// One buffer.
    final class Buffer {
        /// Samples as they came.
        let memory: UnsafeMutableRawBufferPointer
        /// Whole frames in it.
        var frames = 0
        /// Answers as they go.
        var answers: [UInt8] = []
        /// How many.
        var answered = 0

        init(size: Int) { memory = .allocate(byteCount: size, alignment: 64) }

        deinit { memory.deallocate() }
    }

    private static let count = 3
    private let condition = NSCondition()
    private var stages = [Stage](repeating: .free, count: BlockRing.count)
    private let buffers: [Buffer]
    private var end: Int?
    private var isAbandoned = false

    init(bufferSize: Int) { buffers = (0..<Self.count).map { _ in Buffer(size: bufferSize) } }

    /// Waits until a block's buffer has come to a stage; nil if that will never be.
    func wait(for block: Int, _ stage: Stage) -> Buffer? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            if isAbandoned { return nil }
            if let end, block >= end { return nil }
            if stages[block % Self.count] == stage { return buffers[block % Self.count] }
            condition.wait()
        }
    }

    /// Hands a block's buffer on.
    func pass(_ block: Int, to stage: Stage) {
        condition.lock()
        stages[block % Self.count] = stage
        condition.broadcast()
        condition.unlock()
    }

    /// No block has this number, nor a later one.
    func finish(before block: Int) {
        condition.lock()
        end = block
        condition.broadcast()
        condition.unlock()
    }

    /// Nobody is to go on.
    func abandon() {
        condition.lock()
        isAbandoned = true
        condition.broadcast()
        condition.unlock()
    }
}
