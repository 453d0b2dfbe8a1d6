// A host that only records, to be killed: prints each entry after it was acknowledged. appender.ts FOLDER KEYS COPY
import { randomUUID } from 'node:crypto'
import { openLedger } from '../../../electron/host/ledger/open-ledger.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'

/** Synchronous on a pipe (Node, process I/O): what the parent reads was acknowledged, whatever happens next. */
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const [folder = '', keyFolder = '', checkpointCopy] = process.argv.slice(2)
const opened = await openLedger({ folder, keyFolder, checkpointCopy, bootId: randomUUID(), clock: systemClock, random: systemRandom })
if (!opened.ok) {
  say(JSON.stringify(opened.error))
  process.exit(1)
}
const ledger = opened.value
ledger.onEvent((event) => { if (event.event === 'damaged') say(JSON.stringify({ damaged: event.error })) })
say('{"ready":true}')

const actor = { role: 'system', position: 'host' } as const
async function appendForEver(lane: number): Promise<never> {
  for (let n = 0; ; n++) {
    const mark = `${process.pid}-${lane}-${n}`
    const done = await ledger.record({ kind: 'kill.appended', actor, payload: { mark }, ...(n % 7 === 0 ? { content: `tekst ${mark}` } : {}) })
    if (done.ok) say(`{"seq":${done.value.seq},"mark":"${mark}"}`)
    ledger.sample({ kind: 'kill.sampled', actor, payload: { n } })
  }
}
await Promise.all([0, 1, 2, 3].map(appendForEver))
