/// Working memory of one kernel call, taken once (temporary allocations above 1 KiB go to the heap, so none may be inside
/// a loop over nodes).
struct KernelScratch {
    /// Pattern bytes of 256 frames.
    let patterns: UnsafeMutablePointer<UInt8>
    /// The 16 functions of two inputs, a vector each.
    let functions: UnsafeMutableRawPointer
    /// Products of three inputs: 16 rows of `maskRowWords` words.
    let masks: UnsafeMutablePointer<UInt64>
    /// A row of zeros, as long as a bit row.
    let zeros: UnsafePointer<UInt64>
    /// Numbers for the kernel's own use.
    let floats: UnsafeMutablePointer<Float>

    /// Words of a mask row: what a histogram works on at a time.
    static let maskRowWords = 32
    private static let maskWords = 16 * maskRowWords

    /// Runs `body` with scratch memory for bit rows of `zeroWords` words and `floatCount` floats, all on 64-byte boundaries.
    @inline(__always)
    static func with(zeroWords: Int, floatCount: Int, _ body: (KernelScratch) -> Void) {
        let zeroBytes = (zeroWords * 8 + 63) / 64 * 64
        let total = 256 + 512 + maskWords * 8 + zeroBytes + floatCount * 4
        withUnsafeTemporaryAllocation(byteCount: total, alignment: 64) { raw in
            let base = raw.baseAddress!
            let zeros = (base + 768 + maskWords * 8).bindMemory(to: UInt64.self, capacity: zeroBytes / 8)
            zeros.update(repeating: 0, count: zeroBytes / 8)
            body(
                KernelScratch(
                    patterns: base.bindMemory(to: UInt8.self, capacity: 256), functions: base + 256,
                    masks: (base + 768).bindMemory(to: UInt64.self, capacity: maskWords), zeros: UnsafePointer(zeros),
                    floats: (base + 768 + maskWords * 8 + zeroBytes).bindMemory(to: Float.self, capacity: floatCount)))
        }
    }
}
