// A radio in the hands of a drill, and on its way back out of them.
import { expect, test } from 'vitest'
import { createPutBack } from '../../../electron/host/drill/put-back.ts'
import { drillChannel } from '../../../electron/host/drill/switch-door.ts'
import type { RadioChannel } from '../../../electron/host/fallback/port.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const DRILL = ['91']

function radio(answer: () => Result<void> = () => ok()) {
  const asked: string[] = []
  const state = { stopped: false, gssi: '1' as string | undefined }
  const channel = {
    id: 'desk',
    get verification() {
      return state.gssi === undefined ? undefined : { gssi: state.gssi }
    },
    confirm: async (group: string) => {
      asked.push(group)
      const said = answer()
      if (said.ok) state.gssi = group
      return said
    },
    stop: () => {
      state.stopped = true
    },
  } as unknown as RadioChannel
  return { channel, asked, state }
}

test('a drill asks a radio for its own groups only, sees it as it is now, and asks nothing once it is over', async () => {
  const { channel, asked, state } = radio()
  const drilled = drillChannel(channel, DRILL)
  expect(await drilled.confirm('1')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'drill-group' } })
  expect((await drilled.confirm('91')).ok).toBe(true)
  expect(drilled.verification?.gssi).toBe('91')
  drilled.stop()
  expect((await drilled.confirm('91')).ok).toBe(false)
  expect(asked).toEqual(['91'])
  // The radio goes on for whoever has it then.
  expect(state.stopped).toBe(false)
})

function owing(answer?: () => Result<void>) {
  const clock = createManualClock()
  const one = radio(answer)
  const done: string[] = []
  let mustWait = false
  const putBack = createPutBack({ clock, channels: [one.channel], drillGroups: DRILL, mustWait: () => mustWait, onDone: ({ channel, group, outcome }) => done.push(`${channel} ${outcome} ${group}`) })
  one.state.gssi = '91'
  putBack.owe({ desk: '1' })
  return { clock, ...one, done, putBack, wait: (is: boolean) => { mustWait = is } }
}

test('a radio goes back a second after the drill, and that is said', async () => {
  const { clock, asked, done } = owing()
  await clock.advanceAsync(900)
  expect(asked).toEqual([])
  await clock.advanceAsync(200)
  expect([asked, done]).toEqual([['1'], ['desk back 1']])
  await clock.advanceAsync(60_000)
  expect(asked).toHaveLength(1)
})

test('it is left alone while somebody else decides over it, and where a person has put it', async () => {
  const waiting = owing()
  waiting.wait(true)
  await waiting.clock.advanceAsync(60_000)
  expect(waiting.asked).toEqual([])
  waiting.wait(false)
  await waiting.clock.advanceAsync(10_000)
  expect(waiting.asked).toEqual(['1'])
  const turned = owing()
  turned.state.gssi = '2'
  await turned.clock.advanceAsync(60_000)
  expect([turned.asked, turned.clock.pending]).toEqual([[], 0])
})

test('a selection of the drill that lands after its end is put right too', async () => {
  const { clock, asked, state } = owing()
  state.gssi = '1'
  await clock.advanceAsync(1_500)
  state.gssi = '91'
  await clock.advanceAsync(4_000)
  expect(asked).toEqual(['1'])
})

test('a radio that refuses is asked for two minutes, and then it is said that it stayed', async () => {
  const { clock, asked, done } = owing(() => fail(failure('DEVICE_DENIED', 'test')))
  await clock.advanceAsync(600_000)
  expect([asked.length, done]).toEqual([12, ['desk left 1']])
  expect(clock.pending).toBe(0)
})

test('what is still owed is taken along by the next drill', async () => {
  const { clock, asked, putBack } = owing()
  expect(putBack.take()).toEqual({ desk: '1' })
  await clock.advanceAsync(60_000)
  expect(asked).toEqual([])
})
