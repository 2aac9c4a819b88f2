#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast that the importer cannot show to Swift. */
static inline sqlite3_destructor_type keshikomi_transient(void) { return SQLITE_TRANSIENT; }
