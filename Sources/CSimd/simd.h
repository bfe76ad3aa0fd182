// Vector operations that Swift's SIMD types cannot express reliably, one name an operation. Built with AVX2 each becomes
// one or two instructions; built without, clang lowers the same vector expressions to what the target has.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512BITALG__) && defined(__AVX512VPOPCNTDQ__) \
    && defined(__AVX512VBMI__) && defined(__GFNI__)
#define BB_AVX512 1
#endif

#define BB_INLINE static inline __attribute__((always_inline, unused))

typedef float bb_f8 __attribute__((ext_vector_type(8)));
typedef int32_t bb_i8 __attribute__((ext_vector_type(8)));
typedef uint64_t bb_u4 __attribute__((ext_vector_type(4)));

/// Whether this processor runs the AVX2 + FMA kernels.
BB_INLINE int bb_has_avx2_fma(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt") ? 1 : 0;
#else
    return 0;
#endif
}

/// Whether this processor runs the AVX-512 kernels: 32 registers, popcounts of bytes (BITALG) and of words (VPOPCNTDQ),
/// permutations of bytes (VBMI), and products with matrices of 8 × 8 bits (GFNI).
BB_INLINE int bb_has_avx512(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return bb_has_avx2_fma() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
            && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
            && __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("avx512vpopcntdq")
            && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("gfni")
        ? 1
        : 0;
#else
    return 0;
#endif
}

/// Whether the including module is built for AVX-512.
BB_INLINE int bb_built_for_avx512(void) {
#if defined(BB_AVX512)
    return 1;
#else
    return 0;
#endif
}

/// Whether the including module is built for AVX2 + FMA.
BB_INLINE int bb_built_for_avx2(void) {
#if defined(__AVX2__) && defined(__FMA__)
    return 1;
#else
    return 0;
#endif
}

BB_INLINE bb_f8 bb_load8(const float *p) {
    bb_f8 v;
    memcpy(&v, p, sizeof v);
    return v;
}
BB_INLINE void bb_store8(float *p, bb_f8 v) { memcpy(p, &v, sizeof v); }
BB_INLINE bb_f8 bb_set8(float x) { return (bb_f8)(x); }
BB_INLINE bb_f8 bb_add8(bb_f8 a, bb_f8 b) { return a + b; }
BB_INLINE bb_f8 bb_sub8(bb_f8 a, bb_f8 b) { return a - b; }
BB_INLINE bb_f8 bb_mul8(bb_f8 a, bb_f8 b) { return a * b; }
BB_INLINE bb_f8 bb_div8(bb_f8 a, bb_f8 b) { return a / b; }
BB_INLINE bb_f8 bb_max8(bb_f8 a, bb_f8 b) { return a > b ? a : b; }
/// The lesser; NaN if a is.
BB_INLINE bb_f8 bb_min8(bb_f8 a, bb_f8 b) { return a > b ? b : a; }
BB_INLINE bb_f8 bb_sqrt8(bb_f8 a) { return __builtin_elementwise_sqrt(a); }

/// a · b + c; fused where the target fuses.
BB_INLINE bb_f8 bb_fma8(bb_f8 a, bb_f8 b, bb_f8 c) {
#if defined(__FMA__) || defined(__aarch64__)
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}

/// min(max(v, 0), 1); NaN becomes 0.
BB_INLINE bb_f8 bb_clamp01(bb_f8 v) {
    const bb_f8 zero = (bb_f8)(0.0f), one = (bb_f8)(1.0f);
    v = v > zero ? v : zero;
    return v < one ? v : one;
}

/// value where 0 < z < 1, else 0.
BB_INLINE bb_f8 bb_keep_inside01(bb_f8 z, bb_f8 value) {
    const bb_i8 inside = (z > (bb_f8)(0.0f)) & (z < (bb_f8)(1.0f));
    return (bb_f8)((bb_i8)value & inside);
}

/// 1 where w > 0.5, else 0.
BB_INLINE bb_f8 bb_is_above_half(bb_f8 w) {
    return (bb_f8)((bb_i8)(bb_f8)(1.0f) & (w > (bb_f8)(0.5f)));
}

