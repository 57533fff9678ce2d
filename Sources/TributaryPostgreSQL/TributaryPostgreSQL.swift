// Without the package's trait `PostgreSQL` this module is empty, and no library is needed for it.
