// Reads what a window needs from the record, in bounded pages. Each answer is whole or a failure: half a line is no line.
import type { CallInput, CallName, CallOutput } from '../../electron/contract/calls.ts'
import type { CallResult } from '../../electron/contract/host-client.ts'
import type { MomentView } from '../../electron/contract/record.ts'
import type { TimelineEntry } from '../../electron/contract/topics.ts'
import { CORRECTING_KINDS, searchOf, type EntryQuery } from './review-entries.ts'
import { GONE_KIND, LINE_KINDS, type WindowRecord } from './review-traces.ts'
import type { ReviewWindow } from './review-window.ts'

export type Call = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallResult<CallOutput<Name>>>

const PAGE = 200
/** Two thousand changes: a service that goes on and off each 10 s for hours; more could not be drawn apart. */
const LINE_PAGES = 10
/** Starts after a crash within one window whose silence is looked up. */
const MOST_CRASHES = 20
/** The first entry is the ledger's own opening, always: nothing is lost by reading after it. */
const FIRST_SEQ = 1

export async function readWindow(call: Call, window: ReviewWindow): Promise<CallResult<WindowRecord>> {
  const base = await call('record.at', { utcMs: window.fromUtcMs })
  if (!base.ok) return base
  const changes: TimelineEntry[] = []
  let after = Math.max(FIRST_SEQ, base.value.seq)
  for (let page = 0; page < LINE_PAGES; page++) {
    const found = await call('record.search', { kinds: [...LINE_KINDS], toUtcMs: window.toUtcMs, after, limit: PAGE })
    if (!found.ok) return found
    changes.push(...found.value.entries)
    after = changes.at(-1)?.seq ?? after
    if (!found.value.more) return withSilences(call, { base: base.value, changes })
  }
  const last = changes.at(-1)
  return withSilences(call, { base: base.value, changes, ...(last ? { wholeUntilUtcMs: last.utcMs } : {}) })
}

/** A host that was killed said nothing: until its next start nothing is known from its last entry on. */
async function withSilences(call: Call, record: WindowRecord): Promise<CallResult<WindowRecord>> {
  const crashed = record.changes.filter(({ kind }, at) => kind === 'host.started' && lastOfHost(record, at) === 'started').slice(-MOST_CRASHES)
  const silences: TimelineEntry[] = []
  for (const { seq } of crashed) {
    const before = await call('record.at', { seq: seq - 1 })
    if (!before.ok) return before
    const { host, hostSinceUtcMs, utcMs } = before.value
    // What the next run wrote before it said that it started is none of the one that died.
    silences.push({ seq: seq - 1, utcMs: host === 'gone' ? (hostSinceUtcMs ?? utcMs) : utcMs, kind: GONE_KIND, role: 'system', payload: {} })
  }
  if (silences.length === 0) return { ok: true, value: record }
  return { ok: true, value: { ...record, changes: [...record.changes, ...silences].toSorted((one, other) => one.seq - other.seq) } }
}

function lastOfHost({ base, changes }: WindowRecord, before: number): 'started' | 'stopped' {
  const last = changes.slice(0, before).findLast(({ kind }) => kind === 'host.started' || kind === 'host.stopped')
  if (last) return last.kind === 'host.stopped' ? 'stopped' : 'started'
  return base.host === 'running' ? 'started' : 'stopped'
}

export interface FoundEntries {
  readonly found: readonly TimelineEntry[]
  readonly corrections: readonly TimelineEntry[]
  readonly more: boolean
}

/** @param pages  of 200 each; a reader asks for more as he goes */
export async function readEntries(call: Call, query: EntryQuery, { window, pages }: { readonly window: ReviewWindow; readonly pages: number }): Promise<CallResult<FoundEntries>> {
  const asked = searchOf(query, window)
  const found: TimelineEntry[] = []
  let more = true
  for (let page = 0; page < pages && more; page++) {
    const last = found.at(-1)?.seq
    const from = query.scope === 'window' ? { after: last ?? FIRST_SEQ } : last === undefined ? {} : { before: last }
    const answer = await call('record.search', { ...asked, ...from, limit: PAGE })
    if (!answer.ok) return answer
    found.push(...answer.value.entries)
    more = answer.value.more
  }
  const oldest = Math.min(...found.map(({ seq }) => seq))
  if (found.length === 0) return { ok: true, value: { found, corrections: [], more: false } }
  const corrections = await call('record.search', { kinds: [...CORRECTING_KINDS], after: oldest, limit: PAGE })
  return corrections.ok ? { ok: true, value: { found, corrections: corrections.value.entries, more } } : corrections
}

/** Openings and changes of storingen, newest first. */
export const FAULT_KINDS = ['fault.opened', 'fault.changed'] as const

export interface FoundFaults {
  readonly entries: readonly TimelineEntry[]
  readonly more: boolean
}

export async function readFaults(call: Call, pages: number): Promise<CallResult<FoundFaults>> {
  const entries: TimelineEntry[] = []
  let more = true
  for (let page = 0; page < pages && more; page++) {
    const last = entries.at(-1)?.seq
    const answer = await call('record.search', { kinds: [...FAULT_KINDS], ...(last === undefined ? {} : { before: last }), limit: PAGE })
    if (!answer.ok) return answer
    entries.push(...answer.value.entries)
    more = answer.value.more
  }
  return { ok: true, value: { entries, more } }
}

export const readMoment = (call: Call, cursor: { readonly utcMs: number; readonly seq?: number }): Promise<CallResult<MomentView>> =>
  call('record.at', cursor.seq === undefined ? { utcMs: cursor.utcMs } : { seq: cursor.seq })
