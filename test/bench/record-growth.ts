// How the record of a quiet day grows: a real watch of eight probes in virtual time, into a real ledger. Text beside the chain
// goes after 90 days; its entries stay as long as the ledger.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepareDraft } from '../../electron/host/ledger/draft.ts'
import { SALT_BYTES, type Stamp } from '../../electron/host/ledger/entry.ts'
import type { EntryDraft } from '../../electron/host/ledger/port.ts'
import { Writer } from '../../electron/host/ledger/writer.ts'
import { createRecorder, WATCH_KIND } from '../../electron/host/recorder.ts'
import { createWatchTrace } from '../../electron/host/watch-trace.ts'
import { createWatch, type ServiceConfig } from '../../electron/host/watch/index.ts'
import { toHex } from '../../native/kit/bytes.ts'
import type { Random } from '../../native/kit/clock.ts'
import { ok } from '../../native/kit/result.ts'
import { createChance } from '../sim/chance.ts'
import { AT_ONCE } from '../support/second-disk-at-once.ts'
import type { BenchRow } from './row.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

const PROBES = 8
const PROBES_EACH = 2
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const HOURS_A_DAY = 24
const MB = 1e6
const TEXT_DAYS = 90
const DAYS_IN_5_YEARS = 1826
const LEDGER_BYTES = 16
const BOOT_BYTES = 8
const BYTE = 256
const MOST_LATENCY_MS = 40

export async function* benchGrowth(folder: string): AsyncGenerator<BenchRow> {
  const clock = createVirtualClock(Date.UTC(2026, 0, 5))
  const record = openRecord(folder, clock)
  const recorder = createRecorder({ ledger: record.ledger, position: 'OB-07', simulated: false, onRefused: () => {} })
  const watch = createWatch({
    clock, random: record.random, services: SERVICES,
    openProbe: () => ok({ open: async () => ok(), close: async () => {}, ask: async () => ({ kind: 'reply', latencyMs: 2 + Math.floor(record.random.fraction() * MOST_LATENCY_MS), detail: 'SIP 200' }) }),
    trace: createWatchTrace(clock, recorder),
    onChange: () => {},
  })
  watch.start()
  await turn()
  const before = record.sizes()
  for (let minute = 1; minute <= HOUR_MS / MINUTE_MS; minute++) {
    // An answer is taken in the turn after the question: before the clock moves on.
    while (clock.runNext(minute * MINUTE_MS)) await undefined
    recorder.sample(WATCH_KIND, { watch: watch.save() })
    await turn()
  }
  const after = record.sizes()
  record.close()
  const [chain, text, n] = [after.chain - before.chain, after.text - before.text, (after.entries - before.entries) * HOURS_A_DAY]
  const row = (figure: string, bytes: number, against: BenchRow['against']): BenchRow => {
    const value = (bytes * HOURS_A_DAY) / MB
    return { bench: 'ledger', figure, unit: 'MB', value, p50: value, p99: value, n, against: { probes: PROBES, ...against } }
  }
  yield row('growth of a quiet day, entries: they stay', chain, { bytesAnEntry: Math.round((chain * HOURS_A_DAY) / n), gbIn5Years: Math.round((chain * HOURS_A_DAY * DAYS_IN_5_YEARS) / MB) / 1000 })
  yield row('growth of a quiet day, text that goes after 90 days', text, { gbIn90Days: Math.round((text * HOURS_A_DAY * TEXT_DAYS) / MB) / 1000 })
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

function openRecord(folder: string, clock: VirtualClock) {
  const chance = createChance(20_260_105)
  const random: Random = { fraction: chance, bytes: (length) => Uint8Array.from({ length }, () => Math.floor(chance() * BYTE)) }
  mkdirSync(folder)
  const writer = new Writer({ post: () => {}, defer: () => {}, ...AT_ONCE })
  const stamp = (): Stamp => ({ monoUs: Math.round(clock.monotonicMs() * 1000), utcMs: clock.utcMs(), clock: 'synchronised' })
  writer.receive({ type: 'open', request: { folder: join(folder, 'ledger'), keyFolder: join(folder, 'keys'), checkpointCopy: undefined, boot: toHex(random.bytes(BOOT_BYTES)), stamp: stamp(), newLedgerId: toHex(random.bytes(LEDGER_BYTES)), acknowledged: undefined } })
  let entries = 0
  const write = (draft: EntryDraft): void => {
    const prepared = prepareDraft(draft, { stamp: stamp(), salt: () => random.bytes(SALT_BYTES) })
    if (!prepared.ok) throw new Error(prepared.error.detail)
    entries++
    writer.receive({ type: 'write', entries: [prepared.value] })
  }
  const sizes = (): Sizes => {
    const tables = writer.store?.database.prepare("SELECT name = 'content' AS isText, sum(pgsize) AS bytes FROM dbstat GROUP BY 1 ORDER BY 1").all() ?? []
    return { entries, chain: Number(tables[0]?.['bytes']), text: Number(tables[1]?.['bytes']) }
  }
  return {
    random,
    ledger: { record: async (draft: EntryDraft) => { write(draft); return ok({ seq: entries }) }, sample: write },
    sizes,
    close: () => writer.receive({ type: 'close', utcMs: clock.utcMs() }),
  }
}

interface Sizes {
  readonly entries: number
  /** Pages of everything but deletable text, bytes. */
  readonly chain: number
  readonly text: number
}

const SERVICES: readonly ServiceConfig[] = Array.from({ length: PROBES / PROBES_EACH }, (_, at) => ({
  id: `service-${at}`, role: 'other', label: `Service ${at}`, dependsOn: [], viaOwnNetwork: true,
  probes: Array.from({ length: PROBES_EACH }, (_unused, probe) => ({ id: `${at}/${probe}`, weight: 'primary', latencyLimitMs: 300 })),
}))
