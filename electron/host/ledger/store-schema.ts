// How a connection that writes `ledger.db` is set. Tables and triggers: migrations/.

/** In the order and with the settings SQLite needs them. FULL: a commit is on the disk when it returns. */
export const CONNECTION_PRAGMAS = [
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  // Deleted text is overwritten with zeros, not only unlinked from its page.
  'PRAGMA secure_delete = ON',
  'PRAGMA trusted_schema = OFF',
  'PRAGMA cell_size_check = ON',
  // Gives the space of a long log back after a burst.
  'PRAGMA journal_size_limit = 4194304',
] as const
