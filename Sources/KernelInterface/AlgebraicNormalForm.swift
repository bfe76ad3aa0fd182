/// The GF(2) Möbius transform of a truth table of six inputs: bit m of the result says whether the AND of the inputs in m
/// takes part in the XOR that is the function. The transform is its own inverse.
@inlinable @inline(__always)
public func algebraicNormalForm(_ truth: UInt64) -> UInt64 {
    var f = truth
    f ^= (f & 0x5555_5555_5555_5555) << 1
    f ^= (f & 0x3333_3333_3333_3333) << 2
    f ^= (f & 0x0f0f_0f0f_0f0f_0f0f) << 4
    f ^= (f & 0x00ff_00ff_00ff_00ff) << 8
    f ^= (f & 0x0000_ffff_0000_ffff) << 16
    f ^= f << 32
    return f
}
