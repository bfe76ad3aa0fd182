// Vectors of 8 and of 16 floats.
#pragma once
#include "processor.h"

typedef float bb_f8 __attribute__((ext_vector_type(8)));
typedef int32_t bb_i8 __attribute__((ext_vector_type(8)));

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

/// min(max(v, 0), 1); NaN stays NaN: of a comparison with NaN, which is false, v must be the other outcome.
BB_INLINE bb_f8 bb_clamp01(bb_f8 v) {
    const bb_f8 zero = (bb_f8)(0.0f), one = (bb_f8)(1.0f);
    v = zero > v ? zero : v;
    return one < v ? one : v;
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

/// Interleaves within each half of eight lanes, the first (low) or last (high) two lanes of both: single lanes, then pairs.
BB_INLINE bb_f8 bb_low1(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13); }
BB_INLINE bb_f8 bb_high1(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15); }
BB_INLINE bb_f8 bb_low2(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13); }
BB_INLINE bb_f8 bb_high2(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15); }
/// The low (high) halves of both.
BB_INLINE bb_f8 bb_low4(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11); }
BB_INLINE bb_f8 bb_high4(bb_f8 a, bb_f8 b) { return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15); }

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
    const bb_f8 y = bb_fma8(count, (bb_f8)(0.693359375f), low + f);
    return x == x ? y : x;
}

/// value where x > 0, other elsewhere.
BB_INLINE bb_f8 bb_select_positive(bb_f8 x, bb_f8 value, bb_f8 other) { return x > (bb_f8)(0.0f) ? value : other; }

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
/// sum_i + v_i where bit i of the mask is set, sum_i elsewhere.
BB_INLINE bb_f16 bb_masked_add16(bb_f16 sum, uint32_t mask, bb_f16 v) {
#if defined(BB_AVX512)
    typedef float bb_gcc_f16 __attribute__((vector_size(64)));
    return (bb_f16)__builtin_ia32_selectps_512((uint16_t)mask, (bb_gcc_f16)(sum + v), (bb_gcc_f16)sum);
#else
    const bb_i16 bits = {1,    2,    4,    8,    16,    32,    64,    128,
                         256,  512,  1024, 2048, 4096,  8192,  16384, 32768};
    const bb_i16 set = ((bb_i16)(int32_t)mask & bits) == bits;
    return sum + (bb_f16)((bb_i16)v & set);
#endif
}
/// The high eight lanes.
BB_INLINE bb_f8 bb_high_half16(bb_f16 v) { return __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15); }
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

/// Byte i of 64: how many of `count` (at most 255) thresholds the number x[i] reaches; NaN reaches none.
BB_INLINE void bb_rank64(const float *x, const float *thresholds, long count, uint8_t *ranks) {
    typedef float bb_f16 __attribute__((ext_vector_type(16)));
    typedef int32_t bb_i16 __attribute__((ext_vector_type(16)));
    typedef uint8_t bb_b16 __attribute__((ext_vector_type(16)));
    bb_f16 v[4];
    bb_i16 r[4] = {(bb_i16)(0), (bb_i16)(0), (bb_i16)(0), (bb_i16)(0)};
    memcpy(v, x, sizeof v);
    for (long k = 0; k < count; k++) {
        const bb_f16 t = (bb_f16)(thresholds[k]);
        for (int i = 0; i < 4; i++) r[i] -= (bb_i16)(v[i] >= t);
    }
    for (int i = 0; i < 4; i++) {
        const bb_b16 bytes = __builtin_convertvector(r[i], bb_b16);
        memcpy(ranks + i * 16, &bytes, sizeof bytes);
    }
}

/// Adds to `counts`: how many of `count` (at most 2^30) numbers are less than low or more than high, how many are not within 0…1,
/// and how many are not finite.
BB_INLINE void bb_census(const float *x, long count, float low, float high, int64_t *counts) {
    int32_t outside = 0, beyond = 0, infinite = 0;
    for (long i = 0; i < count; i++) {
        outside += (x[i] < low) | (x[i] > high);
        beyond += !((x[i] >= 0.0f) & (x[i] <= 1.0f));
        infinite += !(__builtin_fabsf(x[i]) <= 3.402823466e38f);
    }
    counts[0] += outside;
    counts[1] += beyond;
    counts[2] += infinite;
}
