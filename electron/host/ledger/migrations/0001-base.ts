// Tables of `ledger.db` and the triggers that make them append-only. Source: resources/docs/ledger-format.md.
// Triggers stop our own mistakes and somebody with a SQL prompt; against somebody with the file stands the chain.
import { refuse, type Migration } from './migration.ts'

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


export const base: Migration = { version: 1, name: 'base', up: (database) => database.exec(TABLES + TRIGGERS) }
