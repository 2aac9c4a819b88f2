/* A power cut: what was written and not synced is lost, or is there in part.
 *
 * Every change of a file keeps what it changed, every change of a folder what undoes it, until a
 * sync of that file or folder. At the cut all that is undone; then a part chosen by FAULT_SEED is
 * done again: of data whole writes or single sectors of 512 bytes in any order, of a folder its
 * oldest changes up to one. A file's sync keeps its bytes and not its name: for that its folder has
 * to be synced. With FAULT_NO_SYNC=1 no sync counts. What was written past the C library (stdio's own files) counts as synced.
 */
#define SECTOR 512
#define MOST 200000

enum kind { DATA, MADE, RENAMED, REMOVED };

struct change {
  enum kind kind;
  int settled, again;
  dev_t dev;
  ino_t ino; /* of the file, or of the folder that holds the name */
  int fd;    /* DATA: the file; else what was replaced or removed, -1 where nothing was */
  off_t offset, size;
  size_t count;
  char *old, *new;
  char *path, *from, *link;
};

static struct change *changes;
static long change_count;
static pthread_mutex_t power_lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned long long seed = 1;

static unsigned chance(unsigned of) {
  seed ^= seed << 13; seed ^= seed >> 7; seed ^= seed << 17;
  return (unsigned)((seed >> 20) % of);
}

static int plain_open(const char *path, int flags, mode_t bits) {
  return ((int (*)(const char *, int, ...))real("open"))(path, flags, bits);
}

static struct change *added(enum kind kind) {
  if (!changes) changes = calloc(MOST, sizeof *changes);
  if (change_count == MOST) end_at_once(99);
  struct change *c = &changes[change_count++];
  c->kind = kind;
  c->fd = -1;
  return c;
}

/* Never closed: closing any descriptor of a file gives up SQLite's locks on it. */
static int lasting_fd(int fd, struct stat *info) {
  for (long n = change_count - 1; n >= 0; n--)
    if (changes[n].kind == DATA && changes[n].dev == info->st_dev && changes[n].ino == info->st_ino)
      return changes[n].fd;
  char name[64];
  snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
  return plain_open(name, O_RDWR | O_CLOEXEC, 0);
}

/* `count` bytes from `offset` on are about to change; all from there on where it is cut. */
static void note_data(int fd, off_t offset, size_t count, int is_cut) {
  struct stat info;
  if (fstat(fd, &info) || !S_ISREG(info.st_mode)) return;
  if (offset < 0) offset = lseek(fd, 0, SEEK_CUR);
  int kept = lasting_fd(fd, &info);
  if (kept < 0) return;
  struct change *c = added(DATA);
  c->dev = info.st_dev; c->ino = info.st_ino; c->fd = kept;
  c->offset = offset; c->size = info.st_size;
  c->count = is_cut ? (info.st_size > offset ? (size_t)(info.st_size - offset) : 0) : count;
  c->old = calloc(1, c->count + 1);
  if (pread(kept, c->old, c->count, offset) < 0) end_at_once(99);
}

static void folder_of(const char *path, struct change *c) {
  char *copy = strdup(path), *slash = strrchr(copy, '/');
  struct stat info;
  if (slash) *slash = 0;
  if (!stat(slash ? (*copy ? copy : "/") : ".", &info)) { c->dev = info.st_dev; c->ino = info.st_ino; }
  free(copy);
  c->path = strdup(path);
}

/* Keeps what lies at a path, so that it can be put there again. */
static void keep(const char *path, struct change *c) {
  struct stat info;
  if (lstat(path, &info)) return;
  if (S_ISLNK(info.st_mode)) {
    c->link = calloc(1, 4096);
    if (readlink(path, c->link, 4095) < 0) end_at_once(99);
  } else if (S_ISREG(info.st_mode)) {
    int fd = plain_open(path, O_RDWR | O_CLOEXEC, 0);
    if (fd >= 0) { c->fd = lasting_fd(fd, &info); }
  }
}

static void note_name(enum kind kind, const char *path, const char *from) {
  struct stat info;
  if (kind == MADE && !lstat(path, &info)) return;
  struct change *c = added(kind);
  folder_of(path, c);
  if (from) c->from = strdup(from);
  if (kind != MADE) keep(path, c);
}

