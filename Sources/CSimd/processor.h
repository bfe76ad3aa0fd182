// What the processor has, and what the including module is built for.
#pragma once
#include <stdint.h>
#include <string.h>

#if defined(__AVX512F__) && defined(__AVX512VL__) && defined(__AVX512BITALG__) && defined(__AVX512VPOPCNTDQ__) \
    && defined(__AVX512VBMI__) && defined(__GFNI__)
#define BB_AVX512 1
#endif

#define BB_INLINE static inline __attribute__((always_inline, unused))

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
