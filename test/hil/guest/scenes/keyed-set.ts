// A radio set that is keyed by RTS of a serial adapter and tells its carrier by CTS.
import assert from 'node:assert/strict'
import type { RadioDriver, RadioEvent } from '../../../../native/kit/driver.ts'
import { KEY_LINES, KEYED_DRIVERS, outputsAtRest, type KeyWires } from '../../../../native/registry.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import type { Scene, Stage } from '../stage.ts'
import { nowMs, pause, until } from '../time.ts'
import { ADAPTER, openSoon, plugAdapter, portOf } from './open-adapter.ts'

const WIRES: KeyWires = { by: 'rts', activeLow: false }
/** The kernel raises both lines at each opening and the console lowers them at once: longer would be a transmission. */
const BLIP_MS = 500
const TOLD_MS = 15_000
/**
 * 1 s on a cable. In the virtual controller a question that was under way hangs for 5 s instead of failing, and the line is
 * then known lost only by its silence, after 2 s.
 */
const LOST_MS = 4_000
/** Un-keying takes a few milliseconds; then the set's own sending may still hold its squelch open. */
const AFTER_SENDING_MS = 1_000

interface KeyedSet {
  readonly driver: RadioDriver
  when(brief: string): number
  told(...wanted: readonly string[]): Promise<number>
  forget(): void
}

async function setUp(stage: Stage): Promise<KeyedSet> {
  await plugAdapter(stage)
  const first = portOf(stage)
  await openSoon(first.port) // its node is there
  await first.port.close()
  await stage.hardware.do('adapter.seen', ADAPTER)
  const set = openSet(stage)
  await set.told('link up')
  return set
}

function openSet(stage: Stage): KeyedSet {
  let owed = false
  const memory = { read: () => ({ owed }), remember: () => void (owed = true), forget: () => void (owed = false) }
  const { port } = portOf(stage, { outputs: outputsAtRest(WIRES) }, ADAPTER, 'keyed set')
  const line = KEY_LINES.modem({ clock: systemClock, transport: port, wires: WIRES, carrier: { input: 'cts', activeLow: false } })
  const driver = KEYED_DRIVERS['keyed-radio']({ clock: systemClock, line, access: 'full', memory, carrier: { onMs: 40, offMs: 150 } })
  const events: { atMs: number; brief: string }[] = []
  driver.onEvent((event) => events.push({ atMs: nowMs(), brief: brief(event) }))
  stage.atEnd(() => driver.stop())
  driver.start()
  const briefs = (): readonly string[] => events.map((event) => event.brief)
  return {
    driver,
    when: (wanted) => events.findLast((event) => event.brief === wanted)?.atMs ?? Number.NaN,
    told: (...wanted) => until(() => `${wanted.join(', ')} in ${briefs().join(', ')}`, () => wanted.every((one) => briefs().includes(one)), TOLD_MS),
    forget: () => void (events.length = 0),
  }
}

function brief(event: RadioEvent): string {
  if (event.event === 'link') return event.link.link === 'down' ? `link down ${event.link.cause}` : `link ${event.link.link}`
  if (event.event === 'heard') return event.speaking ? 'heard' : 'quiet'
  return event.event
}

/** How long RTS was up, each time, in what the adapter saw since the last look; one that is still up counts as endless. */
async function keyings(stage: Stage): Promise<readonly number[]> {
  const { value: seen } = await stage.hardware.do('adapter.seen', ADAPTER)
  const found: number[] = []
  let upMs: number | undefined
  for (const one of seen) {
    if (one.request !== 'outputs' || one.rts === undefined) continue
    if (one.rts) upMs ??= one.atMs
    else if (upMs !== undefined) {
      found.push(one.atMs - upMs)
      upMs = undefined
    }
  }
  return upMs === undefined ? found : [...found, Number.POSITIVE_INFINITY]
}

export const KEYED_SET_SCENES: readonly Scene[] = [
  {
    title: 'a set on RTS sends exactly while it is keyed, tells its carrier by CTS, and is keyed by no opening for longer than the kernel’s own raising',
    async play(stage) {
      const set = await setUp(stage)
      const opening = await keyings(stage)
      stage.note('RTS up while opening, ms', opening)
      assert.ok(opening.every((ms) => ms < BLIP_MS), `keyed by opening: ${opening.join(', ')} ms`)
      set.driver.requestFloor()
      await set.told('floor-granted')
      assert.deepEqual(await keyings(stage), [Number.POSITIVE_INFINITY])
      set.driver.releaseFloor()
      await pause(AFTER_SENDING_MS)
      const after = (await stage.hardware.do('adapter.seen', ADAPTER)).value.filter((one) => one.request === 'outputs')
      assert.partialDeepStrictEqual(after.at(-1), { rts: false, dtr: false })
      assert.ok(after.every((one) => one.rts !== true && one.dtr !== true), 'raised again')
      set.forget()
      await stage.hardware.do('adapter.lines', ADAPTER, { cts: true })
      await set.told('heard')
      await stage.hardware.do('adapter.lines', ADAPTER, {})
      await set.told('quiet')
    },
  },
  {
    title: 'a set whose adapter is pulled while it sends is told as one that may still send, and un-keyed before it is used again',
    async play(stage) {
      const set = await setUp(stage)
      set.driver.requestFloor()
      await set.told('floor-granted')
      await keyings(stage)
      const { atMs } = await stage.hardware.do('adapter.unplug', ADAPTER)
      await set.told('may-transmit', 'link down LINK_LOST')
      const toldMs = set.when('may-transmit') - atMs
      stage.note('unplug while keyed → may transmit, ms', toldMs)
      assert.ok(toldMs < LOST_MS, `told after ${toldMs} ms`)
      set.forget()
      await stage.hardware.do('adapter.plug', ADAPTER)
      await set.told('hung-up', 'link up')
      assert.ok(set.when('hung-up') <= set.when('link up'), 'up before it was un-keyed')
      const again = await keyings(stage)
      assert.ok(again.every((ms) => ms < BLIP_MS), `keyed again: ${again.join(', ')} ms`)
    },
  },
]
