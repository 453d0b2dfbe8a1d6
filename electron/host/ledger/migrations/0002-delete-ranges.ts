// Lets one `content.deleted {kinds, ranges}` take away many texts. Source: resources/docs/ledger-format.md, Entries of the ledger itself.
// Only the newest deletion counts: its texts go in its own commit, and a look at every older one would make each slower than the last.
import { refuse, type Migration } from './migration.ts'

const NAMED = `
  SELECT 1 FROM (SELECT payload FROM entries WHERE kind = 'content.deleted' ORDER BY seq DESC LIMIT 1) AS deletion
  WHERE deletion.payload ->> '$.seq' = OLD.seq
  OR (
    EXISTS (SELECT 1 FROM json_each(deletion.payload, '$.ranges') AS range
            WHERE OLD.seq BETWEEN range.value ->> 0 AND range.value ->> 1)
    AND EXISTS (SELECT 1 FROM entries AS beside JOIN json_each(deletion.payload, '$.kinds') AS named ON beside.kind = named.value
                WHERE beside.seq = OLD.seq)
  )`

export const deleteRanges: Migration = {
  version: 2,
  name: 'delete-ranges',
  up: (database) => database.exec(`DROP TRIGGER content_delete_recorded;
    ${refuse('content_delete_recorded', `DELETE ON content WHEN NOT EXISTS (${NAMED})`, 'record content.deleted first')}`),
}
