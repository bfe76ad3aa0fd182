import KernelInterface

/// Evaluates a 64-entry truth table on bit rows, 256 frames at a time.
///
/// The table is turned into its algebraic normal form (XOR of ANDs). The 16 functions of (x0, x1) are tabled for the
/// vector; each monomial of x2 … x5 picks one of them, and a tree of `a ^ (x & b)` joins the 16.
@inline(__always)
func evaluateTruthTable(
    _ truth: UInt64, _ inputs: NodeInputs, into row: UnsafeMutablePointer<UInt64>, wordCount: Int, frameCount: Int,
    _ scratch: KernelScratch
) {
    let form = algebraicNormalForm(truth)
    if frameCount <= 64 {
        row[0] = evaluateWord(form, inputs, scratch.functions.assumingMemoryBound(to: UInt64.self))
        for word in 1..<wordCount { row[word] = 0 }
    } else {
        evaluateForm(form, inputs, into: row, wordCount: wordCount, scratch.functions)
    }
    clearPadding(row, wordCount: wordCount, frameCount: frameCount)
}

/// Evaluates an algebraic normal form on the first `wordCount` (rounded up to a multiple of 4) words of bit rows; `row` may
/// be one of the inputs.
@inline(__always)
func evaluateForm(
    _ form: UInt64, _ inputs: NodeInputs, into row: UnsafeMutablePointer<UInt64>, wordCount: Int,
    _ functions: UnsafeMutableRawPointer
) {
    // Forms without x4 and x5 are common after simplification, and a quarter of the work.
    let isShort = form >> 16 == 0
    var word = 0
    while word < wordCount {
        let result =
            isShort
            ? evaluateShortVector(form, inputs, word, functions) : evaluateVector(form, inputs, word, functions)
        UnsafeMutableRawPointer(row + word).storeBytes(of: result, as: SIMD4<UInt64>.self)
        word += 4
    }
}

/// Zeroes the bits of a row beyond the last frame.
@inline(__always)
func clearPadding(_ row: UnsafeMutablePointer<UInt64>, wordCount: Int, frameCount: Int) {
    var word = frameCount / 64
    if frameCount % 64 != 0 {
        row[word] &= (1 << UInt64(frameCount % 64)) - 1
        word += 1
    }
    while word < wordCount {
        row[word] = 0
        word += 1
    }
}

/// The 16 functions of (x0, x1) for one vector; index bits: constant, x0, x1, x0·x1.
@inline(__always)
private func tableFunctions(_ inputs: NodeInputs, _ word: Int, into functions: UnsafeMutableRawPointer) {
    typealias Vector = SIMD4<UInt64>
    let x0 = NodeInputs.load(inputs.r0, word)
    let x1 = NodeInputs.load(inputs.r1, word)
    let both = x0 & x1
    let x01 = x0 ^ x1
    @inline(__always)
    func put(_ index: Int, _ value: Vector) {
        functions.storeBytes(of: value, toByteOffset: index * 32, as: Vector.self)
    }
    put(0, Vector(repeating: 0))
    put(1, Vector(repeating: ~0))
    put(2, x0)
    put(3, ~x0)
    put(4, x1)
    put(5, ~x1)
    put(6, x01)
    put(7, ~x01)
    put(8, both)
    put(9, ~both)
    put(10, x0 ^ both)
    put(11, ~(x0 ^ both))
    put(12, x1 ^ both)
    put(13, ~(x1 ^ both))
    put(14, x01 ^ both)
    put(15, ~(x01 ^ both))
}

/// Four monomials of x2 and x3, from monomial `m` on.
@inline(__always)
private func evaluateQuad(
    _ form: UInt64, _ m: UInt64, _ x2: SIMD4<UInt64>, _ x3: SIMD4<UInt64>, _ functions: UnsafeMutableRawPointer
) -> SIMD4<UInt64> {
    @inline(__always)
    func pick(_ monomial: UInt64) -> SIMD4<UInt64> {
        let offset = Int(truncatingIfNeeded: (form >> (monomial * 4) & 15) << 5)
        return functions.load(fromByteOffset: offset, as: SIMD4<UInt64>.self)
    }
    let low = pick(m) ^ (x2 & pick(m + 1))
    let high = pick(m + 2) ^ (x2 & pick(m + 3))
    return low ^ (x3 & high)
}

@inline(__always)
private func evaluateVector(
    _ form: UInt64, _ inputs: NodeInputs, _ word: Int, _ functions: UnsafeMutableRawPointer
) -> SIMD4<UInt64> {
    tableFunctions(inputs, word, into: functions)
    let x2 = NodeInputs.load(inputs.r2, word)
    let x3 = NodeInputs.load(inputs.r3, word)
    let x4 = NodeInputs.load(inputs.r4, word)
    let x5 = NodeInputs.load(inputs.r5, word)
    let low = evaluateQuad(form, 0, x2, x3, functions) ^ (x4 & evaluateQuad(form, 4, x2, x3, functions))
    let high = evaluateQuad(form, 8, x2, x3, functions) ^ (x4 & evaluateQuad(form, 12, x2, x3, functions))
    return low ^ (x5 & high)
}

/// A form without x4 and x5.
@inline(__always)
private func evaluateShortVector(
    _ form: UInt64, _ inputs: NodeInputs, _ word: Int, _ functions: UnsafeMutableRawPointer
) -> SIMD4<UInt64> {
    tableFunctions(inputs, word, into: functions)
    let x2 = NodeInputs.load(inputs.r2, word)
    let x3 = NodeInputs.load(inputs.r3, word)
    return evaluateQuad(form, 0, x2, x3, functions)
}

/// One word of 64 frames.
@inline(__always)
private func evaluateWord(_ form: UInt64, _ inputs: NodeInputs, _ functions: UnsafeMutablePointer<UInt64>) -> UInt64 {
    let x0 = inputs.r0[0]
    let x1 = inputs.r1[0]
    let both = x0 & x1
    let either = x0 ^ x1
    functions[0] = 0
    functions[1] = ~0
    functions[2] = x0
    functions[3] = ~x0
    functions[4] = x1
    functions[5] = ~x1
    functions[6] = either
    functions[7] = ~either
    functions[8] = both
    functions[9] = ~both
    functions[10] = x0 ^ both
    functions[11] = ~(x0 ^ both)
    functions[12] = x1 ^ both
    functions[13] = ~(x1 ^ both)
    functions[14] = either ^ both
    functions[15] = ~(either ^ both)
    @inline(__always)
    func pick(_ monomial: UInt64) -> UInt64 { functions[Int(truncatingIfNeeded: form >> (monomial * 4) & 15)] }
    let x2 = inputs.r2[0]
    let x3 = inputs.r3[0]
    let x4 = inputs.r4[0]
    let x5 = inputs.r5[0]
    @inline(__always)
    func quad(_ m: UInt64) -> UInt64 {
        (pick(m) ^ (x2 & pick(m + 1))) ^ (x3 & (pick(m + 2) ^ (x2 & pick(m + 3))))
    }
    return (quad(0) ^ (x4 & quad(4))) ^ (x5 & (quad(8) ^ (x4 & quad(12))))
}
