// Tables of `ledger.db` and the triggers that make them append-only. Source: resources/docs/ledger-format.md.
// Triggers stop our own mistakes and somebody with a SQL prompt; against somebody with the file stands the chain.

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

const TABLES = `
CREATE TABLE meta (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE entries (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  ledger TEXT NOT NULL,
  boot TEXT NOT NULL,
  mono_us INTEGER NOT NULL,
  utc_ms INTEGER NOT NULL,
  clock TEXT NOT NULL,
  role TEXT NOT NULL,
  position TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev BLOB NOT NULL CHECK (length(prev) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX entries_by_kind ON entries (kind);

CREATE TABLE content (
  seq INTEGER PRIMARY KEY,
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  text TEXT NOT NULL
) STRICT;
`

const refuse = (name: string, when: string, message: string): string =>
  `CREATE TRIGGER ${name} BEFORE ${when} BEGIN SELECT RAISE(ABORT, '${message}'); END;\n`

// The INSERT triggers also stop INSERT OR REPLACE, which deletes a row without firing its DELETE trigger.
const TRIGGERS = [
  refuse('meta_no_update', 'UPDATE ON meta', 'meta is append-only'),
  refuse('meta_no_delete', 'DELETE ON meta', 'meta is append-only'),
  refuse('meta_no_replace', 'INSERT ON meta WHEN EXISTS (SELECT 1 FROM meta WHERE name = NEW.name)', 'meta is append-only'),
  refuse('entries_no_update', 'UPDATE ON entries', 'entries are append-only'),
  refuse('entries_no_delete', 'DELETE ON entries', 'entries are append-only'),
  refuse(
    'entries_in_order',
    'INSERT ON entries WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries)',
    'entries have no gaps',
  ),
  refuse('content_no_update', 'UPDATE ON content', 'content is never changed'),
  refuse(
    'content_no_replace',
    'INSERT ON content WHEN EXISTS (SELECT 1 FROM content WHERE seq = NEW.seq)',
    'content is never changed',
  ),
  refuse(
    'content_delete_recorded',
    `DELETE ON content WHEN NOT EXISTS (
       SELECT 1 FROM entries WHERE kind = 'content.deleted' AND payload ->> '$.seq' = OLD.seq
     )`,
    'record content.deleted first',
  ),
].join('')

export const SCHEMA = TABLES + TRIGGERS