/// value where v >= limit, else 0.
BB_INLINE bb_f8 bb_select_reached(bb_f8 v, bb_f8 limit, bb_f8 value) {
    return (bb_f8)((bb_i8)value & (v >= limit));
}

/// Bit i is [v_i > limit].
BB_INLINE uint32_t bb_mask_above(bb_f8 v, bb_f8 limit) {
    const bb_i8 m = v > limit;
#if defined(__AVX2__)
    typedef float bb_gcc_f8 __attribute__((vector_size(32)));
    return (uint32_t)__builtin_ia32_movmskps256((bb_gcc_f8)m);
#else
    uint32_t bits = 0;
    for (int i = 0; i < 8; i++) bits |= (uint32_t)(m[i] & 1) << i;
    return bits;
#endif
}

/// Bit i is [v_i >= limit].
BB_INLINE uint32_t bb_mask_reached(bb_f8 v, bb_f8 limit) {
    const bb_i8 m = v >= limit;
#if defined(__AVX2__)
    typedef float bb_gcc_f8 __attribute__((vector_size(32)));
    return (uint32_t)__builtin_ia32_movmskps256((bb_gcc_f8)m);
#else
    uint32_t bits = 0;
    for (int i = 0; i < 8; i++) bits |= (uint32_t)(m[i] & 1) << i;
    return bits;
#endif
}

/// Neighbours exchanged at distance 1, 2, 4.
BB_INLINE bb_f8 bb_swap1(bb_f8 v) { return __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6); }
BB_INLINE bb_f8 bb_swap2(bb_f8 v) { return __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5); }
BB_INLINE bb_f8 bb_swap4(bb_f8 v) { return __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3); }

/// Sum of the eight lanes, in a fixed order.
BB_INLINE float bb_sum8(bb_f8 v) {
    v = v + bb_swap4(v);
    v = v + bb_swap2(v);
    v = v + bb_swap1(v);
    return v[0];
}

/// Eight unsigned counts as floats.
BB_INLINE bb_f8 bb_counts8(const uint32_t *p) {
    bb_i8 v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, bb_f8);
}

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

/// Interleaves within each half of eight lanes, the first (low) or last (high) two lanes of both: single lanes, then pairs.
BB_INLINE bb_f8 bb_low1(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13); }
BB_INLINE bb_f8 bb_high1(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15); }
BB_INLINE bb_f8 bb_low2(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13); }
BB_INLINE bb_f8 bb_high2(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15); }
/// The low (high) halves of both.
BB_INLINE bb_f8 bb_low4(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11); }
BB_INLINE bb_f8 bb_high4(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15); }

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

/// e^x, to 2 units in the last place: x = n ln 2 + r, a polynomial of degree 7 in r, and 2^n in two factors, so that results
/// below the smallest normal number come out, too. Above the range infinity, below it 0; NaN stays.
BB_INLINE bb_f8 bb_exp8(bb_f8 x) {
    const bb_f8 highest = (bb_f8)(89.0f), lowest = (bb_f8)(-104.0f);
    x = x > highest ? highest : x;
    x = x < lowest ? lowest : x;
    // Adding 1.5 · 2^23 leaves the rounded number in the low bits.
    const bb_f8 magic = (bb_f8)(12582912.0f);
    const bb_f8 shifted = bb_fma8(x, (bb_f8)(1.44269504f), magic);
    const bb_f8 n = shifted - magic;
    bb_f8 r = bb_fma8(n, (bb_f8)(-0.693359375f), x);
    r = bb_fma8(n, (bb_f8)(2.12194440e-4f), r);
    bb_f8 p = (bb_f8)(1.0f / 5040);
    p = bb_fma8(p, r, (bb_f8)(1.0f / 720));
    p = bb_fma8(p, r, (bb_f8)(1.0f / 120));
    p = bb_fma8(p, r, (bb_f8)(1.0f / 24));
    p = bb_fma8(p, r, (bb_f8)(1.0f / 6));
    p = bb_fma8(p, r, (bb_f8)(0.5f));
    p = bb_fma8(p, r, (bb_f8)(1.0f));
    p = bb_fma8(p, r, (bb_f8)(1.0f));
    const bb_i8 exponent = (bb_i8)shifted - (bb_i8)magic;
    const bb_i8 half = exponent >> 1;
    return p * (bb_f8)((half + 127) << 23) * (bb_f8)((exponent - half + 127) << 23);
}

