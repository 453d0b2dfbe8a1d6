// The page in Debian's Chromium: how soon a press and a change are on the screen, and that an endless stream of changes costs
// no more than a short one. Limits: DESIGN's 100 ms for a press, 50 ms for a change at 60 changes a second.
import { fileURLToPath } from 'node:url'
import { launchChromium } from '../support/browser.ts'
import type { Browser } from 'playwright-core'
import { openFloodedPage, type FloodedPage } from '../support/page-flood.ts'
import { reads, withPages } from '../support/page-stage.ts'
import { BASE } from '../../renderer/scenes/base-scene.ts'
import type { ServiceView } from '../../electron/contract/topics.ts'
import type { BenchRow } from './row.ts'
import { quantilesOf } from './quantiles.ts'

/** Runs in the page, before its own code. */
const PROBE = fileURLToPath(new URL('./page-probe.mjs', import.meta.url))
const PRESSES = 100
const CHANGES_PER_S = 60
const STREAM_S = 20
const UPDATES = 100_000
const RELOADS = 20
const RELOAD_LIMIT_MS = 300
const UPDATES_PER_TURN = 100

/** What the page itself keeps while it is measured. */
interface Probe {
  readonly presses: number[]
  readonly changes: number[]
  readonly longTasks: number[]
}

export async function* benchPage(): AsyncGenerator<BenchRow> {
  const browser = await launchChromium(['--autoplay-policy=no-user-gesture-required'])
  try {
    const flooded = await openFloodedPage(browser, PROBE)
    try {
      yield* measurePresses(flooded)
      yield* measureChanges(flooded)
      yield* measureMemory(flooded)
    } finally {
      await flooded.stop()
    }
    yield* measureReload(browser)
  } finally {
    await browser.close()
  }
}

const read = ({ page }: FloodedPage): Promise<Probe> => page.evaluate(() => (globalThis as unknown as { readonly kept: Probe }).kept)
const forget = ({ page }: FloodedPage): Promise<void> => page.evaluate(() => {
  for (const list of Object.values((globalThis as unknown as { readonly kept: Record<string, number[]> }).kept)) list.length = 0
})
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

function rowOf(figure: string, samples: readonly number[], limitMs: number): BenchRow {
  const { p50, p95, p99, n } = quantilesOf(samples)
  return { bench: 'page', figure, unit: 'ms', value: p95, p50, p99, n, against: { p95Limit: limitMs } }
}

async function* measurePresses(flooded: FloodedPage): AsyncGenerator<BenchRow> {
  await pause(1000)
  await forget(flooded)
  for (let at = 0; at < PRESSES; at++) {
    await flooded.page.keyboard.press('Pause')
    await pause(30)
  }
  yield rowOf('press to feedback', (await read(flooded)).presses, 100)
}

const nowUs = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000)

/** What changes in a bad minute: a service, who speaks, a line in the log, and with it strip and main view. */
function change(flooded: FloodedPage, at: number): void {
  const rbs: ServiceView = { ...(BASE.services['rbs'] as ServiceView), now: at % 2 === 0 ? 'ok' : 'degraded', why: { code: 'slow', sentUs: nowUs() } }
  flooded.set('services', { rbs })
  const speaking = at % 3 === 0 ? { heard: '6101629', heardUnit: '21-4131' } : {}
  flooded.set('ptt', { ptt: { phase: 'idle', target: 'rbs', stuck: [], unread: [], mayTransmit: [], localKey: false, ...speaking } })
  const seq = 1000 + at
  flooded.set('timeline', { [seq]: { seq, utcMs: Date.now(), kind: 'service.changed', role: 'system', payload: { service: 'rbs', from: 'ok', to: 'degraded' } } }, seq > 1200 ? [String(seq - 200)] : [])
}

async function* measureChanges(flooded: FloodedPage): AsyncGenerator<BenchRow> {
  await forget(flooded)
  const startMs = performance.now()
  for (let at = 0; at < CHANGES_PER_S * STREAM_S; at++) {
    await pause(Math.max(0, startMs + (at * 1000) / CHANGES_PER_S - performance.now()))
    change(flooded, at)
  }
  await pause(500)
  const { changes, longTasks } = await read(flooded)
  yield rowOf(`topic to paint at ${CHANGES_PER_S} changes/s`, changes, 50)
  const longest = Math.max(0, ...longTasks)
  yield { bench: 'page', figure: 'longest task', unit: 'ms', value: longest, p50: longest, p99: longest, n: longTasks.length, against: { limit: 50, seconds: STREAM_S } }
}

async function* measureMemory(flooded: FloodedPage): AsyncGenerator<BenchRow> {
  const heapMiB = async (): Promise<number> => {
    await flooded.devtools.send('HeapProfiler.collectGarbage')
    const { usedSize } = await flooded.devtools.send('Runtime.getHeapUsage')
    return usedSize / 2 ** 20
  }
  await flooded.devtools.send('HeapProfiler.enable')
  const heaps: number[] = []
  for (let at = 0; at < UPDATES; at += 3) {
    change(flooded, CHANGES_PER_S * STREAM_S + at / 3)
    if ((at / 3) % UPDATES_PER_TURN === 0) await pause(10)
    if ((at / 3) % Math.floor(UPDATES / 3 / 10) === 0) {
      await forget(flooded)
      heaps.push(await heapMiB())
    }
  }
  await pause(1000)
  await forget(flooded)
  heaps.push(await heapMiB())
  // The first tenth warms up; from then on it must not grow.
  const [, early = 0] = heaps
  const late = heaps.at(-1) ?? 0
  yield { bench: 'page', figure: `heap after ${UPDATES} updates`, unit: 'MiB', value: late, p50: quantilesOf(heaps).p50, p99: Math.max(...heaps), n: UPDATES, against: { afterATenth: Math.round(early * 100) / 100, ratio: Math.round((late / early) * 1000) / 1000 } }
}

/** From the reload of a page that keys to the moment its radio is off the air. */
async function* measureReload(browser: Browser): AsyncGenerator<BenchRow> {
  const tookMs: number[] = []
  await withPages(browser, async ({ world, open }) => {
    const { page } = await open()
    const via = page.locator('.strip [data-zone=via]')
    await reads(() => page.locator('.strip [data-zone=switch]').innerText(), /Gereed/)
    await page.keyboard.press('Pause')
    for (let at = 0; at < RELOADS; at++) {
      await reads(() => via.innerText(), /spreken kan/)
      await page.locator('.ptt-key').focus()
      await page.keyboard.down('Space')
      await reads(() => String(world.desk.radio.transmitting?.by), /console/)
      const startMs = performance.now()
      const reloaded = page.reload()
      while (world.desk.radio.transmitting) await new Promise((resolve) => { setImmediate(resolve) })
      tookMs.push(performance.now() - startMs)
      await reloaded
      await page.keyboard.up('Space')
    }
  })
  const { p50, p95, p99, n } = quantilesOf(tookMs)
  yield { bench: 'page', figure: 'reload while keyed to off the air', unit: 'ms', value: p95, p50, p99, n, against: { limit: RELOAD_LIMIT_MS } }
}
