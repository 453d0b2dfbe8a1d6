// What is announced and who answers, with the whole host: from the switch to the card, the text on the air, the units that are
// heard, and all of it again after a crash.
import { describe, expect, test } from 'vitest'
import type { SwitchCardView } from '../../../electron/contract/switching.ts'
import { createWorld, type HostBench, type HostWorld } from '../../support/host-bench.ts'
import { manual, ready, start } from '../../support/host-outage.ts'

type Change = NonNullable<Parameters<typeof ready>[1]>

const MIN = 60_000
const TEXT = 'RBS uitgevallen, spreek statussen'
const withText: Change = (site) => {
  const plan = { ...manual(site).plan, say: { everyMinutes: 15, preset: TEXT } }
  return { ...site, plan: { ...plan, channels: plan.channels.map((channel) => (channel.id === 'desk-radio' ? { ...channel, loses: ['ptt-id', 'status', 'emergency-banner'] } : channel)) } } as typeof site
}

const card = (bench: HostBench): SwitchCardView | undefined => bench.topic('say').card
const onDesk = async (bench: HostBench): Promise<void> => {
  await bench.call('switch.to', { to: 'desk-radio' })
  await bench.run(5000)
  expect(bench.topic('switch').switch).toMatchObject({ channel: 'desk-radio', confirmed: true })
}
const back = async (bench: HostBench): Promise<void> => {
  await bench.call('return.accept')
  await bench.run(5000)
  expect(bench.topic('switch').switch?.channel).toBe('rbs')
}
const last = (bench: HostBench, kind: string): unknown => bench.entries().findLast((entry) => entry.kind === kind)
const onDeskWithText = async (world?: HostWorld): Promise<HostBench> => {
  const bench = await ready(world, withText)
  await onDesk(bench)
  return bench
}

describe('the switch card', () => {
  test('names after a switch what is lost, the worst first, and wants to be said at once and again a quarter of an hour later', async () => {
    const bench = await ready(undefined, withText)
    expect(card(bench)).toBeUndefined()
    expect(await bench.call('say.said')).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED', detail: 'nothing-to-say' } })
    await onDesk(bench)
    expect(card(bench)).toMatchObject({ channel: 'desk-radio', group: '4037001', occasion: 'alternative', loses: ['emergency-banner', 'status', 'ptt-id'], saidCount: 0 })
    expect(card(bench)?.dueUtcMs).toBe(card(bench)?.switchedUtcMs)
    expect((await bench.call('say.said')).ok).toBe(true)
    const said = card(bench)
    expect(said?.saidCount).toBe(1)
    expect((said?.dueUtcMs ?? 0) - (said?.saidUtcMs ?? 0)).toBe(15 * MIN)
    expect(last(bench, 'say.said')).toMatchObject({ actor: { role: 'dispatcher' }, payload: { channel: 'desk-radio', group: '4037001', occasion: 'alternative' } })
    await bench.stop()
  })

  test('begins again for another group, whether by the key or by the knob', async () => {
    const bench = await onDeskWithText()
    await bench.call('say.said')
    await bench.call('group.select', { group: '4037002' })
    await bench.run(5000)
    expect(card(bench)).toMatchObject({ group: '4037002', saidCount: 1 })
    expect(card(bench)?.saidUtcMs).toBeUndefined()
    await bench.call('say.said')
    bench.device('desk-radio').radio.setFault({ fault: 'knob', gssi: 4_037_003 })
    await bench.run(2000)
    expect(card(bench)?.group).toBe('4037003')
    expect(card(bench)?.saidUtcMs).toBeUndefined()
    await bench.stop()
  })

  test('says once that we are back, and nothing of a switch undone before anybody was told', async () => {
    const bench = await onDeskWithText()
    await bench.call('say.said')
    await back(bench)
    expect(card(bench)).toMatchObject({ occasion: 'returned', channel: 'rbs', group: '4037001', loses: [] })
    await bench.call('say.said')
    expect(card(bench)).toBeUndefined()
    await bench.call('switch.to', { to: 'desk-radio' })
    await bench.run(4000)
    await bench.call('switch.undo')
    await bench.run(1000)
    expect(bench.topic('switch').switch?.channel).toBe('rbs')
    expect(card(bench)).toBeUndefined()
    await bench.stop()
  })

  test('is the same after a crash: when it was said, when it is due, which group has the text', async () => {
    const world = createWorld()
    const bench = await onDeskWithText(world)
    await bench.call('say.said')
    await bench.call('say.preset')
    await bench.run(5000)
    const before = card(bench)
    const again = await start(world, withText)
    await again.run(1000)
    expect(card(again)).toEqual(before)
    await again.stop()
  })

  test('is to be said anew by a host that cannot read what was said', async () => {
    const world = createWorld()
    const bench = await onDeskWithText(world)
    await bench.call('say.said')
    world.recordWorks = false
    const again = await start(world, withText)
    await again.run(1000)
    expect(card(again)).toMatchObject({ channel: 'desk-radio', group: '4037001', saidCount: 0 })
    await again.stop()
  })
})

