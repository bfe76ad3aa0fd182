// Vector operations that Swift's SIMD types cannot express, one name an instruction (or a plain fallback).
#pragma once
#include <stdint.h>

#define BB_INLINE static inline __attribute__((always_inline))

/// Whether this processor runs the AVX2 + FMA kernels.
BB_INLINE int bb_has_avx2_fma(void) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
#else
    return 0;
#endif
}
