// A disk with no room for an export: nothing half is left on it, the cause is said, and the record goes on.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeExport } from '../../../electron/host/export-writing.ts'
import type { ExportAsked } from '../../../electron/host/export/types.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { openDirectRecord } from '../../support/direct-record.ts'
import { mountSmallDisk } from '../../support/small-disk.ts'

test('an export to a disk that is nearly full, or cannot be written, leaves nothing on it and says why', async () => {
  const root = mkdtempSync(join(tmpdir(), 'export-disk-'))
  const folder = join(root, 'export')
  const disk = mountSmallDisk(folder)
  try {
    const record = openDirectRecord(root, systemClock.utcMs())
    record.write([{ kind: 'note.added', actor: { role: 'dispatcher', position: 'OB-01' }, payload: { characters: 4 }, content: 'ruis' }], systemClock.utcMs())
    const asked: ExportAsked = { what: 'entries-csv', masked: true, record: record.folder, to: join(folder, 'x.csv.half'), room: 'OB', position: 'OB-01', language: 'nl', utcMs: 0 }
    expect(await writeExport(asked, systemClock)).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
    expect(existsSync(asked.to)).toBe(false)
    disk.makeReadOnly()
    expect(await writeExport(asked, systemClock)).toMatchObject({ ok: false, error: { code: 'STORE_READONLY' } })
    expect(readdirSync(folder)).toEqual([])
  } finally {
    await disk.unmount()
    rmSync(root, { recursive: true, force: true })
  }
})
