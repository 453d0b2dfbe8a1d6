// A call for help in every state a position can be in: how soon it is on the screen and in the ear. The real host process, a
// simulated radio and the built page in Chromium, whose own audio is asked when a tone began. Limit: 1 s each time.
import type { Browser, Page } from 'playwright-core'
import { launchChromium, WITH_SOUND } from '../support/browser.ts'
import { buildPage } from '../support/built-page.ts'
import { PAGE_TIMES, reads, withPages, type PageStage } from '../support/page-stage.ts'
import { quantilesOf } from './quantiles.ts'
import type { BenchRow } from './row.ts'

const LIMIT_MS = 1000
/** Of every state. */
const TIMES = 10
/** The first note of the tone of an emergency call; no other sound begins there. */
const FIRST_HZ = 700
const FIRST_CALLER = 6_200_000
/** The console takes one call a second. */
const TAKEN_MS = 1100
/** An end for waiting: a call that is not seen or heard by then counts as that late. */
const PATIENCE_MS = 10_000
const FLOOD_EVERY_MS = 400
const RECOVERED_MS = 3000

/** Runs in the page before its own code: when the block of an emergency came to stand, and when a tone of it began to sound. */
const PROBE = `(() => {
  const kept = { shown: [], sounded: [] }
  Object.assign(globalThis, { kept })
  const now = () => performance.timeOrigin + performance.now()
  let stands = new Set()
  new MutationObserver(() => {
    const text = document.querySelector('.strip-emergency-title b')?.textContent ?? ''
    const found = new Set(text === '' ? [] : [text])
    if ([...found].some((one) => !stands.has(one))) requestAnimationFrame(() => kept.shown.push(now()))
    stands = found
  }).observe(document, { childList: true, subtree: true, characterData: true })
  const set = AudioParam.prototype.setValueAtTime
  AudioParam.prototype.setValueAtTime = function (value, at) { this.kept = value; return set.call(this, value, at) }
  const start = OscillatorNode.prototype.start
  OscillatorNode.prototype.start = function (at = 0) {
    if (this.frequency.kept === ${FIRST_HZ} && this.context.state === 'running') kept.sounded.push(now() + Math.max(0, at - this.context.currentTime) * 1000)
    return start.call(this, at)
  }
})()`

interface Kept {
  readonly shown: readonly number[]
  readonly sounded: readonly number[]
}

interface Position extends PageStage {
  readonly page: Page
}

/** How the position comes into a state, and out of it again. */
interface Situation {
  readonly state: string
  /** Brings it about; what it gives back undoes it. */
  readonly enter: (at: Position) => Promise<() => Promise<void>>
}

const nothing = (): Promise<void> => Promise.resolve()
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const zone = ({ page }: Position, name: string): (() => Promise<string>) => () => page.locator(`.strip [data-zone=${name}]`).innerText()

const rbsAnswers = ({ session }: Position): Promise<void> => reads(() => String(Object.values(session.topic('services')).find(({ role }) => role === 'console')?.now), /^(ok|degraded)$/)

async function onRbs(at: Position): Promise<void> {
  await at.world.healRbs()
  await rbsAnswers(at)
  if (/Spreken via/.test(await zone(at, 'via')())) return
  await at.page.keyboard.press('Shift+Pause')
  await reads(zone(at, 'via'), /Spreken via/)
  await pause(PAGE_TIMES.settleMs + 200)
}

async function onDesk(at: Position): Promise<void> {
  await reads(zone(at, 'switch'), /Mobilofoon/)
  await at.page.keyboard.press('Pause')
  await reads(zone(at, 'via'), /U werkt via[^]*spreken kan/)
}

