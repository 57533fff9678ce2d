#include <sqlite3.h>

/// SQLITE_TRANSIENT, which is a cast that Swift does not import: SQLite takes a copy of what is bound.
static inline sqlite3_destructor_type tributary_sqlite_transient(void) { return SQLITE_TRANSIENT; }
