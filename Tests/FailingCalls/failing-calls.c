// Lets one file operation of a program fail. Loaded with LD_PRELOAD; the programs that it starts are left alone.
//
//     FAIL_BELOW    only operations on paths below this folder, and on files opened there, count
//     FAIL_NAMED    only if the path ends with this
//     FAIL_AT       which of them fails, from 1; 0 only counts
//     FAIL_ONWARD   1 if all after it fail, too
//     FAIL_ERRNO    with which error. A write that meets ENOSPC writes half, as on a disk that fills, and the next one fails
//     FAIL_LOG      gets the number of operations, and the name of the one that failed
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char below[4096], named[4096], logPath[4096];
static long failAt, count;
static int failsOnward;
static int failCode;
static int fillsNext;
static char failed[64];
static char isBelow[65536];

#define REAL(name) ((__typeof__(&name))real(#name))
static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

__attribute__((constructor)) static void begin(void) {
    const char *text;
    if ((text = getenv("FAIL_BELOW"))) snprintf(below, sizeof below, "%s/", text);
    if ((text = getenv("FAIL_LOG"))) snprintf(logPath, sizeof logPath, "%s", text);
    if ((text = getenv("FAIL_NAMED"))) snprintf(named, sizeof named, "%s", text);
    if ((text = getenv("FAIL_AT"))) failAt = atol(text);
    failsOnward = (text = getenv("FAIL_ONWARD")) && *text == '1';
    failCode = (text = getenv("FAIL_ERRNO")) ? atoi(text) : EIO;
    unsetenv("LD_PRELOAD");
}

static void report(void) {
    if (!logPath[0]) return;
    char line[128];
    int size = snprintf(line, sizeof line, "%ld %s\n", count, failed[0] ? failed : "-");
    int file = (int)syscall(SYS_openat, AT_FDCWD, logPath, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0) {
        syscall(SYS_write, file, line, size);
        syscall(SYS_close, file);
    }
}

__attribute__((destructor)) static void end(void) { report(); }

// The program ends by it, without running what is above.
__attribute__((noreturn)) void _exit(int status) {
    report();
    syscall(SYS_exit_group, status);
    __builtin_unreachable();
}

static int counts(const char *path) {
    if (!below[0] || !path) return 0;
    char full[8192];
    if (path[0] != '/') {
        if (!getcwd(full, 4096)) return 0;
        size_t size = strlen(full);
        snprintf(full + size, sizeof full - size, "/%s", strcmp(path, ".") ? path : "");
        path = full;
    }
    size_t size = strlen(path), ending = strlen(named);
    if (size < ending || strcmp(path + size - ending, named)) return 0;
    return strncmp(path, below, strlen(below)) == 0;
}
static int countsFile(int file) { return file >= 0 && file < (int)sizeof isBelow && isBelow[file]; }
static void remember(int file, int value) {
    if (file >= 0 && file < (int)sizeof isBelow) isBelow[file] = (char)value;
}

/// Counts an operation; whether it is to fail.
static int fails(const char *name) {
    pthread_mutex_lock(&lock);
    int result = ++count == failAt || (failsOnward && failAt && count > failAt);
    if (result && !failed[0]) {
        snprintf(failed, sizeof failed, "%s", name);
        report();
    }
    pthread_mutex_unlock(&lock);
    if (result) errno = failCode;
    return result;
}

static int opened(const char *path, int flags, mode_t mode) {
    if (counts(path) && fails(flags & O_CREAT ? "open(O_CREAT)" : "open")) return -1;
    int file = (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    // Of files that are only read, closing cannot fail in a way that matters.
    remember(file, counts(path) ? ((flags & O_ACCMODE) == O_RDONLY ? 1 : 2) : 0);
    return file;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list list; \
        va_start(list, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, mode_t) : 0; \
        va_end(list); \
        return opened(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

ssize_t read(int file, void *bytes, size_t size) {
    if (countsFile(file) && fails("read")) return -1;
    return syscall(SYS_read, file, bytes, size);
}

ssize_t write(int file, const void *bytes, size_t size) {
    if (countsFile(file)) {
        if (fillsNext) {
            fillsNext = 0;
            errno = failCode;
            return -1;
        }
        if (fails("write")) {
            if (failCode != ENOSPC || size < 2) return -1;
            fillsNext = 1;
            size /= 2;
        }
    }
    return syscall(SYS_write, file, bytes, size);
}

int close(int file) {
    int fail = countsFile(file) && isBelow[file] == 2 && fails("close");
    remember(file, 0);
    int result = (int)syscall(SYS_close, file);
    if (!fail) return result;
    errno = failCode;
    return -1;
}

#define ON_FILE(name, parameters, arguments, file) \
    int name parameters { \
        if (countsFile(file) && fails(#name)) return -1; \
        return REAL(name) arguments; \
    }
#define ON_PATH(name, parameters, arguments, path) \
    int name parameters { \
        if (counts(path) && fails(#name)) return -1; \
        return REAL(name) arguments; \
    }
ON_FILE(fsync, (int file), (file), file)
ON_FILE(fdatasync, (int file), (file), file)
ON_FILE(ftruncate, (int file, off_t size), (file, size), file)
ON_FILE(ftruncate64, (int file, off64_t size), (file, size), file)
ON_PATH(rename, (const char *from, const char *to), (from, to), to)
ON_PATH(link, (const char *from, const char *to), (from, to), to)
ON_PATH(symlink, (const char *from, const char *to), (from, to), to)
ON_PATH(mkdir, (const char *path, mode_t mode), (path, mode), path)

DIR *opendir(const char *path) {
    if (counts(path) && fails("opendir")) return NULL;
    return REAL(opendir)(path);
}

long syscall(long number, ...) {
    long a[6];
    va_list list;
    va_start(list, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_renameat2 && counts((const char *)a[3]) && fails("renameat2")) return -1;
    static long (*next)(long, ...);
    if (!next) next = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}
