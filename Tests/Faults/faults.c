/* Loaded before the C library (LD_PRELOAD) into a run that is to be disturbed. Counts what changes
 * the disk: writes, syncs, renames, links, removals, truncations, new files and folders. At step
 * FAULT_STEP it does what FAULT_MODE says:
 *
 *   before, after   the process ends at once, before or after the step (a crash)
 *   half            half of a write is done, then the process ends
 *   an errno name   the step fails; with FAULT_LASTING=1 every later one does too
 *   power           the power fails before the step: see power.h
 *   pause           the process waits FAULT_PAUSE_MS milliseconds, having made FAULT_FLAG
 *
 * FAULT_COUNT names a file that takes the number of steps. FAULT_CLOCK shifts the clock on the wall
 * by so many seconds from step FAULT_STEP on.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum mode { NOTHING, BEFORE, AFTER, HALF, FAIL, PAUSE, POWER };

static atomic_long steps;
static long wanted = -1;
static enum mode mode = NOTHING;
static int failure, lasting;
static long pause_ms = 300, shift;
static const char *flag_path, *count_path;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* As a crash does: nobody, no sanitizer either, has a word to say at the end. */
static _Noreturn void end_at_once(int code) {
  for (;;) syscall(SYS_exit_group, code);
}

#include "power.h"

static int errno_named(const char *name) {
  if (!strcmp(name, "ENOSPC")) return ENOSPC;
  if (!strcmp(name, "EDQUOT")) return EDQUOT;
  if (!strcmp(name, "EROFS")) return EROFS;
  return EIO;
}

__attribute__((constructor)) static void begin(void) {
  const char *text = getenv("FAULT_MODE");
  if (getenv("FAULT_STEP")) wanted = atol(getenv("FAULT_STEP"));
  if (getenv("FAULT_PAUSE_MS")) pause_ms = atol(getenv("FAULT_PAUSE_MS"));
  if (getenv("FAULT_CLOCK")) shift = atol(getenv("FAULT_CLOCK"));
  lasting = getenv("FAULT_LASTING") != NULL;
  flag_path = getenv("FAULT_FLAG");
  count_path = getenv("FAULT_COUNT");
  if (!text) return;
  if (!strcmp(text, "before")) mode = BEFORE;
  else if (!strcmp(text, "after")) mode = AFTER;
  else if (!strcmp(text, "half")) mode = HALF;
  else if (!strcmp(text, "pause")) mode = PAUSE;
  else if (!strcmp(text, "power")) mode = POWER;
  else { mode = FAIL; failure = errno_named(text); }
}

__attribute__((destructor)) static void end(void) {
  if (!count_path) return;
  int fd = ((int (*)(const char *, int, ...))real("open"))(count_path, O_WRONLY | O_CREAT, 0600);
  char text[32];
  int n = snprintf(text, sizeof text, "%ld", atomic_load(&steps));
  if (fd >= 0) ((ssize_t (*)(int, const void *, size_t))real("write"))(fd, text, n);
}

static void wait_a_while(void) {
  if (flag_path) {
    int fd = ((int (*)(const char *, int, ...))real("open"))(flag_path, O_WRONLY | O_CREAT, 0600);
    if (fd >= 0) close(fd);
  }
  usleep(pause_ms * 1000);
}

/* The number of the step that begins; ends the process or fails it where that is wanted. */
static long enter(int *fails) {
  long now = atomic_fetch_add(&steps, 1) + 1;
  *fails = mode == FAIL && (now == wanted || (lasting && now > wanted && wanted > 0));
  if (now == wanted && mode == BEFORE) end_at_once(137);
  if (now == wanted && mode == PAUSE) wait_a_while();
  if (now == wanted && mode == POWER) power_cut();
  return now;
}

static void leave(long now) { if (now == wanted && mode == AFTER) end_at_once(137); }

/* `note` keeps what a power cut takes back; `after` is done where the call went well. */
#define NOTED(type, note, call, after)       \
  int fails;                                 \
  if (mode == POWER) pthread_mutex_lock(&power_lock); \
  long now = enter(&fails);                  \
  if (fails) { errno = failure; return -1; } \
  if (mode == POWER) { note; }               \
  type result = call;                        \
  int code = errno;                          \
  if (mode == POWER) {                       \
    if (result >= 0) { after; }              \
    pthread_mutex_unlock(&power_lock);       \
    errno = code;                            \
  }                                          \
  leave(now);                                \
  return result
#define STEP(type, note, call) NOTED(type, note, call, )

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*f)(int, const void *, size_t) = real("write");
  if (fd <= 2) return f(fd, bytes, count);
  if (mode == HALF && atomic_load(&steps) + 1 == wanted) { f(fd, bytes, count / 2); end_at_once(137); }
  STEP(ssize_t, note_data(fd, -1, count, 0), f(fd, bytes, count));
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
  ssize_t (*f)(int, const void *, size_t, off64_t) = real("pwrite64");
  if (mode == HALF && atomic_load(&steps) + 1 == wanted) {
    f(fd, bytes, count / 2, offset);
    end_at_once(137);
  }
  STEP(ssize_t, note_data(fd, offset, count, 0), f(fd, bytes, count, offset));
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
  return pwrite64(fd, bytes, count, offset);
}

int fsync(int fd) { int (*f)(int) = real("fsync"); NOTED(int, , f(fd), note_sync(fd)); }
int fdatasync(int fd) { int (*f)(int) = real("fdatasync"); NOTED(int, , f(fd), note_sync(fd)); }

int unlink(const char *path) {
  int (*f)(const char *) = real("unlink");
  STEP(int, note_name(REMOVED, path, NULL), f(path));
}

int rmdir(const char *path) { int (*f)(const char *) = real("rmdir"); STEP(int, , f(path)); }

int rename(const char *from, const char *to) {
  int (*f)(const char *, const char *) = real("rename");
  STEP(int, note_name(RENAMED, to, from), f(from, to));
}

int symlink(const char *to, const char *path) {
  int (*f)(const char *, const char *) = real("symlink");
  STEP(int, note_name(MADE, path, NULL), f(to, path));
}

int mkdir(const char *path, mode_t bits) {
  int (*f)(const char *, mode_t) = real("mkdir");
  STEP(int, note_name(MADE, path, NULL), f(path, bits));
}

int ftruncate64(int fd, off64_t size) {
  int (*f)(int, off64_t) = real("ftruncate64");
  STEP(int, note_data(fd, size, 0, 1), f(fd, size));
}

int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static void note_opened(const char *path, int flags) {
  struct stat info;
  if (lstat(path, &info)) {
    note_name(MADE, path, NULL);
  } else if (flags & O_TRUNC && S_ISREG(info.st_mode)) {
    int fd = plain_open(path, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) note_data(fd, 0, 0, 1);
  }
}

static int opened(const char *name, const char *path, int flags, mode_t bits) {
  int (*f)(const char *, int, ...) = real(name);
  if (!(flags & O_CREAT) || !strncmp(path, "/dev/", 5)) return f(path, flags, bits);
  STEP(int, note_opened(path, flags), f(path, flags, bits));
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t bits = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return opened("open", path, flags, bits);
}

int open64(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t bits = flags & O_CREAT ? va_arg(list, mode_t) : 0;
  va_end(list);
  return opened("open64", path, flags, bits);
}

time_t time(time_t *place) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  time_t seconds = now.tv_sec + (atomic_load(&steps) >= wanted ? shift : 0);
  if (place) *place = seconds;
  return seconds;
}
