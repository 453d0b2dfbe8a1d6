// One drawing for many packets, and a new one each second; asks show the press before the answer.
import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../../../electron/contract/preferences.ts'
import { createAsks, SHOWN_MS } from '../../../../renderer/app/asks.ts'
import { createFrames } from '../../../../renderer/app/frames.ts'
import type { ConsoleLink } from '../../../../renderer/link/console-link.ts'
import { BASE } from '../../../../renderer/scenes/base-scene.ts'
import { createManualClock } from '../../../support/manual-clock.ts'

function stage() {
  const clock = createManualClock()
  let topics = BASE
  const listeners = new Set<() => void>()
  const link = {
    view: { link: 'live' }, host: undefined, shell: undefined, preferences: DEFAULT_PREFERENCES, demo: undefined, utcOffsetMs: 0,
    topic: (name: keyof typeof BASE) => topics[name],
    onChange: (listener: () => void) => (listeners.add(listener), () => listeners.delete(listener)),
  } as unknown as ConsoleLink
  const waiting: (() => void)[] = []
  const frames = createFrames({ link, clock, beforeDrawing: (run) => void waiting.push(run) })
  let drawings = 0
  frames.subscribe(() => drawings++)
  return {
    clock,
    frames,
    change: () => {
      topics = { ...topics, alarms: {} }
      for (const listener of listeners) listener()
    },
    draw: () => {
      for (const run of waiting.splice(0)) run()
      return drawings
    },
  }
}

describe('frames', () => {
  it('make one drawing of many changes', () => {
    const { change, draw } = stage()
    draw()
    const before = draw()
    for (let at = 0; at < 60; at++) change()
    expect(draw() - before).toBe(1)
  })

  it('come each second although nothing changes, and then with the same topics', () => {
    const { clock, frames, draw } = stage()
    draw()
    const { topics, nowUtcMs } = frames.current
    clock.advance(1000)
    draw()
    expect(frames.current.nowUtcMs - nowUtcMs).toBe(1000)
    expect(frames.current.topics).toBe(topics)
  })
})

describe('what was asked', () => {
  it('shows the press at once, then the answer, and forgets it after a while', async () => {
    const clock = createManualClock()
    const reply = Promise.withResolvers<unknown>()
    const asks = createAsks({ clock, link: { call: (() => reply.promise) as ConsoleLink['call'] } })
    const ask = { call: 'switch.to', input: {} } as const
    const pressed = asks.press(ask)
    expect(asks.last).toEqual({ outcome: 'asked', ask })
    reply.resolve({ ok: false, error: { code: 'CALL_REFUSED', detail: 'busy' } })
    await pressed
    expect(asks.last).toMatchObject({ outcome: 'refused', code: 'CALL_REFUSED', detail: 'busy' })
    clock.advance(SHOWN_MS)
    expect(asks.last).toEqual({ outcome: 'none' })
  })

  it('does not let a late answer speak over a newer press', async () => {
    const clock = createManualClock()
    const replies = [Promise.withResolvers<unknown>(), Promise.withResolvers<unknown>()]
    let asked = 0
    const asks = createAsks({ clock, link: { call: (() => replies[asked++]?.promise) as ConsoleLink['call'] } })
    const first = asks.press({ call: 'switch.to', input: {} })
    void asks.press({ call: 'note.add', input: { text: 'x' } })
    replies[0]!.resolve({ ok: false, error: { code: 'CALL_TIMEOUT', detail: '' } })
    await first
    expect(asks.last).toMatchObject({ outcome: 'asked', ask: { call: 'note.add' } })
  })
})
