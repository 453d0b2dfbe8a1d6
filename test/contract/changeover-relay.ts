// What the change-over relay of a shared pedal must do whatever wire moves it, in every state of its machine: back to the RBS
// on every way out, and the pedal never ours but with the relay's own contact for a proof.
import { describe, expect, test } from 'vitest'
import type { ChangeoverRelay, RelayEvent, SimulatedRelay } from '../../native/changeover-relay/index.ts'
import type { RadioAccess } from '../../native/kit/driver.ts'
import type { ManualClock } from '../support/manual-clock.ts'

export interface RelayBench {
  readonly clock: ManualClock
  readonly relay: ChangeoverRelay
  /** All it told, in order. */
  readonly events: readonly RelayEvent[]
  readonly coil: SimulatedRelay
  /** Power on the coil, as the wire has it. */
  readonly isDrawn: () => boolean
  readonly isHeld: () => boolean
  readonly openings: () => number
  /** Timers of the driver and its line. */
  readonly timers: () => number
  /** While held, an opening comes to no end. */
  readonly holdOpen: (held: boolean) => void
  readonly refuseOpen: (refused: boolean) => void
  /** The line takes no command, and is not lost either. */
  readonly deafen: (deaf: boolean) => void
  /** Pulls the cable: the coil has no power any more. */
  readonly cut: () => void
}

export type MakeRelay = (access?: RadioAccess) => RelayBench

const UP_MS = 1_000
const MOVED_MS = 100
/** To move, and to be found not to have moved. */
const JUDGED_MS = 300
const STOP_MAX_MS = 4_000
const COME_BACK_MS = 20_000
const LONG_MS = 60_000
const STEP_MS = 20

const up = async ({ clock, relay }: RelayBench): Promise<void> => {
  relay.start()
  await clock.advanceAsync(UP_MS)
}
const atRadio = async (bench: RelayBench): Promise<void> => {
  await up(bench)
  bench.relay.want('radio')
  await bench.clock.advanceAsync(MOVED_MS)
  expect([bench.relay.isPedalOurs, bench.coil.isAtRadio]).toEqual([true, true])
}

/** From a fresh bench into each state. */
const STATES: Readonly<Record<string, (bench: RelayBench) => Promise<void>>> = {
  'not started': async () => undefined,
  opening: async (bench) => {
    bench.holdOpen(true)
    await up(bench)
  },
  'opening, the radio wanted': async (bench) => {
    bench.holdOpen(true)
    bench.relay.want('radio')
    await up(bench)
  },
  'waiting to open again': async (bench) => {
    bench.refuseOpen(true)
    bench.relay.want('radio')
    await up(bench)
  },
  'at the RBS': up,
  'moving to the radio': async (bench) => {
    await up(bench)
    bench.relay.want('radio')
    await bench.clock.advanceAsync(5)
    expect(bench.relay.isPedalOurs).toBe(false)
  },
  'at the radio': atRadio,
  'moving back to the RBS': async (bench) => {
    await atRadio(bench)
    bench.relay.want('rbs')
    await bench.clock.advanceAsync(5)
  },
  'jammed and sent back': async (bench) => {
    await up(bench)
    bench.coil.jam(true)
    bench.relay.want('radio')
    await bench.clock.advanceAsync(JUDGED_MS)
  },
  'off the radio by itself': async (bench) => {
    await atRadio(bench)
    bench.coil.push(false)
    await bench.clock.advanceAsync(STEP_MS + 5)
    expect(bench.relay.isPedalOurs).toBe(false)
  },
  'stuck at the radio': async (bench) => {
    await atRadio(bench)
    bench.coil.jam(true)
    bench.relay.want('rbs')
    await bench.clock.advanceAsync(JUDGED_MS)
    expect(bench.coil.isAtRadio).toBe(true)
  },
}

/** The pedal is ours only where the armature proves it; looked at in small steps. */
async function watched(bench: RelayBench, ms: number, more: () => void = () => undefined): Promise<void> {
  for (let gone = 0; gone < ms; gone += STEP_MS) {
    await bench.clock.advanceAsync(STEP_MS)
    if (bench.relay.isPedalOurs) expect(bench.coil.isAtRadio).toBe(true)
    more()
  }
}

const pedalWords = (events: readonly RelayEvent[]): boolean[] => events.flatMap((one) => (one.event === 'pedal' ? [one.ours] : []))
const faults = (events: readonly RelayEvent[]): string[] => events.flatMap((one) => (one.event === 'fault' ? [one.fault] : []))

