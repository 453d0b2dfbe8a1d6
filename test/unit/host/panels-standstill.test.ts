// A host that stood still: what a panel sent meanwhile is void, as a page's calls are, and what comes after counts.
import { expect, test } from 'vitest'
import { Panels } from '../../../electron/host/panels.ts'
import { createTopicHub } from '../../../electron/host/topic-hub.ts'
import { STALE_CALL_MS } from '../../../electron/contract/link.ts'
import type { ButtonsDriver, ButtonsEvent } from '../../../native/kit/buttons.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function stage() {
  const base = createManualClock()
  let stoodMs = 0
  // Time that passes without a timer having run: the process stood still.
  const clock: Clock = { monotonicMs: () => base.monotonicMs() + stoodMs, utcMs: () => base.utcMs() + stoodMs, after: (ms, run) => base.after(ms, run) }
  const calls: string[] = []
  const notes: string[] = []
  let tell: (event: ButtonsEvent) => void = () => undefined
  const driver: ButtonsDriver = { start: () => undefined, stop: async () => undefined, down: [], show: () => undefined, onEvent: (listener) => ((tell = listener), () => undefined) }
  const panels = new Panels({
    clock,
    topics: createTopicHub(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    recorder: { note: (kind) => void notes.push(kind) },
    buttons: new Map([['panel', { site: { buttons: { 'key-1': 'report' } }, driver }]]),
    call: async (name, _input, caller) => (calls.push(`${name} ${caller}`), { ok: true, value: {} }),
  })
  panels.start()
  return { base, panels, calls, notes, press: async () => tell({ kind: 'down', name: 'key-1' }), standStill: (ms: number) => void (stoodMs += ms) }
}

test('a press that comes before the first look after it is void, and so is one right after that look; the next counts', async () => {
  const { base, panels, calls, notes, press, standStill } = stage()
  base.advance(500)
  await press()
  expect(calls).toEqual(['fault.report panel/panel'])
  standStill(STALE_CALL_MS + 1000)
  await press()
  base.advance(100)
  await press()
  expect([calls.length, notes]).toEqual([1, ['panel.press-void', 'panel.press-void']])
  base.advance(100)
  await press()
  expect(calls).toHaveLength(2)
  panels.stop()
  expect(base.pending).toBe(0)
})

test('a press that waited no longer than a page may is carried out', async () => {
  const { base, calls, notes, press, standStill } = stage()
  base.advance(500)
  standStill(STALE_CALL_MS - 200)
  await press()
  base.advance(100)
  await press()
  expect([calls.length, notes]).toEqual([2, []])
})