describe('the preset text', () => {
  test('goes once to the group, by the radio that is spoken through, and its outcome is shown and recorded', async () => {
    const bench = await onDeskWithText()
    expect(card(bench)?.preset).toEqual({ text: TEXT, sentTo: [] })
    expect((await bench.call('say.preset')).ok).toBe(true)
    expect(card(bench)?.preset).toMatchObject({ sending: true, sentTo: [] })
    await bench.run(5000)
    expect(card(bench)?.preset).toEqual({ text: TEXT, sentTo: ['4037001'] })
    expect(bench.device('desk-radio').radio.sentSds.map(({ called }) => called)).toEqual(['4037001'])
    expect(bench.device('control-radio').radio.sentSds).toEqual([])
    // Whoever stands on that group has it: the control radio too.
    const heard = bench.entries().filter(({ kind, payload }) => kind === 'sds.text' && payload['device'] === 'control-radio')
    expect(heard.map(({ content }) => JSON.parse(content ?? '') as unknown)).toEqual([{ from: '1600001', to: '4037001', text: TEXT }])
    const asked = last(bench, 'say.preset-asked') as { payload: object }
    expect(asked).toMatchObject({ actor: { role: 'supervisor' }, payload: { channel: 'desk-radio', group: '4037001' }, content: TEXT })
    expect(JSON.stringify(asked.payload)).not.toContain(TEXT)
    expect(last(bench, 'say.preset-sent')).toMatchObject({ payload: { group: '4037001' } })
    expect(await bench.call('say.preset')).toMatchObject({ error: { detail: 'already-sent' } })
    await bench.call('group.select', { group: '4037002' })
    await bench.run(5000)
    expect((await bench.call('say.preset')).ok).toBe(true)
    await bench.stop()
  })

  test('that the radio did not send may be sent again, and says so', async () => {
    const bench = await onDeskWithText()
    bench.device('desk-radio').radio.setFault({ fault: 'sds-lost', how: 'not-sent' })
    await bench.call('say.preset')
    await bench.run(5000)
    expect(card(bench)?.preset).toMatchObject({ sentTo: [], failed: 'not sent' })
    expect(last(bench, 'say.preset-failed')).toMatchObject({ payload: { detail: 'not sent' } })
    bench.device('desk-radio').radio.clearFault('sds-lost')
    expect((await bench.call('say.preset')).ok).toBe(true)
    await bench.stop()
  })

  test('of which nobody says what became of it counts as sent, and is called uncertain', async () => {
    const bench = await onDeskWithText()
    bench.device('desk-radio').radio.setFault({ fault: 'sds-lost', how: 'no-word' })
    await bench.call('say.preset')
    await bench.run(10_000)
    expect(card(bench)?.preset).toMatchObject({ sentTo: ['4037001'], failed: 'unconfirmed' })
    expect(await bench.call('say.preset')).toMatchObject({ error: { detail: 'already-sent' } })
    await bench.stop()
  })

  test('asked for a moment before a crash counts as sent', async () => {
    const world = createWorld()
    const bench = await onDeskWithText(world)
    await bench.call('say.preset')
    const again = await start(world, withText)
    await again.run(1000)
    expect(card(again)?.preset).toMatchObject({ sentTo: ['4037001'], failed: 'unconfirmed' })
    expect(last(again, 'say.preset-unconfirmed')).toMatchObject({ payload: { detail: 'restart' } })
    await again.stop()
  })

  test('is refused on the RBS, without a text, on a channel without texts, in observe mode and while transmitting', async () => {
    const onRbs = await ready(undefined, withText)
    expect(await onRbs.call('say.preset')).toMatchObject({ error: { detail: 'cannot-send' } })
    await onRbs.stop()
    const without = await ready(undefined, (site) => ({ ...manual(site), plan: { ...manual(site).plan, say: { everyMinutes: 15 } } }))
    await onDesk(without)
    expect(card(without)?.preset).toBeUndefined()
    expect(await without.call('say.preset')).toMatchObject({ error: { detail: 'no-text' } })
    await without.stop()
    const noTexts = await ready(undefined, (site) => {
      const changed = withText(site)
      return { ...changed, plan: { ...changed.plan, channels: changed.plan.channels.map((channel) => ({ ...channel, loses: ['sds'] })) } } as typeof site
    })
    await onDesk(noTexts)
    expect(card(noTexts)?.preset).toBeUndefined()
    expect(await noTexts.call('say.preset')).toMatchObject({ error: { detail: 'cannot-send' } })
    await noTexts.stop()
    const watching = await ready(undefined, (site) => ({ ...withText(site), mode: 'observe' }))
    expect(await watching.call('say.preset')).toMatchObject({ error: { detail: 'observe-mode' } })
    expect(watching.device('desk-radio').radio.sentSds).toEqual([])
    await watching.stop()
    const talking = await onDeskWithText()
    await talking.call('ptt.press', { source: 'screen' })
    expect(await talking.call('say.preset')).toMatchObject({ error: { detail: 'transmitting' } })
    await talking.stop()
  })
})

