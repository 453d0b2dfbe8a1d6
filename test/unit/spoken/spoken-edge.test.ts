// The edge of the spoken test: whose answer counts.
import { expect, test } from 'vitest'
import { createSpoken } from '../../../electron/host/spoken/spoken.ts'
import type { SpokenSurroundings } from '../../../electron/host/spoken/types.ts'
import { ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const QUIET: SpokenSurroundings = { observes: false, drill: false, settled: true, countdown: false, onAir: false, emergencyOpen: false, active: 'rbs', heardOnActive: false, pedalShared: false }

function bench() {
  const clock = createManualClock()
  const asked: { readonly channel: string; readonly answer: (said: Result<void>) => void }[] = []
  const spoken = createSpoken({
    clock,
    ledger: { latest: async () => ok([]) },
    recorder: { person: async () => ok({ seq: 1 }), note: () => undefined },
    oldAfterMs: 1,
    surroundings: () => QUIET,
    target: (channel) => ({ channel, kind: 'tetra', group: '1', standsOn: channel === 'desk' ? '1' : '2', readiness: 'ready', heard: false, inUse: false }),
    select: (channel) => new Promise((answer) => asked.push({ channel, answer })),
    hold: () => undefined,
    ownIdentity: () => undefined,
    deviceOf: (channel) => channel,
    witnesses: () => [],
    releaseEverything: () => undefined,
    onAim: () => undefined,
    onChange: () => undefined,
  })
  return { spoken, asked, clock }
}

test('a radio that answers after its test was over does not aim the pedal at the radio of the next one', async () => {
  const { spoken, asked, clock } = bench()
  await spoken.begin('desk', {})
  await spoken.stop({})
  await spoken.begin('second', {})
  asked[0]?.answer(ok())
  await clock.advanceAsync(0)
  expect([asked.map(({ channel }) => channel), spoken.aim, spoken.view?.step]).toEqual([['desk', 'second'], undefined, 'selecting'])
  asked[1]?.answer(ok())
  await clock.advanceAsync(0)
  expect(spoken.aim).toEqual({ channel: 'second', group: '1' })
})

test('a drill is handed what is owed to the radios it takes; one it does not take is turned back by the test itself', async () => {
  for (const [taken, handed, asks] of [[['second'], { second: '2' }, []], [['desk'], {}, ['second']]] as const) {
    const { spoken, asked, clock } = bench()
    await spoken.begin('second', {})
    asked.splice(0)[0]?.answer(ok())
    await clock.advanceAsync(0)
    expect(spoken.handOver(taken)).toEqual(handed)
    await clock.advanceAsync(500)
    expect([spoken.aim, asked.map(({ channel }) => channel)]).toEqual([undefined, asks])
  }
})
