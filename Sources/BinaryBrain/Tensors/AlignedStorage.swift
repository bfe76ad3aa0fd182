import Synchronization

/// A block of zeroed memory on a 64-byte boundary, shared by every value that refers to it.
///
/// Not `Sendable`: the engine's buffers belong to one thread of control; data-parallel loops borrow raw pointers.
public final class AlignedStorage {
    /// The first byte. Other packages borrow the memory: `withUnsafeFloats` and its like.
    @usableFromInline package let base: UnsafeMutableRawPointer
    /// Usable size in bytes.
    public let byteCount: Int

    private static let allocatedBytes = Atomic<Int>(0)
    private static let allocations = Atomic<Int>(0)

    /// Bytes and blocks allocated by this process since it started: what a steady-state training step must not move.
    public static var statistics: (bytes: Int, blocks: Int) {
        (allocatedBytes.load(ordering: .relaxed), allocations.load(ordering: .relaxed))
    }

    /// Allocates `byteCount` zeroed bytes.
    public init(byteCount: Int) {
        precondition(byteCount >= 0, "a size is never negative")
        self.byteCount = byteCount
        let padded = max(64, (byteCount + 63) / 64 * 64)
        base = UnsafeMutableRawPointer.allocate(byteCount: padded, alignment: 64)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: padded)
        Self.allocatedBytes.add(padded, ordering: .relaxed)
        Self.allocations.add(1, ordering: .relaxed)
        AllocationCounter.current?.add(bytes: padded)
    }

    deinit { base.deallocate() }

    /// Copies all bytes of `other`, which must be of the same size.
    public func copy(from other: AlignedStorage) {
        precondition(byteCount == other.byteCount, "storages of different size")
        base.copyMemory(from: other.base, byteCount: byteCount)
    }
}

/// Counts what one task allocates, whatever runs beside it: `AllocationCounter.$current.withValue(counter) { … }`.
public final class AllocationCounter: Sendable {
    /// The counter of the running task, if any.
    @TaskLocal public static var current: AllocationCounter?

    private let byteCount = Atomic<Int>(0)
    private let blockCount = Atomic<Int>(0)

    /// A counter at zero.
    public init() {}

    /// Bytes allocated.
    public var bytes: Int { byteCount.load(ordering: .relaxed) }
    /// Blocks allocated.
    public var blocks: Int { blockCount.load(ordering: .relaxed) }

    func add(bytes: Int) {
        byteCount.add(bytes, ordering: .relaxed)
        blockCount.add(1, ordering: .relaxed)
    }
}
