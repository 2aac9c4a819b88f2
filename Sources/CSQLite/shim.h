/* Declares sqlite3_preupdate_hook; libraries of Debian, Ubuntu and Fedora are built with it. */
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#endif
#include <sqlite3.h>

/* The importer cannot show functions of variable arguments to Swift. To be called before SQLite is
   used: it then keeps no sum of the memory in use, for which every allocation takes a lock. */
static inline int keshikomi_no_memory_sums(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* SQLITE_TRANSIENT is a cast that the importer cannot show to Swift. */
static inline sqlite3_destructor_type keshikomi_transient(void) { return SQLITE_TRANSIENT; }

/* A code made of two, which the importer cannot show to Swift. */
static inline int keshikomi_ioerr_data(void) { return SQLITE_IOERR_DATA; }
