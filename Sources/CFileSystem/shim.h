// What Linux has and glibc declares only for _GNU_SOURCE, which a header that Swift imports must not define.
#pragma once
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

long syscall(long number, ...);

/// Lets two paths change places in one step: after it, or a crash, both are as before or both are exchanged.
/// - Returns: 0, or -1 with errno set.
static inline int bb_exchange(const char *first, const char *second) {
    return (int)syscall(SYS_renameat2, AT_FDCWD, first, AT_FDCWD, second, 2u);
}
