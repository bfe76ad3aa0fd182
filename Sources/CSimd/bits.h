// Frames' bits as words: patterns counted and written, squares transposed.
#pragma once
#include "floats.h"

typedef uint64_t bb_u8 __attribute__((ext_vector_type(8)));

/// Of 64 frames with six input bits each, how many have each pattern p: bit j of p is x_j.
BB_INLINE void bb_count_patterns(
    uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3, uint64_t x4, uint64_t x5, uint32_t *counts) {
    const uint64_t no = ~0ull;
    const bb_u8 m0 = {no, 0, no, 0, no, 0, no, 0}, m1 = {no, no, 0, 0, no, no, 0, 0}, m2 = {no, no, no, no, 0, 0, 0, 0};
    const bb_u8 low = ((bb_u8)(x0) ^ m0) & ((bb_u8)(x1) ^ m1) & ((bb_u8)(x2) ^ m2);
    const bb_u8 high = ((bb_u8)(x3) ^ m0) & ((bb_u8)(x4) ^ m1) & ((bb_u8)(x5) ^ m2);
    for (int i = 0; i < 8; i++) {
        const bb_u8 ones = __builtin_elementwise_popcount(low & (bb_u8)(high[i]));
        const bb_i8 narrow = __builtin_convertvector(ones, bb_i8);
        memcpy(counts + i * 8, &narrow, sizeof narrow);
    }
}

#if defined(BB_AVX512)
typedef uint8_t bb_b64 __attribute__((ext_vector_type(64)));

/// Transposes 8 × 8 words.
BB_INLINE void bb_transpose_words(bb_u8 w[8]) {
    bb_u8 t[8], u[8];
    for (int i = 0; i < 8; i += 2) {
        t[i] = __builtin_shufflevector(w[i], w[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
        t[i + 1] = __builtin_shufflevector(w[i], w[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    }
    for (int i = 0; i < 8; i += 4) {
        for (int odd = 0; odd < 2; odd++) {
            u[i + odd] = __builtin_shufflevector(t[i + odd], t[i + odd + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            u[i + odd + 2] = __builtin_shufflevector(t[i + odd], t[i + odd + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    }
    for (int i = 0; i < 4; i++) {
        w[i] = __builtin_shufflevector(u[i], u[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        w[i + 4] = __builtin_shufflevector(u[i], u[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}
#endif

/// Transposes a square of 64 × 64 bits, a word a row.
///
/// With AVX-512 the bytes of eight rows are put together to squares of 8 × 8 bits, which one instruction transposes (a product of the
/// identity with the square; it counts rows from the other end), and the bytes go where their squares belong.
BB_INLINE void bb_transpose_bits(uint64_t *square) {
#if defined(BB_AVX512)
    typedef char bb_gcc_b64 __attribute__((vector_size(64)));
    const bb_u8 identity = (bb_u8)(0x8040201008040201ull);
    bb_u8 w[8];
    for (int i = 0; i < 8; i++) {
        bb_b64 rows;
        memcpy(&rows, square + i * 8, sizeof rows);
        rows = __builtin_shufflevector(
            rows, rows,
            56, 48, 40, 32, 24, 16, 8, 0, 57, 49, 41, 33, 25, 17, 9, 1, 58, 50, 42, 34, 26, 18, 10, 2, 59, 51, 43, 35,
            27, 19, 11, 3, 60, 52, 44, 36, 28, 20, 12, 4, 61, 53, 45, 37, 29, 21, 13, 5, 62, 54, 46, 38, 30, 22, 14, 6,
            63, 55, 47, 39, 31, 23, 15, 7);
        w[i] = (bb_u8)__builtin_ia32_vgf2p8affineqb_v64qi((bb_gcc_b64)identity, (bb_gcc_b64)rows, 0);
    }
    bb_transpose_words(w);
    for (int i = 0; i < 8; i++) {
        bb_b64 rows = (bb_b64)w[i];
        rows = __builtin_shufflevector(
            rows, rows,
            0, 8, 16, 24, 32, 40, 48, 56, 1, 9, 17, 25, 33, 41, 49, 57, 2, 10, 18, 26, 34, 42, 50, 58, 3, 11, 19, 27,
            35, 43, 51, 59, 4, 12, 20, 28, 36, 44, 52, 60, 5, 13, 21, 29, 37, 45, 53, 61, 6, 14, 22, 30, 38, 46, 54,
            62, 7, 15, 23, 31, 39, 47, 55, 63);
        memcpy(square + i * 8, &rows, sizeof rows);
    }
#else
    // Halves of the square change places, then halves of these, down to single bits.
    uint64_t mask = 0x00000000ffffffffull;
    for (int half = 32; half != 0; half >>= 1, mask ^= mask << half) {
        for (int top = 0; top < 64; top += 2 * half) {
            for (int row = top; row < top + half; row++) {
                const uint64_t change = ((square[row] >> half) ^ square[row + half]) & mask;
                square[row + half] ^= change;
                square[row] ^= change << half;
            }
        }
    }
#endif
}

/// Byte f of 64 is bit f of each of four words, word k as its bit k.
BB_INLINE void bb_pattern_bytes4(uint64_t x0, uint64_t x1, uint64_t x2, uint64_t x3, uint8_t *bytes) {
#if defined(BB_AVX512)
    typedef char bb_gcc_b64 __attribute__((vector_size(64)));
    const bb_gcc_b64 none = {0};
    const bb_gcc_b64 b0 = none + 1, b1 = none + 2, b2 = none + 4, b3 = none + 8;
    const bb_gcc_b64 v = __builtin_ia32_selectb_512(x0, b0, none) | __builtin_ia32_selectb_512(x1, b1, none)
        | __builtin_ia32_selectb_512(x2, b2, none) | __builtin_ia32_selectb_512(x3, b3, none);
    memcpy(bytes, &v, sizeof v);
#else
    for (int f = 0; f < 64; f++) {
        bytes[f] = (uint8_t)((x0 >> f & 1) | (x1 >> f & 1) << 1 | (x2 >> f & 1) << 2 | (x3 >> f & 1) << 3);
    }
#endif
}
