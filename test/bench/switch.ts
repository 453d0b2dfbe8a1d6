// From a key to a channel that has confirmed its group: a host process of its own, a radio over TCP that answers in 50 ms. By a
// key of the panel, by a page's call, and by either while the page that asks is gone in the same moment. Each time the radio
// stands on another group than the one it is asked for.
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSession, type ConsoleSession } from '../../electron/cli/console-session.ts'
import { systemClock as clock, systemRandom } from '../../native/transport/clock.ts'
import { startWorld, type World } from '../sim/world.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const LIMIT_MS = 500
const TIMES = 200
const RADIO_ANSWERS_MS = 50
const READY_MS = 20_000
const GIVE_UP_MS = 5_000
/** A person cannot press again so soon; the bench must. */
const SETTLE_MS = 10
const GROUPS = ['4037001', '4037002'] as const

interface Desk {
  readonly world: World
  readonly session: ConsoleSession
}

type Press = (desk: Desk, group: (typeof GROUPS)[number], time: number) => void

const byPanel: Press = ({ world }) => world.panel.tap('switch')
const byPage: Press = ({ session }, group, time) => asPage(session, time, group)

const WAYS: readonly { readonly figure: string; readonly press: Press }[] = [
  { figure: 'key of the panel', press: byPanel },
  { figure: 'call of a page', press: byPage },
  {
    figure: 'call of a page that is killed at once',
    press: (desk, group, time) => {
      byPage(desk, group, time)
      leave(desk.session, time)
    },
  },
  {
    figure: 'key of the panel while the page is killed',
    press: (desk, group, time) => {
      subscribe(desk.session, time)
      byPanel(desk, group, time)
      leave(desk.session, time)
    },
  },
]

export async function* benchSwitch(times = TIMES): AsyncGenerator<BenchRow> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-switch-'))
  const world = await startWorld(clock, systemRandom)
  const site = join(folder, 'site.yaml')
  await world.writeSite(site, { settleMs: SETTLE_MS })
  const session = startSession({ clock, site, data: folder })
  try {
    await must(session, () => session.topic('channels')['desk-radio']?.readiness === 'ready', READY_MS)
    for (const { figure, press } of WAYS) yield row(figure, await measure({ world, session }, press, times))
  } finally {
    await session.stop()
    await world.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function row(figure: string, took: readonly number[]): BenchRow {
  const { p50, p99, n } = quantilesOf(took)
  return { bench: 'switch', figure: `${figure} → channel and group confirmed, 99th percentile`, unit: 'ms', value: p99, p50, p99, n, against: { limitMs: LIMIT_MS, radioAnswersInMs: RADIO_ANSWERS_MS, host: 'own process', line: 'TCP', machineLoad: Math.round((loadavg()[0] ?? 0) * 10) / 10 } }
}

async function measure(desk: Desk, press: Press, times: number): Promise<number[]> {
  const { session } = desk
  const now = () => session.topic('switch').switch
  const took: number[] = []
  for (let time = 0; time < times; time++) {
    const group = GROUPS[time % GROUPS.length] ?? GROUPS[0]
    await session.client.call('group.select', { group })
    await must(session, () => now()?.wantedGroup === group)
    const startMs = clock.monotonicMs()
    press(desk, group, time)
    await must(session, () => now()?.channel === 'desk-radio' && now()?.confirmed === true && now()?.group === group)
    took.push(clock.monotonicMs() - startMs)
    await pause(SETTLE_MS * 3)
    await session.client.call('return.accept', {})
    await must(session, () => now()?.channel === 'rbs' && now()?.phase === 'settled')
    // Not in step with anything of the console's own.
    await pause(SETTLE_MS * 3 + systemRandom.fraction() * 100)
  }
  return took
}

async function must(session: ConsoleSession, holds: () => boolean, limitMs = GIVE_UP_MS): Promise<void> {
  if ((await session.until(holds, limitMs)) === undefined) throw new Error(`bench: not reached in ${limitMs} ms: ${JSON.stringify(session.topic('switch').switch)}`)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))

// ── a page, as its shell carries it ─────────────────────────────────────────────────────────

const pageOf = (time: number): string => `page-${time}`

function subscribe({ supervisor }: ConsoleSession, time: number): void {
  supervisor.send({ packet: 'page', page: pageOf(time), inner: { packet: 'subscribe', topics: ['switch', 'ptt', 'channels', 'alarms'] } })
}

function asPage(session: ConsoleSession, time: number, group: string): void {
  subscribe(session, time)
  session.supervisor.send({ packet: 'page', page: pageOf(time), inner: { packet: 'call', id: 1, name: 'switch.to', input: { to: 'desk-radio', group } } })
}

const leave = ({ supervisor }: ConsoleSession, time: number): void => supervisor.send({ packet: 'page', page: pageOf(time), inner: { packet: 'gone' } })
