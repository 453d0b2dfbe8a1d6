// The real record in a process of its own, to be killed and to be watched: notes, texts, deletions and samples.
// recorder.ts PLAN: a `RecorderPlan` as JSON. Says each thing on standard output after the ledger said it.
import { appendFileSync, writeSync } from 'node:fs'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import { CONTENT_DELETED_KIND } from '../../../electron/host/ledger/entry.ts'
import { ledgerPaths } from '../../../electron/host/ledger/ledger-files.ts'
import type { Ledger } from '../../../electron/host/ledger/port.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { encodeSaid, forgetsOf, markOf, NOTED_KIND, padOf, SAMPLED_KIND, textOf, type RecorderPlan, type Said } from './marks.ts'

const SAMPLE_EVERY_MS = 10
const STDOUT = 1
const actor = { role: 'system', position: 'host' } as const

const plan = JSON.parse(process.argv[2] ?? '') as RecorderPlan
const { folder, keyFolder, copy, run, lanes, pauseMs, samplesPerSecond, notes = Number.POSITIVE_INFINITY, closeAfterMs, crash, keepTexts, spoil } = plan

/** One system call: what was read from the pipe was acknowledged, whatever happened next. */
const say = (said: Said): void => void writeSync(STDOUT, `${encodeSaid(said)}\n`)
const pause = (ms: number): Promise<void> => new Promise((resolve) => { systemClock.after(ms, resolve) })

/** Where the texts stand that may be deleted later. */
const withText = new Map<number, number>()
let next = 0

async function note(ledger: Ledger, n: number): Promise<void> {
  const mark = markOf(run, n)
  const forgets = keepTexts ? undefined : withText.get(forgetsOf(n) ?? -1)
  if (forgets !== undefined) {
    const deleted = await ledger.record({ kind: CONTENT_DELETED_KIND, actor, payload: { mark, pad: padOf(n), seq: forgets } })
    if (deleted.ok) say({ said: 'acknowledged', seq: deleted.value.seq, mark, forgets })
    return
  }
  const content = textOf(run, n)
  const noted = await ledger.record({ kind: NOTED_KIND, actor, payload: { mark, pad: padOf(n) }, ...(content === undefined ? {} : { content }) })
  if (!noted.ok) return
  say({ said: 'acknowledged', seq: noted.value.seq, mark })
  if (content !== undefined) withText.set(n, noted.value.seq)
}

async function lane(ledger: Ledger): Promise<void> {
  while (next < notes) {
    await note(ledger, next++)
    if (pauseMs > 0) await pause(pauseMs)
  }
}

function sampleForEver(ledger: Ledger): void {
  let n = 0
  const each = (samplesPerSecond * SAMPLE_EVERY_MS) / 1000
  const batch = (): void => {
    for (let at = 0; at < each; at++) ledger.sample({ kind: SAMPLED_KIND, actor, payload: { n: n++, run } })
    systemClock.after(SAMPLE_EVERY_MS, batch)
  }
  if (each > 0) batch()
}

async function closeCleanly(ledger: Ledger): Promise<never> {
  say({ said: 'closing' })
  await ledger.close()
  say({ said: 'closed' })
  process.exit(0)
}

say({ said: 'starting' })
if (spoil) {
  say({ said: 'spoiling' })
  appendFileSync(ledgerPaths(folder).checkpoints, 'spoilt\n')
}
const opened = await openLedger({ folder, keyFolder, checkpointCopy: copy, bootId: run, clock: systemClock, random: systemRandom })
if (!opened.ok) {
  say({ said: 'refused', ...opened.error })
  process.exit(1)
}
const ledger = opened.value
ledger.onEvent((event) => {
  if (event.event === 'damaged') say({ said: 'damaged', detail: event.error.detail, folder: event.setAside })
  if (event.event === 'failed') say({ said: 'refused', ...event.error })
  if (event.event === 'committed') say({ said: 'committed', seq: event.head.seq })
  if (event.event === 'anchored') say({ said: 'anchored', seq: event.head.seq })
})
say({ said: 'opened' })
sampleForEver(ledger)
if (closeAfterMs !== undefined) systemClock.after(closeAfterMs, () => void closeCleanly(ledger))
await Promise.all(Array.from({ length: lanes }, () => lane(ledger)))
if (crash) process.exit(0)
await closeCleanly(ledger)
