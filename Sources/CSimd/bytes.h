// Vectors of 32 bytes.
#pragma once
#include "floats.h"

typedef uint64_t bb_u4 __attribute__((ext_vector_type(4)));
typedef uint8_t bb_b32 __attribute__((ext_vector_type(32)));
typedef uint16_t bb_h16 __attribute__((ext_vector_type(16)));

/// Ones in each byte.
BB_INLINE bb_b32 bb_popcount_bytes(bb_u4 v) { return __builtin_elementwise_popcount((bb_b32)v); }

/// a + b, byte by byte.
BB_INLINE bb_b32 bb_add_bytes(bb_b32 a, bb_b32 b) { return a + b; }

/// Sum of all bytes.
BB_INLINE uint32_t bb_sum_bytes(bb_b32 v) {
#if defined(__AVX2__)
    typedef char bb_gcc_b32 __attribute__((vector_size(32)));
    const bb_u4 sums = (bb_u4)__builtin_ia32_psadbw256((bb_gcc_b32)v, (bb_gcc_b32){0});
    const bb_u4 folded = sums + __builtin_shufflevector(sums, sums, 2, 3, 0, 1);
    return (uint32_t)(folded[0] + folded[1]);
#else
    // Pairs of bytes as 16-bit numbers, then one sum.
    const bb_h16 pairs = ((bb_h16)v & (bb_h16)(0xff)) + ((bb_h16)v >> 8);
    uint32_t sum = 0;
    for (int i = 0; i < 16; i++) sum += pairs[i];
    return sum;
#endif
}

BB_INLINE bb_b32 bb_load_bytes(const uint8_t *p) {
    bb_b32 v;
    memcpy(&v, p, sizeof v);
    return v;
}
BB_INLINE void bb_store_bytes(uint8_t *p, bb_b32 v) { memcpy(p, &v, sizeof v); }
BB_INLINE bb_b32 bb_set_bytes(uint8_t x) { return (bb_b32)(x); }
BB_INLINE bb_b32 bb_or_bytes(bb_b32 a, bb_b32 b) { return a | b; }

/// Reads a byte of each cache line, in order of memory, so that what reads them in another order finds them near. One load
/// instruction does it all (no unrolling): prefetchers tell streams apart by the instruction.
BB_INLINE void bb_touch(const uint8_t *p, int64_t byteCount) {
#pragma clang loop unroll(disable)
    for (int64_t i = 0; i < byteCount; i += 64) (void)*(const volatile uint8_t *)(p + i);
}

/// flag where x >= limit, else 0; byte by byte.
BB_INLINE bb_b32 bb_select_bytes_reached(bb_b32 x, bb_b32 limit, bb_b32 flag) {
    return flag & (bb_b32)(x >= limit);
}

/// Interleaves within each half of 16 bytes the first (low) or last (high) eight bytes of both: single bytes, then pairs of
/// bytes, then fours.
BB_INLINE bb_b32 bb_low_bytes1(bb_b32 a, bb_b32 b) {
    return __builtin_shufflevector(
        a, b, 0, 32, 1, 33, 2, 34, 3, 35, 4, 36, 5, 37, 6, 38, 7, 39, 16, 48, 17, 49, 18, 50, 19, 51, 20, 52, 21, 53, 22,
        54, 23, 55);
}
BB_INLINE bb_b32 bb_high_bytes1(bb_b32 a, bb_b32 b) {
    return __builtin_shufflevector(
        a, b, 8, 40, 9, 41, 10, 42, 11, 43, 12, 44, 13, 45, 14, 46, 15, 47, 24, 56, 25, 57, 26, 58, 27, 59, 28, 60, 29, 61,
        30, 62, 31, 63);
}
BB_INLINE bb_b32 bb_low_bytes2(bb_b32 a, bb_b32 b) {
    return (bb_b32)__builtin_shufflevector(
        (bb_h16)a, (bb_h16)b, 0, 16, 1, 17, 2, 18, 3, 19, 8, 24, 9, 25, 10, 26, 11, 27);
}
BB_INLINE bb_b32 bb_high_bytes2(bb_b32 a, bb_b32 b) {
    return (bb_b32)__builtin_shufflevector(
        (bb_h16)a, (bb_h16)b, 4, 20, 5, 21, 6, 22, 7, 23, 12, 28, 13, 29, 14, 30, 15, 31);
}
BB_INLINE bb_u4 bb_low_bytes4(bb_b32 a, bb_b32 b) {
    return (bb_u4)__builtin_shufflevector((bb_i8)a, (bb_i8)b, 0, 8, 1, 9, 4, 12, 5, 13);
}
BB_INLINE bb_u4 bb_high_bytes4(bb_b32 a, bb_b32 b) {
    return (bb_u4)__builtin_shufflevector((bb_i8)a, (bb_i8)b, 2, 10, 3, 11, 6, 14, 7, 15);
}