export function testChangeoverRelay(make: MakeRelay): void {
  describe.each(Object.entries(STATES))('while %s', (_state, reach) => {
    const reached = async (): Promise<RelayBench> => {
      const bench = make()
      await reach(bench)
      return bench
    }

    test('stopped: sent to the RBS before the line is let go, over in time, no timer left, and no word after it', async () => {
      const bench = await reached()
      let wasLetGoDrawn = false
      let timersLeft: number | undefined
      const stopping = bench.relay.stop()
      expect(bench.relay.isPedalOurs).toBe(false)
      const ended = { is: false }
      void stopping.finally(() => (ended.is = true))
      await watched(bench, STOP_MAX_MS, () => {
        wasLetGoDrawn ||= !bench.isHeld() && bench.isDrawn()
        if (ended.is) timersLeft ??= bench.timers()
      })
      const told = bench.events.length
      bench.holdOpen(false)
      bench.refuseOpen(false)
      await bench.clock.advanceAsync(LONG_MS)
      expect({ ended: ended.is, wasLetGoDrawn, drawn: bench.isDrawn(), held: bench.isHeld(), timersLeft, after: bench.events.slice(told) })
        .toEqual({ ended: true, wasLetGoDrawn: false, drawn: false, held: false, timersLeft: 0, after: [] })
    })

    test('stopped and started again it rests at the RBS until the radio is wanted anew', async () => {
      const bench = await reached()
      const stopping = bench.relay.stop()
      await bench.clock.advanceAsync(STOP_MAX_MS)
      await stopping
      bench.holdOpen(false)
      bench.refuseOpen(false)
      bench.relay.start()
      let wasDrawn = false
      await watched(bench, COME_BACK_MS, () => {
        wasDrawn ||= bench.isDrawn() || bench.relay.isPedalOurs
      })
      expect([bench.relay.link, wasDrawn]).toEqual([{ link: 'up' }, false])
    })

    test('unplugged: the pedal is the RBS\'s at once, said before all else, and comes back by itself only with a proof', async () => {
      const bench = await reached()
      const wasOurs = bench.relay.isPedalOurs
      const told = bench.events.length
      bench.refuseOpen(true)
      bench.holdOpen(false)
      bench.cut()
      expect(bench.relay.isPedalOurs).toBe(false)
      if (wasOurs) expect(bench.events[told]).toEqual({ event: 'pedal', ours: false })
      await watched(bench, COME_BACK_MS)
      expect([pedalWords(bench.events.slice(told)).includes(true), bench.isDrawn()]).toEqual([false, false])
      bench.coil.jam(false)
      bench.refuseOpen(false)
      bench.relay.start()
      bench.relay.want('radio')
      await watched(bench, COME_BACK_MS)
      expect([bench.relay.link, bench.relay.isPedalOurs, bench.coil.isAtRadio]).toEqual([{ link: 'up' }, true, true])
    })

    test('the RBS wanted: the pedal is the RBS\'s at once, and the relay is not drawn again', async () => {
      const bench = await reached()
      bench.relay.want('rbs')
      expect(bench.relay.isPedalOurs).toBe(false)
      bench.holdOpen(false)
      bench.refuseOpen(false)
      await bench.clock.advanceAsync(STEP_MS)
      let wasDrawn = false
      await watched(bench, LONG_MS / 3, () => {
        wasDrawn ||= bench.isDrawn() || bench.relay.isPedalOurs
      })
      expect(wasDrawn).toBe(false)
    })

    test('on a line that takes no command: never ours, said to be unreachable, and ours again with a proof once it does', async () => {
      const bench = await reached()
      bench.holdOpen(false)
      bench.refuseOpen(false)
      bench.deafen(true)
      bench.relay.start()
      bench.relay.want('rbs')
      bench.relay.want('radio')
      let wasOurs = false
      await watched(bench, COME_BACK_MS, () => {
        wasOurs ||= bench.relay.isPedalOurs
      })
      expect([wasOurs, faults(bench.events).includes('unreachable')]).toEqual([false, true])
      bench.deafen(false)
      bench.coil.jam(false)
      await watched(bench, COME_BACK_MS)
      expect([bench.relay.link, bench.relay.isPedalOurs]).toEqual([{ link: 'up' }, true])
    })
  })

  test('wanted back before the armature had left the radio, it is ours again, and no fault is told', async () => {
    const bench = make()
    await atRadio(bench)
    const told = bench.events.length
    bench.relay.want('rbs')
    bench.relay.want('radio')
    expect(bench.relay.isPedalOurs).toBe(false)
    await watched(bench, JUDGED_MS)
    expect([pedalWords(bench.events.slice(told)), faults(bench.events.slice(told)), bench.isDrawn()]).toEqual([[false, true], [], true])
  })

  test('that did not move in time is let go of: come free late it does not move under anybody\'s foot', async () => {
    const bench = make()
    await up(bench)
    bench.coil.jam(true)
    bench.relay.want('radio')
    await watched(bench, JUDGED_MS)
    bench.coil.jam(false)
    let wasOurs = false
    await watched(bench, LONG_MS, () => {
      wasOurs ||= bench.relay.isPedalOurs || bench.coil.isAtRadio
    })
    expect([wasOurs, bench.isDrawn(), faults(bench.events).at(-1)]).toEqual([false, false, 'did-not-move'])
  })

  test('started, drawn and stopped a hundred times it is at the RBS each time, and nothing piles up', async () => {
    const bench = make()
    for (let time = 0; time < 100; time++) {
      await atRadio(bench)
      const stopping = bench.relay.stop()
      await bench.clock.advanceAsync(MOVED_MS)
      await stopping
      expect([bench.isDrawn(), bench.coil.isAtRadio, bench.isHeld(), bench.timers()]).toEqual([false, false, false, 0])
    }
    expect(pedalWords(bench.events)).toEqual(Array.from({ length: 200 }, (_none, at) => at % 2 === 0))
  })

  test('where the site only observes, its line is never opened, whatever is wanted', async () => {
    const bench = make('read')
    bench.relay.start()
    bench.relay.want('radio')
    await watched(bench, COME_BACK_MS)
    await bench.relay.stop()
    expect([bench.openings(), bench.isDrawn(), bench.relay.isPedalOurs]).toEqual([0, false, false])
  })
}