describe('the roll call', () => {
  const rollCall = (bench: HostBench) => bench.topic('rollCall').call
  const answered = (bench: HostBench): readonly string[] => rollCall(bench)?.units.filter((unit) => unit.answeredUtcMs !== undefined).map((unit) => `${unit.label} ${unit.by}`) ?? []
  const speaks = async (bench: HostBench, device: string, ssi: number, gssi: number): Promise<void> => {
    bench.device(device).radio.hear({ ssi, gssi })
    await bench.run(1000)
    bench.device(device).radio.silence()
    await bench.run(1000)
  }

  test('ticks who is heard in its group, on the channel and by the control radio, and nobody heard elsewhere or before', async () => {
    const bench = await ready(undefined, (site) => ({ ...manual(site), plan: { ...manual(site).plan, rollCall: { units: ['21-4131', '21-4132', '21-9999'], everyMinutes: 60 } } }))
    await onDesk(bench)
    await speaks(bench, 'desk-radio', 6_101_630, 4_037_001)
    expect((await bench.call('roll.begin')).ok).toBe(true)
    expect(await bench.call('roll.begin')).toMatchObject({ error: { detail: 'runs-already' } })
    expect(rollCall(bench)).toMatchObject({ group: '4037001', units: [{ label: '21-4131' }, { label: '21-4132' }, { label: '21-9999' }] })
    expect(answered(bench)).toEqual([])
    await speaks(bench, 'desk-radio', 6_101_629, 4_037_001)
    expect(answered(bench)).toEqual(['21-4131 radio'])
    bench.device('control-radio').radio.setFault({ fault: 'knob', gssi: 4_037_003 })
    await bench.run(1000)
    await speaks(bench, 'control-radio', 6_101_630, 4_037_003)
    expect(answered(bench)).toEqual(['21-4131 radio'])
    bench.device('control-radio').radio.setFault({ fault: 'knob', gssi: 4_037_001 })
    await bench.run(1000)
    await speaks(bench, 'control-radio', 6_101_630, 4_037_001)
    expect(answered(bench)).toEqual(['21-4131 radio', '21-4132 radio'])
    await bench.stop()
  })

  test('is ticked by hand and back, counted at its end, and says no call sign in the chain', async () => {
    const bench = await ready()
    await onDesk(bench)
    expect(await bench.call('roll.tick', { unit: '21-4131', present: true })).toMatchObject({ error: { detail: 'no-roll-call' } })
    await bench.call('roll.begin')
    for (const [unit, present] of [['21-4131', true], ['21-4132', true], ['21-4132', false]] as const) expect((await bench.call('roll.tick', { unit, present })).ok).toBe(true)
    expect(await bench.call('roll.tick', { unit: '99-9999', present: true })).toMatchObject({ error: { detail: 'no-such-unit' } })
    expect(answered(bench)).toEqual(['21-4131 person'])
    expect((await bench.call('roll.end')).ok).toBe(true)
    expect(last(bench, 'roll-call.ended')).toMatchObject({ actor: { role: 'dispatcher' }, payload: { answered: 1, of: 2 }, content: '21-4132' })
    expect(rollCall(bench)?.endedUtcMs).toBeDefined()
    const chain = JSON.stringify(bench.entries().filter(({ kind }) => kind.startsWith('roll-call.')).map(({ payload }) => payload))
    expect(chain).not.toMatch(/4131|4132|Meldkamer/)
    expect(Object.values(bench.topic('timeline')).map(({ kind }) => kind)).not.toContain('roll-call.answered')
    await bench.stop()
  })

  test('goes on after a crash with whoever was ticked and heard', async () => {
    const world = createWorld()
    const bench = await ready(world)
    await onDesk(bench)
    await bench.call('roll.begin')
    await bench.call('roll.tick', { unit: '21-4131', present: true })
    await speaks(bench, 'desk-radio', 6_101_630, 4_037_001)
    const again = await start(world)
    await again.run(1000)
    expect(answered(again)).toEqual(['21-4131 person', '21-4132 radio'])
    await again.stop()
  })

  test('is due an hour after the switch and after the last one, and not on the RBS', async () => {
    const bench = await ready()
    expect(bench.topic('rollCall').dueUtcMs).toBeUndefined()
    await onDesk(bench)
    const switched = card(bench)?.switchedUtcMs ?? 0
    expect(bench.topic('rollCall').dueUtcMs).toBe(switched + 60 * MIN)
    await bench.call('roll.begin')
    expect(bench.topic('rollCall').dueUtcMs).toBeUndefined()
    await bench.call('roll.end')
    expect(bench.topic('rollCall').dueUtcMs).toBe((rollCall(bench)?.endedUtcMs ?? 0) + 60 * MIN)
    await back(bench)
    expect(bench.topic('rollCall').dueUtcMs).toBeUndefined()
    await bench.stop()
  })

  test('stands in a record that began while it ran', async () => {
    const world = createWorld()
    const bench = await ready(world)
    await onDesk(bench)
    await bench.call('roll.begin')
    await bench.call('roll.tick', { unit: '21-4131', present: true })
    world.beginAnew()
    await bench.run(1000)
    const again = await start(world)
    await again.run(1000)
    expect(answered(again)).toEqual(['21-4131 person'])
    await again.stop()
  })

  test('without units is refused', async () => {
    const bench = await ready(undefined, (site) => ({ ...manual(site), units: [], plan: { ...manual(site).plan, rollCall: { everyMinutes: 60 } } }))
    expect(await bench.call('roll.begin')).toMatchObject({ error: { detail: 'no-units' } })
    await bench.stop()
  })
})
