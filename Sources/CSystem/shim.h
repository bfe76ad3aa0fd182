// What glibc has and Swift's Glibc module does not import.
//
// No _GNU_SOURCE here: it would change the definitions of types such as fd_set, and a program whose modules disagree on a
// type does not compile.
#pragma once
#include <pty.h>
#include <sched.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

static const short BB_POSIX_SPAWN_SETSID = 0x80;

/// Takes the present thread, and no other, `steps` down in priority. (glibc hides gettid and makes the first argument of
/// setpriority an enumeration.)
static inline int bb_lower_thread_priority(int steps) {
    return setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), steps);
}

/// Tells the processor that this is a spin-wait loop.
static inline void bb_spin_hint(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ __volatile__("yield");
#endif
}

/// Runs a chain of `16 * rounds` additions that wait for one another: one clock cycle each.
static inline void bb_run_cycles(long rounds) {
    long x = 0;
    for (long i = 0; i < rounds; i++) {
#if defined(__x86_64__)
        __asm__ __volatile__(
            "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
            "add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n add $1, %0\n"
            : "+r"(x));
#elif defined(__aarch64__)
        __asm__ __volatile__(
            "add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n"
            "add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n"
            "add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n"
            "add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n add %0, %0, #1\n"
            : "+r"(x));
#endif
    }
}
