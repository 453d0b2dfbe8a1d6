// The clock probe's own bounds: a name that hangs in the resolver, a question given up, a probe that is closed.
import { expect, it } from 'vitest'
import { openClockProbe } from '../../../electron/host/watch/probes/clock.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function probeOf(addressOf: () => Promise<string | undefined>) {
  const clock = createManualClock()
  const asked: number[] = []
  const opened = openClockProbe({ kind: 'clock', server: 'ntp.example', port: 123, maxOffsetMs: 1_000, everyS: 64 }, {
    clock,
    random: { bytes: (length) => new Uint8Array(length), fraction: () => 0 },
    settings: DEFAULT_WATCH_SETTINGS,
    addresses: { addressOf: () => { asked.push(clock.monotonicMs()); return addressOf() } },
  })
  if (!opened.ok) throw new Error('not opened')
  return { clock, asked, probe: opened.value }
}

it('gives up a name that hangs in the resolver, for those who ask and for itself, and tries again', async () => {
  const at = probeOf(() => new Promise(() => {}))
  const first = at.probe.ask?.(new AbortController().signal)
  const abort = new AbortController()
  const second = at.probe.ask?.(abort.signal)
  abort.abort()
  expect(await second).toEqual({ kind: 'timeout' })
  await at.clock.advanceAsync(800)
  expect(await first).toEqual({ kind: 'timeout' })
  expect(await at.probe.ask?.(new AbortController().signal)).toEqual({ kind: 'timeout', detail: '1 s ago' })
  await at.clock.advanceAsync(100)
  void at.probe.ask?.(new AbortController().signal)
  expect(at.asked).toEqual([0, 900])
  expect(await at.probe.ask?.(abort.signal)).toEqual({ kind: 'timeout' })
})

it('leaves no timer behind when it is closed', async () => {
  const at = probeOf(() => new Promise(() => {}))
  void at.probe.ask?.(new AbortController().signal)
  await at.probe.close()
  await at.clock.advanceAsync(0)
  expect(at.clock.pending).toBe(0)
})

it('without an address is unreachable', async () => {
  const at = probeOf(async () => undefined)
  expect(await at.probe.ask?.(new AbortController().signal)).toEqual({ kind: 'unreachable', detail: 'no address for this name' })
})