static void note_sync(int fd) {
  struct stat info;
  if (fstat(fd, &info) || getenv("FAULT_NO_SYNC")) return;
  for (long n = 0; n < change_count; n++) {
    struct change *c = &changes[n];
    if ((c->kind == DATA) == !S_ISDIR(info.st_mode) && c->dev == info.st_dev
        && c->ino == info.st_ino)
      c->settled = 1;
  }
}

static int remove_entry(const char *path, const struct stat *info, int flag, struct FTW *ftw) {
  (void)info; (void)ftw;
  return flag == FTW_DP ? ((int (*)(const char *))real("rmdir"))(path)
                        : ((int (*)(const char *))real("unlink"))(path);
}

static void put_again(struct change *c) {
  if (c->link) {
    ((int (*)(const char *, const char *))real("symlink"))(c->link, c->path);
  } else if (c->fd >= 0) {
    int fd = plain_open(c->path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    char bytes[65536];
    ssize_t n;
    for (off_t at = 0; (n = pread(c->fd, bytes, sizeof bytes, at)) > 0; at += n)
      if (((ssize_t (*)(int, const void *, size_t))real("write"))(fd, bytes, n) != n) end_at_once(99);
  }
}

static void write_at(int fd, const char *bytes, size_t count, off_t offset) {
  ssize_t (*f)(int, const void *, size_t, off64_t) = real("pwrite64");
  if (f(fd, bytes, count, offset) != (ssize_t)count) end_at_once(99);
}

/* Another thread may read a mapped file that is cut just now: it waits for the end. */
static void wait_for_end(int number) {
  (void)number;
  for (;;) pause();
}

static void cut_data(void) {
  signal(SIGBUS, wait_for_end);
  int (*truncate_to)(int, off64_t) = real("ftruncate64");
  for (long n = change_count - 1; n >= 0; n--) {
    struct change *c = &changes[n];
    if (c->kind != DATA || c->settled) continue;
    c->new = calloc(1, c->count + 1);
    ssize_t got = pread(c->fd, c->new, c->count, c->offset);
    if (got < 0) end_at_once(99);
    off_t old = c->size > c->offset ? c->size - c->offset : 0;
    if ((size_t)old > c->count) old = c->count;
    c->again = (int)got; /* so many bytes came of it */
    if (truncate_to(c->fd, c->size)) end_at_once(99);
    if (old) write_at(c->fd, c->old, old, c->offset);
  }
  for (long n = 0; n < change_count; n++) {
    struct change *c = &changes[n];
    if (c->kind != DATA || c->settled) continue;
    unsigned fate = chance(3); /* lost, whole, or in part */
    if (fate == 0) continue;
    if (!c->again) { /* it cut the file */
      if (fate == 1 && truncate_to(c->fd, c->offset)) end_at_once(99);
      continue;
    }
    for (size_t at = 0; at < (size_t)c->again; at += SECTOR) {
      size_t some = c->again - at < SECTOR ? c->again - at : SECTOR;
      if (fate == 1 || chance(2)) write_at(c->fd, c->new + at, some, c->offset + at);
    }
  }
}

static void cut_names(void) {
  for (long n = change_count - 1; n >= 0; n--) {
    struct change *c = &changes[n];
    if (c->kind == DATA || c->settled) continue;
    if (chance(3) == 0) { /* this one and all before it in its folder are on the disk */
      for (long m = n; m >= 0; m--)
        if (changes[m].kind != DATA && changes[m].dev == c->dev && changes[m].ino == c->ino)
          changes[m].settled = 1;
      continue;
    }
    switch (c->kind) {
    case MADE: nftw(c->path, remove_entry, 16, FTW_DEPTH | FTW_PHYS); break;
    case RENAMED:
      ((int (*)(const char *, const char *))real("rename"))(c->path, c->from);
      put_again(c);
      break;
    case REMOVED: put_again(c); break;
    default: break;
    }
  }
}

static void power_cut(void) {
  if (getenv("FAULT_SEED")) seed = strtoull(getenv("FAULT_SEED"), NULL, 10);
  seed = (seed + wanted) * 0x9E3779B97F4A7C15ULL | 1;
  cut_data();
  cut_names();
  end_at_once(137);
}
