import Devices
import Foundation
import Synchronization

/// A block of zeroed memory on a 64-byte boundary, shared by every value that refers to it.
///
/// Not `Sendable`: the engine's buffers belong to one thread of control; data-parallel loops borrow raw pointers.
public final class AlignedStorage {
    /// The first byte. Other packages borrow the memory: `withUnsafeFloats` and its like.
    ///
    /// If a device has newer bytes they come back first; whoever asks may write, so the device's are worth nothing from then on.
    @inlinable @inline(__always)
    package var base: UnsafeMutableRawPointer {
        if place.load(ordering: .acquiring) != 0 { bringHome() }
        return memory
    }
    /// The host's bytes, which may be older than a device's.
    @usableFromInline let memory: UnsafeMutableRawPointer
    /// Which bytes are good: see `StoragePlace`.
    @usableFromInline let place = Atomic<UInt8>(StoragePlace.host)
    /// The bytes on a device.
    var deviceCopy: DeviceBuffer?
    /// Usable size in bytes.
    public let byteCount: Int

    private static let allocatedBytes = Atomic<Int>(0)
    private static let allocations = Atomic<Int>(0)

    /// Bytes and blocks allocated by this process since it started: what a steady-state training step must not move.
    public static var statistics: (bytes: Int, blocks: Int) {
        (allocatedBytes.load(ordering: .relaxed), allocations.load(ordering: .relaxed))
    }

    /// From this size on a block is pages of its own, which go back to the system with it. The C library would decide so too, but moves
    /// its limit up to 32 MB with each such block that is freed; buffers of modulations that come and go then leave holes in its heap,
    /// and a workbench in which they were changed 70 times had grown by a third.
    private static let mappedSize = 1 << 19

    private let padded: Int

    /// Allocates `byteCount` zeroed bytes.
    public init(byteCount: Int) {
        precondition(byteCount >= 0, "a size is never negative")
        self.byteCount = byteCount
        padded = max(64, (byteCount + 63) / 64 * 64)
        if padded >= Self.mappedSize {
            let pages = mmap(
                nil, padded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_POPULATE), -1, 0)
            guard let pages, pages != MAP_FAILED else { fatalError("no memory for \(padded) bytes") }
            memory = pages
        } else {
            memory = UnsafeMutableRawPointer.allocate(byteCount: padded, alignment: 64)
            memory.initializeMemory(as: UInt8.self, repeating: 0, count: padded)
        }
        Self.allocatedBytes.add(padded, ordering: .relaxed)
        Self.allocations.add(1, ordering: .relaxed)
        AllocationCounter.current?.add(bytes: padded)
    }

    deinit {
        if padded >= Self.mappedSize { munmap(memory, padded) } else { memory.deallocate() }
    }

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
