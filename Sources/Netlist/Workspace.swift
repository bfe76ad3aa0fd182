import BinaryBrain
import Foundation
import KernelInterface

/// The memory that one thread evaluates a block in.
final class Workspace {
    /// Bit rows of signals, as the plan numbers them.
    let rows: BitRows
    private let rowStorage: AlignedStorage
    private let counterStorage: AlignedStorage
    private let planeCount: Int
    private var byteStorage = AlignedStorage(byteCount: 64)

    init(rowCount: Int, counterCount: Int, planeCount: Int) {
        rowStorage = AlignedStorage(byteCount: rowCount * BlockShape.rowWords * 8)
        counterStorage = AlignedStorage(byteCount: counterCount * planeCount * BlockShape.rowWords * 8)
        rows = BitRows(base: rowStorage.base.assumingMemoryBound(to: UInt64.self), stride: BlockShape.rowWords)
        self.planeCount = planeCount
    }

    /// Room for so many bytes, with what was there before.
    func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        if byteStorage.byteCount < count { byteStorage = AlignedStorage(byteCount: count) }
        return byteStorage.base.assumingMemoryBound(to: UInt8.self)
    }

    /// Counters at zero for blocks of `wordCount` words.
    func clearedCounters(wordCount: Int, outputCount: Int) -> BitCounters {
        let base = counterStorage.base.assumingMemoryBound(to: UInt64.self)
        base.update(repeating: 0, count: outputCount * planeCount * wordCount)
        return BitCounters(base: base, planeCount: planeCount, wordCount: wordCount)
    }
}

/// Workspaces that no thread uses now; there are never more than threads.
final class WorkspacePool: @unchecked Sendable {
    private let lock = NSLock()
    private var idle: [Workspace] = []
    private let make: () -> Workspace

    init(_ make: @escaping () -> Workspace) { self.make = make }

    /// Runs `body` with a workspace that nobody else has.
    func withWorkspace(_ body: (Workspace) -> Void) {
        let workspace = lock.withLock { idle.popLast() } ?? make()
        body(workspace)
        lock.withLock { idle.append(workspace) }
    }
}
