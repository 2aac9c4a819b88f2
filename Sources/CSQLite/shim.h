/* Declares sqlite3_preupdate_hook; libraries of Debian, Ubuntu and Fedora are built with it. */
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#endif
#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast that the importer cannot show to Swift. */
static inline sqlite3_destructor_type keshikomi_transient(void) { return SQLITE_TRANSIENT; }

/* A code made of two, which the importer cannot show to Swift. */
static inline int keshikomi_ioerr_data(void) { return SQLITE_IOERR_DATA; }
