// A moment by way of keyframes is the moment folded from the beginning, wherever the keyframes stand; and what a killed host left
// is never told as if it ran.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { openBeside } from '../../../electron/host/ledger/reader/open-beside.ts'
import { readMoment, readState } from '../../../electron/host/ledger/reader/read-moment.ts'
import { KEPT_KIND } from '../../../electron/host/moment/kept-moment.ts'
import { NOTHING_KNOWN, type MomentState } from '../../../electron/host/moment/moment-state.ts'
import { reduceMoment } from '../../../electron/host/moment/reduce-moment.ts'
import { MOMENTS } from '../../../electron/host/moment-reading.ts'
import type { JsonObject } from '../../../electron/contract/words.ts'
import { createRecord, type WrittenEntry } from '../../support/written-record.ts'
import { entriesOf, lives } from './moment-history.ts'

const scratch = mkdtempSync(join(tmpdir(), 'moments-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const AT = Date.UTC(2024, 11, 31, 22)
let folders = 0

/** A keyframe holds what was folded up to some entries before it: those were still being written. */
function withKeyframes(entries: readonly WrittenEntry[], every: number, behind: number): WrittenEntry[] {
  const written: WrittenEntry[] = []
  const states: MomentState[] = [NOTHING_KNOWN]
  const add = (entry: WrittenEntry): void => {
    written.push(entry)
    states.push(reduceMoment(states.at(-1) ?? NOTHING_KNOWN, { payload: {}, ...entry }))
  }
  entries.forEach((entry, at) => {
    add(entry)
    if (every === 0 || at % every !== 0) return
    const through = Math.max(0, written.length - behind)
    add({ kind: KEPT_KIND, utcMs: entry.utcMs, ...(entry.boot === undefined ? {} : { boot: entry.boot }), payload: { state: states[through] as unknown as JsonObject, through } })
  })
  return written
}

test('at any entry of any history the state by keyframes is the state from the beginning', () => {
  fc.assert(fc.property(lives, fc.nat(20), fc.integer({ min: 0, max: 4 }), fc.boolean(), (told, every, behind, isGarbled) => {
    const entries = withKeyframes(entriesOf(told, AT), every, behind).map((entry) =>
      isGarbled && entry.kind === KEPT_KIND && entry.utcMs % 2 === 0 ? { ...entry, payload: { through: 1, state: { services: 'none' } } } : entry)
    const record = createRecord(join(scratch, String(++folders)))
    record.write(entries)
    const opened = openBeside(record.folder)
    try {
      let fromBeginning = NOTHING_KNOWN
      entries.forEach((entry, at) => {
        fromBeginning = reduceMoment(fromBeginning, { payload: {}, ...entry })
        expect(readState(opened.database, MOMENTS, at + 1)).toEqual(fromBeginning)
      })
    } finally {
      opened.close()
      record.close()
    }
  }), { numRuns: 25 })
})

test('from the last entry of a host that was killed until the next start nothing is known, and never else', () => {
  fc.assert(fc.property(lives, fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 20 }), (told, picks) => {
    const entries = entriesOf(told, AT)
    const record = createRecord(join(scratch, String(++folders)))
    record.write(entries)
    const opened = openBeside(record.folder)
    try {
      const from = entries[0]?.utcMs ?? AT
      const to = (entries.at(-1)?.utcMs ?? AT) + 5000
      for (const pick of picks) {
        const utcMs = from + (pick % (to - from))
        const view = readMoment(opened.database, MOMENTS, { utcMs }, { turns: [], host: 'unknown' })
        expect(view.host).toBe(hostAt(entries, utcMs))
        if (view.host !== 'running') expect(view.services.every(({ now }) => now === 'unknown')).toBe(true)
      }
    } finally {
      opened.close()
      record.close()
    }
  }), { numRuns: 25 })
})

/** By what each run wrote, looked at from outside. */
function hostAt(entries: readonly WrittenEntry[], utcMs: number): string {
  const starts = entries.filter(({ kind, utcMs: at }) => kind === 'host.started' && at <= utcMs)
  const boot = starts.at(-1)?.boot
  if (boot === undefined) return 'unknown'
  const run = entries.filter((entry) => entry.boot === boot)
  const last = run.at(-1)
  if (last?.kind === 'host.stopped') return utcMs >= last.utcMs ? 'stopped' : 'running'
  return utcMs > (last?.utcMs ?? 0) ? 'gone' : 'running'
}