/// ln x of normal positive numbers, to 2 units in the last place: x = 2^n m with m around 1, and
/// ln m = 2 artanh((m − 1) / (m + 1)) as a polynomial. NaN stays; other numbers give nothing of use.
BB_INLINE bb_f8 bb_log8(bb_f8 x) {
    // The exponent of x / √½ is n, so that m lies between √½ and √2.
    const bb_i8 rootHalf = (bb_i8)(0x3f3504f3);
    const bb_i8 n = ((bb_i8)x - rootHalf) >> 23;
    const bb_f8 m = (bb_f8)((bb_i8)x - (n << 23));
    const bb_f8 count = __builtin_convertvector(n, bb_f8);
    const bb_f8 f = m - (bb_f8)(1.0f);
    const bb_f8 s = f / (m + (bb_f8)(1.0f));
    const bb_f8 z = s * s;
    bb_f8 p = (bb_f8)(2.0f / 9);
    p = bb_fma8(p, z, (bb_f8)(2.0f / 7));
    p = bb_fma8(p, z, (bb_f8)(2.0f / 5));
    p = bb_fma8(p, z, (bb_f8)(2.0f / 3));
    // ln m = f − s (f − z p): the rounding errors of s weigh little.
    const bb_f8 low = bb_fma8(count, (bb_f8)(-2.12194440e-4f), s * (z * p - f));
    return bb_fma8(count, (bb_f8)(0.693359375f), low + f);
}

/// value where x > 0, other elsewhere.
BB_INLINE bb_f8 bb_select_positive(bb_f8 x, bb_f8 value, bb_f8 other) { return x > (bb_f8)(0.0f) ? value : other; }
/// 0 where v is NaN.
BB_INLINE bb_f8 bb_nan_to_zero8(bb_f8 v) { return v == v ? v : (bb_f8)(0.0f); }

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

/// Transposes a square of 64 × 64 bits, a word a row; of use where the module is built for AVX-512.
///
/// The bytes of eight rows are put together to squares of 8 × 8 bits, which one instruction transposes (a product of the
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
    (void)square;
#endif
}

typedef float bb_f16 __attribute__((ext_vector_type(16)));
typedef int32_t bb_i16 __attribute__((ext_vector_type(16)));

BB_INLINE bb_f16 bb_load16(const float *p) {
    bb_f16 v;
    memcpy(&v, p, sizeof v);
    return v;
}
BB_INLINE void bb_store16(float *p, bb_f16 v) { memcpy(p, &v, sizeof v); }
BB_INLINE bb_f16 bb_set16(float x) { return (bb_f16)(x); }
BB_INLINE bb_f16 bb_add16(bb_f16 a, bb_f16 b) { return a + b; }
/// a · b + c; fused where the target fuses.
BB_INLINE bb_f16 bb_fma16(bb_f16 a, bb_f16 b, bb_f16 c) {
#if defined(__FMA__) || defined(__aarch64__)
    return __builtin_elementwise_fma(a, b, c);
#else
    return a * b + c;
#endif
}
/// The low eight lanes.
BB_INLINE bb_f8 bb_low_half16(bb_f16 v) { return __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7); }

/// Sixteen bytes as indices.
BB_INLINE bb_i16 bb_load_indices16(const uint8_t *p) {
    typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));
    bytes16 v;
    memcpy(&v, p, sizeof v);
    return __builtin_convertvector(v, bb_i16);
}

/// Of a table of 16 numbers, the one that each lane's index (0 … 15) names.
BB_INLINE bb_f16 bb_look_up16(bb_f16 table, bb_i16 indices) {
#if defined(BB_AVX512)
    typedef float bb_gcc_f16 __attribute__((vector_size(64)));
    typedef int bb_gcc_i16 __attribute__((vector_size(64)));
    return (bb_f16)__builtin_ia32_permvarsf512((bb_gcc_f16)table, (bb_gcc_i16)indices);
#else
    bb_f16 result;
    for (int i = 0; i < 16; i++) result[i] = table[indices[i] & 15];
    return result;
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
