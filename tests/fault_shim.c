/* Calls of the operating system that change files below one folder, made to fail at a chosen one. For tests only.
 *
 * fault_arm(folder, at, error): the at-th call fails (1 = the first; 0 = none, calls are counted only).
 * error > 0: with that errno; ENOSPC fails all later writes too, as a full disk does.
 * error = -9: the process dies before the call; error = -8: half of a write is done, then it dies.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char place[PATH_MAX];
static size_t length;
static int wanted, kind, counted, full;

void fault_arm(const char *folder, int at, int error) {
    strncpy(place, folder, sizeof place - 1);
    length = strlen(place);
    wanted = at;
    kind = error;
    counted = full = 0;
}

int fault_count(void) { return counted; }

static int below(const char *path) { return length && path && strncmp(path, place, length) == 0; }

static int ours(int file) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t got = length ? readlink(link, path, sizeof path - 1) : -1;
    if (got < 0) return 0;
    path[got] = 0;
    return below(path);
}

/* 1 = fail with errno set; 2 = half of it, then die */
static int hit(int is_write) {
    counted++;
    if (full && is_write) { errno = ENOSPC; return 1; }
    if (wanted == 0 || counted != wanted) return 0;
    if (kind == -8 && is_write) return 2;
    if (kind < 0) raise(SIGKILL);
    if (kind == ENOSPC) { if (!is_write) return 0; full = 1; }
    errno = kind;
    return 1;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define ON_FILE(type, name, signature, arguments, file, is_write)                                   \
    type name signature {                                                                           \
        REAL(name);                                                                                 \
        if (ours(file)) { int what = hit(is_write); if (what == 1) return -1; }                     \
        return real arguments;                                                                      \
    }

ssize_t write(int file, const void *data, size_t size) {
    REAL(write);
    if (ours(file)) {
        int what = hit(1);
        if (what == 1) return -1;
        if (what == 2) { real(file, data, size / 2); raise(SIGKILL); }
    }
    return real(file, data, size);
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t at) {
    REAL(pwrite64);
    if (ours(file)) {
        int what = hit(1);
        if (what == 1) return -1;
        if (what == 2) { real(file, data, size / 2, at); raise(SIGKILL); }
    }
    return real(file, data, size, at);
}

ssize_t pwrite(int file, const void *data, size_t size, off_t at) { return pwrite64(file, data, size, at); }

ON_FILE(int, fsync, (int file), (file), file, 0)
ON_FILE(int, fdatasync, (int file), (file), file, 0)
ON_FILE(int, ftruncate, (int file, off_t size), (file, size), file, 0)
ON_FILE(int, ftruncate64, (int file, off64_t size), (file, size), file, 0)

#define ON_PATH(name, signature, arguments, path)                                                   \
    int name signature {                                                                            \
        REAL(name);                                                                                 \
        if (below(path) && hit(0)) return -1;                                                       \
        return real arguments;                                                                      \
    }

ON_PATH(unlink, (const char *path), (path), path)
ON_PATH(rename, (const char *from, const char *to), (from, to), to)
ON_PATH(renameat, (int a, const char *from, int b, const char *to), (a, from, b, to), to)
ON_PATH(link, (const char *from, const char *to), (from, to), to)
ON_PATH(linkat, (int a, const char *from, int b, const char *to, int flags), (a, from, b, to, flags), to)

#define ON_OPEN(name)                                                                               \
    int name(const char *path, int flags, ...) {                                                    \
        REAL(name);                                                                                 \
        va_list more;                                                                               \
        va_start(more, flags);                                                                      \
        int mode = flags & O_CREAT ? va_arg(more, int) : 0;                                         \
        va_end(more);                                                                               \
        if ((flags & O_CREAT) && below(path) && hit(0)) return -1;                                  \
        return real(path, flags, mode);                                                             \
    }

ON_OPEN(open)
ON_OPEN(open64)
