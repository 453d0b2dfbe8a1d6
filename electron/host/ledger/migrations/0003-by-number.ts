// Finds the entries that name one storing, melding or actie: `payload ->> '$.number' = ?`, spelled so in the query too.
// Only rows that have one are in it: 1 % of a lone append. One on utc_ms costs each append 6 % and each row 15 bytes for
// ever; seq follows time within a boot, so time is searched by halving.
import type { Migration } from './migration.ts'

export const byNumber: Migration = {
  version: 3,
  name: 'by-number',
  up: (database) => database.exec("CREATE INDEX entries_by_number ON entries (payload ->> '$.number') WHERE payload ->> '$.number' IS NOT NULL"),
}
