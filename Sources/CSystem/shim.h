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

/// Gives the present thread, and no other, the process's own nice value and `steps` more. The process's is that of its first thread,
/// which is the one that `nice` and `renice` change. (glibc hides gettid and makes the first argument of setpriority an enumeration.)
static inline int bb_set_thread_niceness(int steps) {
    const int wanted = getpriority(PRIO_PROCESS, (id_t)getpid()) + steps;
    const id_t thread = (id_t)syscall(SYS_gettid);
    return getpriority(PRIO_PROCESS, thread) == wanted ? 0 : setpriority(PRIO_PROCESS, thread, wanted);
}

/// How many processors this process may use; 0 if that cannot be said. (What glibc has for it needs _GNU_SOURCE.)
static inline int bb_usable_processors(void) {
    unsigned long mask[128] = {0};
    const long size = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
    int count = 0;
    for (long i = 0; i < size / (long)sizeof mask[0]; i++) count += __builtin_popcountl(mask[i]);
    return count;
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
