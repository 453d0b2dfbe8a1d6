// A pedal that is pressed, held or let go of while the console switches: nothing is keyed that was not meant for the radio that
// is reached, nothing is kept for later, and the screen says what to do.
import { beforeEach, expect, test } from 'vitest'
import { createWorld, startHost, type HostBench } from '../../support/host-bench.ts'

/** X-keys XK-3: byte 2 bit 2 is the middle pedal. */
const pedal = (down: boolean): void => on.pedal.report(0, 1, down ? 4 : 0, ...Array.from({ length: 29 }, () => 0))
const transmitting = () => on.device('desk-radio').radio.transmitting
const ptt = () => on.topic('ptt').ptt
const ASKED_MS = 10 // the radio is asked, and has not answered

let on: HostBench

beforeEach(async () => {
  on = await startHost(createWorld(), (site) => ({ ...site, plan: { ...site.plan, automatic: false } }))
  await on.run(40_000)
  pedal(false)
})

async function switching(): Promise<void> {
  await on.call('switch.to', { to: 'desk-radio' })
  await on.run(ASKED_MS)
  expect(on.topic('switch').switch?.phase).toBe('confirming')
}
const reached = async (): Promise<void> => {
  await on.run(1_500)
  expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
}
const talks = async (): Promise<void> => {
  pedal(true)
  await on.run(1_000)
  expect(transmitting()).toMatchObject({ by: 'console' })
}

test('pressed while one still works by the RBS and the radio is asked, it is the RBS’s, and keys nothing when the radio is reached', async () => {
  await switching()
  pedal(true)
  expect(on.kinds()).toContain('ptt.rbs-press-seen')
  await reached()
  await on.run(3_000)
  expect(transmitting()).toBeUndefined()
  expect(ptt()).toMatchObject({ phase: 'refused', cause: 'stuck', stuck: ['pedal:middle'] })
  pedal(false)
  expect(ptt()?.phase).toBe('idle')
  await talks()
  await on.stop()
})

test('pressed on a radio that is asked for another group it is refused and said, and is not kept for when the group is there', async () => {
  await switching()
  await reached()
  await on.run(3_000)
  await on.call('group.select', { group: '4037002' })
  await on.run(ASKED_MS)
  pedal(true)
  expect(ptt()).toMatchObject({ phase: 'refused', cause: 'switching', by: 'pedal:middle' })
  await on.run(3_000)
  expect(on.topic('switch').switch).toMatchObject({ group: '4037002', phase: 'settled' })
  expect([transmitting(), ptt()?.phase]).toEqual([undefined, 'refused'])
  pedal(false)
  expect(ptt()?.phase).toBe('idle')
  await talks()
  expect(transmitting()).toMatchObject({ gssi: 4_037_002 })
  await on.stop()
})

test('pressed and let go of while the radio is asked it leaves nothing behind', async () => {
  await switching()
  pedal(true)
  await on.run(5)
  pedal(false)
  await reached()
  await on.run(3_000)
  expect([transmitting(), ptt()?.phase]).toEqual([undefined, 'idle'])
  await talks()
  await on.stop()
})

test('held on the RBS through the switch it must be let go of and pressed anew, and is counted as stuck until then', async () => {
  pedal(true)
  await switching()
  await reached()
  expect(ptt()).toMatchObject({ phase: 'refused', cause: 'stuck', stuck: ['pedal:middle'] })
  expect(transmitting()).toBeUndefined()
  pedal(false)
  expect(ptt()).toMatchObject({ phase: 'idle', stuck: [] })
  await talks()
  await on.stop()
})

test('held on the RBS and let go of while the radio is asked it is free when the radio is reached', async () => {
  pedal(true)
  await switching()
  pedal(false)
  await reached()
  expect(ptt()).toMatchObject({ phase: 'idle', stuck: [] })
  await talks()
  await on.stop()
})

test('let go of while a return waits for it, it gives the floor back first and the RBS comes after', async () => {
  await switching()
  await reached()
  await on.run(3_000)
  await talks()
  await on.call('return.accept')
  expect(on.topic('switch').switch).toMatchObject({ channel: 'desk-radio', phase: 'deferred', deferredBy: 'own-transmission' })
  pedal(false)
  await on.run(1_000)
  expect(transmitting()).toBeUndefined()
  expect(on.topic('switch').switch).toMatchObject({ channel: 'rbs', phase: 'settled' })
  await on.stop()
})
