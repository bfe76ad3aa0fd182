/// Frames' input patterns as bytes: six bit rows turned into one byte a frame, bit j = input j.
///
/// Of 256 frames, byte `k · 32 + b` is the pattern of frame `8 b + k`: that is the order in which three rounds of bit swaps
/// leave them, and consumers read bytes one by one, so nothing is gained by sorting them.
@inline(__always)
func writePatternBytes(_ inputs: NodeInputs, word: Int, into bytes: UnsafeMutablePointer<UInt8>) {
    typealias Vector = SIMD4<UInt64>
    @inline(__always)
    func swap(_ low: inout Vector, _ high: inout Vector, _ shift: UInt64, _ mask: UInt64) {
        let t = ((low &>> Vector(repeating: shift)) ^ high) & Vector(repeating: mask)
        high ^= t
        low ^= t &<< Vector(repeating: shift)
    }
    var a0 = NodeInputs.load(inputs.r0, word)
    var a1 = NodeInputs.load(inputs.r1, word)
    var a2 = NodeInputs.load(inputs.r2, word)
    var a3 = NodeInputs.load(inputs.r3, word)
    var a4 = NodeInputs.load(inputs.r4, word)
    var a5 = NodeInputs.load(inputs.r5, word)
    var a6 = Vector(repeating: 0)
    var a7 = Vector(repeating: 0)
    swap(&a0, &a1, 1, 0x5555_5555_5555_5555)
    swap(&a2, &a3, 1, 0x5555_5555_5555_5555)
    swap(&a4, &a5, 1, 0x5555_5555_5555_5555)
    swap(&a0, &a2, 2, 0x3333_3333_3333_3333)
    swap(&a1, &a3, 2, 0x3333_3333_3333_3333)
    swap(&a4, &a6, 2, 0x3333_3333_3333_3333)
    swap(&a5, &a7, 2, 0x3333_3333_3333_3333)
    swap(&a0, &a4, 4, 0x0f0f_0f0f_0f0f_0f0f)
    swap(&a1, &a5, 4, 0x0f0f_0f0f_0f0f_0f0f)
    swap(&a2, &a6, 4, 0x0f0f_0f0f_0f0f_0f0f)
    swap(&a3, &a7, 4, 0x0f0f_0f0f_0f0f_0f0f)
    let target = UnsafeMutableRawPointer(bytes)
    target.storeBytes(of: a0, toByteOffset: 0, as: Vector.self)
    target.storeBytes(of: a1, toByteOffset: 32, as: Vector.self)
    target.storeBytes(of: a2, toByteOffset: 64, as: Vector.self)
    target.storeBytes(of: a3, toByteOffset: 96, as: Vector.self)
    target.storeBytes(of: a4, toByteOffset: 128, as: Vector.self)
    target.storeBytes(of: a5, toByteOffset: 160, as: Vector.self)
    target.storeBytes(of: a6, toByteOffset: 192, as: Vector.self)
    target.storeBytes(of: a7, toByteOffset: 224, as: Vector.self)
}

/// Where the pattern of frame `frame` (0…255 of a block) lies.
@inline(__always)
func patternIndex(_ frame: Int) -> Int { frame % 8 * 32 + frame / 8 }