const SITUATIONS: readonly Situation[] = [
  { state: 'calm', enter: () => Promise.resolve(nothing) },
  {
    state: 'transmitting',
    async enter(at) {
      await onDesk(at)
      await at.page.locator('.ptt-key').focus()
      await at.page.keyboard.down('Space')
      await reads(() => String(at.world.desk.radio.transmitting?.by), /console/)
      return async () => {
        await at.page.keyboard.up('Space')
        await onRbs(at)
      }
    },
  },
  {
    state: 'volume at nothing',
    async enter({ page }) {
      await page.getByRole('button', { name: 'Scherm en geluid' }).click()
      for (let step = 0; step < 10; step++) await page.getByRole('button', { name: 'zachter' }).click()
      await page.keyboard.press('Escape')
      return nothing
    },
  },
  {
    state: 'in a switch',
    async enter(at) {
      await reads(zone(at, 'switch'), /Mobilofoon/)
      await at.page.keyboard.press('Pause')
      return async () => {
        await reads(zone(at, 'via'), /U werkt via/)
        await pause(PAGE_TIMES.settleMs + 200)
        await onRbs(at)
      }
    },
  },
  {
    state: 'countdown',
    async enter(at) {
      await at.world.hangRbs()
      await reads(zone(at, 'via'), /Blijf op/)
      return async () => {
        await at.page.keyboard.press('Shift+Pause')
        await onRbs(at)
      }
    },
  },
  {
    state: 'page reloading',
    enter: ({ page }) => Promise.resolve(async () => { await page.waitForSelector('.strip') }),
  },
  {
    state: 'Terugblik open',
    async enter({ page }) {
      await page.getByRole('button', { name: /Terugblik/ }).first().click()
      return async () => { await page.keyboard.press('Escape') }
    },
  },
  {
    state: 'alarm flood',
    enter(at) {
      const { world } = at
      let cut = false
      const flood = setInterval(() => {
        cut = !cut
        if (cut) world.cutNetwork()
        else world.mendNetwork()
        void world.panel.unplug()
      }, FLOOD_EVERY_MS)
      return Promise.resolve(async () => {
        clearInterval(flood)
        world.mendNetwork()
        await pause(RECOVERED_MS)
        await rbsAnswers(at)
      })
    },
  },
  {
    state: 'faults acknowledged',
    async enter(at) {
      await at.world.hangRbs()
      await reads(zone(at, 'via'), /Blijf op/)
      await at.page.keyboard.press('Shift+Pause')
      await at.page.keyboard.press('Control+Shift+F11')
      return () => onRbs(at)
    },
  },
  {
    state: 'host just restarted',
    async enter(at) {
      const { session } = at
      const before = session.supervisor.pid
      if (before !== undefined) process.kill(before, 'SIGKILL')
      await reads(() => String(session.supervisor.pid !== before && session.supervisor.pid !== undefined), /true/)
      await reads(() => String(session.topic('devices')['control-radio']?.link), /^up$/)
      await at.page.waitForSelector('.strip:not(.strip-lost)')
      await rbsAnswers(at)
      return nothing
    },
  },
]

/** One call in one state. */
interface Sample {
  readonly shownMs: number
  readonly soundedMs: number
}

let callers = 0

async function call(at: Position, { state, enter }: Situation): Promise<Sample> {
  const { page, world, session } = at
  const leave = await enter(at)
  callers += 1
  const startMs = performance.timeOrigin + performance.now()
  if (state === 'page reloading') void page.reload().catch(() => undefined)
  world.control.radio.hear({ ssi: FIRST_CALLER + callers, gssi: world.groups[0]?.gssi ?? 0, priority: 15 })
  const sample = await heardAndSeen(page, startMs)
  world.control.radio.silence()
  for (const { id, kind } of Object.values(session.topic('alarms'))) {
    if (kind !== 'emergency') continue
    await session.client.call('emergency.take', { alarm: id })
    await session.client.call('emergency.hand-on', { alarm: id, to: 'rbs' })
    await pause(TAKEN_MS)
  }
  await reads(async () => String(await page.locator('.strip-emergency').count()), /^0$/)
  await leave()
  return sample
}

async function heardAndSeen(page: Page, startMs: number): Promise<Sample> {
  for (const untilMs = performance.now() + PATIENCE_MS; performance.now() < untilMs; await pause(20)) {
    // A page that is just being loaded has nothing to ask yet.
    const kept = await page.evaluate(() => (globalThis as unknown as { readonly kept?: Kept }).kept).catch(() => undefined)
    const shown = kept?.shown.find((ms) => ms >= startMs)
    const sounded = kept?.sounded.find((ms) => ms >= startMs)
    if (shown !== undefined && sounded !== undefined) return { shownMs: shown - startMs, soundedMs: sounded - startMs }
  }
  return { shownMs: PATIENCE_MS, soundedMs: PATIENCE_MS }
}

export async function* benchEmergency(): AsyncGenerator<BenchRow> {
  await buildPage()
  const browser: Browser = await launchChromium(WITH_SOUND)
  const all = new Map<string, Sample[]>()
  try {
    await withPages(browser, async (stage) => {
      const { page } = await stage.open()
      await page.addInitScript(PROBE)
      await page.reload()
      const at: Position = { ...stage, page }
      await reads(zone(at, 'switch'), /Gereed/)
      for (let round = 0; round < TIMES; round++) {
        for (const situation of SITUATIONS) {
          const samples = all.get(situation.state) ?? []
          all.set(situation.state, [...samples, await call(at, situation)])
          await reads(zone(at, 'switch'), /Mobilofoon/)
        }
      }
    })
  } finally {
    await browser.close()
  }
  for (const [state, samples] of all) yield rowOf(state, samples)
  yield rowOf('all states', [...all.values()].flat())
}

function rowOf(state: string, samples: readonly Sample[]): BenchRow {
  const both = samples.map(({ shownMs, soundedMs }) => Math.max(shownMs, soundedMs))
  const worst = Math.max(...both)
  const { p50, p99, n } = quantilesOf(both)
  const longest = (of: (sample: Sample) => number): number => Math.round(Math.max(...samples.map(of)))
  return {
    bench: 'emergency', figure: `heard to seen and sounding, ${state}`, unit: 'ms', value: worst, p50, p99, n,
    against: { limit: LIMIT_MS, within: both.filter((ms) => ms <= LIMIT_MS).length, shown: longest(({ shownMs }) => shownMs), sounded: longest(({ soundedMs }) => soundedMs) },
  }
}
