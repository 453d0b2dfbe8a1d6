// Nothing in the switch waits for ever: each wait with its bound, what ends it, and what happens when that never comes.
import { describe, expect, test } from 'vitest'
import { BY_HAND, confirmed, DOWN, LOST, press, READY, refused, SwitchBench, timer } from '../../support/switch-bench.ts'

const RETURN = { event: 'return-pressed' } as const
const onDesk = (): SwitchBench => new SwitchBench(BY_HAND).know(1000, DOWN).at(4000, press()).at(4200, confirmed('desk', '1'))
const countingDown = (): SwitchBench => new SwitchBench().know(0, DOWN)

describe('a switch deferred by the own transmission', () => {
  const deferred = (): SwitchBench => onDesk().know(8000, { ownTransmission: true }).at(9000, RETURN)

  test('ends with it', () => {
    expect(deferred().know(20_000, { ownTransmission: false }).state.active.channel).toBe('rbs')
  })

  test('waits no longer than any transmission lasts, also when its end is never told', () => {
    const bench = deferred()
    expect(bench.lasts('deferral')).toBe(140_000)
    bench.at(149_000, timer('deferral'))
    expect(bench.effects).toContainEqual({ effect: 'release-everything' })
    expect(bench.state).toMatchObject({ active: { channel: 'rbs' }, step: { phase: 'settled' } })
  })

  test('leaves no bound running once it is over', () => {
    const bench = deferred().know(20_000, { ownTransmission: false })
    expect(bench.effects).toContainEqual({ effect: 'stop-timer', timer: 'deferral' })
    const before = bench.effects.length
    bench.know(60_000, { ownTransmission: true }).at(149_000, timer('deferral'))
    expect(bench.effects.slice(before)).not.toContainEqual({ effect: 'release-everything' })
  })
})

describe('an automatic switch deferred by an emergency', () => {
  const deferred = (): SwitchBench => countingDown().know(4000, { lastEmergencyMs: 4000 }).at(5000, timer('countdown'))

  test('waits 10 s from the last sign of it, and its timer runs anew with each', () => {
    const bench = deferred()
    expect(bench.lasts('emergency')).toBe(9000)
    bench.know(12_000, { lastEmergencyMs: 12_000 })
    expect(bench.lasts('emergency')).toBe(10_000)
    expect(bench.at(14_000, timer('emergency')).state.step).toMatchObject({ phase: 'deferred' })
    expect(bench.lasts('emergency')).toBe(8000)
    expect(bench.at(22_000, timer('emergency')).state.step).toMatchObject({ phase: 'confirming', to: 'desk' })
  })

  test('goes on as soon as the device that told of it is lost', () => {
    const bench = deferred()
    const { lastEmergencyMs: _lost, ...rest } = bench.facts
    expect(bench.at(7000, { event: 'facts-changed', facts: rest }).state.step).toMatchObject({ phase: 'confirming', to: 'desk' })
  })

  test('holds no person back', () => {
    expect(deferred().at(6000, press()).state.step).toMatchObject({ phase: 'confirming', trigger: 'person' })
  })

  test('is given up, out loud, when nobody sits here any more', () => {
    const bench = deferred().know(6000, { manned: false })
    expect(bench.state.step.phase).toBe('settled')
    expect(bench.said.at(-1)).toBe('countdown-stopped cause=unmanned')
  })
})

describe('a device that is asked', () => {
  test('has 1 s', () => {
    expect(new SwitchBench(BY_HAND).at(0, press()).lasts('confirm')).toBe(1000)
  })

  test('and that one works by is asked again every 2 s until it confirms, also after another switch came to nothing', () => {
    const bench = new SwitchBench(BY_HAND, { channel: 'desk', group: '1' }).know(0, DOWN).at(1000, timer('confirm'))
    expect(bench.lasts('reconfirm')).toBe(2000)
    bench.know(1500, { readiness: { desk: READY, second: READY, dmo: LOST } })
    const asked = bench.selects.length
    bench.at(1600, press('second')).at(1700, refused('second'))
    expect(bench.state).toMatchObject({ active: { channel: 'desk', confirmed: false }, step: { phase: 'settled' } })
    expect(bench.effects.at(-2)).toEqual({ effect: 'start-timer', timer: 'reconfirm', ms: 2000 })
    expect(bench.at(3700, timer('reconfirm')).selects.slice(asked)).toEqual(['second 1', 'desk 1'])
  })

  test('and that confirms after its second is believed where one works by it, and nowhere else', () => {
    const mine = new SwitchBench(BY_HAND, { channel: 'desk', group: '1' }).know(0, DOWN).at(1000, timer('confirm')).at(1100, confirmed('desk', '1'))
    expect(mine.state.active).toMatchObject({ channel: 'desk', group: '1', confirmed: true })
    expect(mine.said.at(-1)).toBe('restored channel=desk group=1')
    const other = new SwitchBench(BY_HAND).at(0, press()).at(1000, timer('confirm')).at(1100, confirmed('desk', '1'))
    expect(other.state.active.channel).toBe('rbs')
  })

  test('and whose late group is another than the one shown is shown on it', () => {
    const bench = onDesk().at(10_000, { event: 'group-pressed', group: '2' }).at(11_000, timer('confirm'))
    expect(bench.said.at(-1)).toBe('switch-failed from=desk tried=["desk"]')
    bench.at(11_300, confirmed('desk', '2'))
    expect(bench.state.active).toMatchObject({ channel: 'desk', group: '2', confirmed: true })
    expect(bench.said.at(-1)).toBe('group-changed channel=desk group=2 byHand=radio')
  })
})

describe('a group', () => {
  test('that the next channel takes after another refused it is told with the cause', () => {
    const bench = new SwitchBench(BY_HAND).know(0, { ...DOWN, readiness: { desk: READY, second: READY, dmo: READY } })
    bench.at(1000, press()).at(1100, refused('desk')).at(1200, confirmed('second', '1'))
    expect(bench.said).toEqual([
      'confirming to=desk group=1 trigger=person', 'not-confirmed channel=desk cause=DEVICE_DENIED',
      'confirming to=second group=1 trigger=person', 'switched from=rbs to=second group=1 trigger=person',
    ])
  })

  test('turned by hand while the radio is asked is shown when the radio does not confirm', () => {
    const bench = onDesk().at(10_000, { event: 'group-pressed', group: '2' })
    bench.at(10_300, { event: 'group-observed', channel: 'desk', group: '7' }).at(10_400, refused('desk'))
    expect(bench.state.active).toMatchObject({ channel: 'desk', group: '7', confirmed: true })
  })
})

describe('a countdown', () => {
  test('lasts 5 s, stops when nobody sits here any more, and begins anew for who sits down', () => {
    const bench = countingDown()
    expect(bench.lasts('countdown')).toBe(5000)
    bench.know(2000, { manned: false })
    expect(bench.state.countdown).toBeUndefined()
    expect(bench.said.at(-1)).toBe('countdown-stopped cause=unmanned')
    expect(bench.at(5000, timer('countdown')).selects).toEqual([])
    expect(bench.know(9000, { manned: true }).state.countdown).toEqual({ to: 'desk', endsAtMs: 14_000 })
  })

  test('whose channel is lost begins anew for the next one at once, without waiting for other news', () => {
    const bench = countingDown().know(3000, { readiness: { desk: LOST, second: READY, dmo: LOST } })
    expect(bench.state.countdown).toEqual({ to: 'second', endsAtMs: 8000 })
    expect(bench.said.slice(-2)).toEqual(['countdown-stopped cause=not-needed', 'countdown-started to=second ms=5000'])
  })

  test('that has ended is taken back when the RBS answers before the radio does', () => {
    const bench = countingDown().at(5000, timer('countdown')).know(5300, { rbs: 'degraded', proofs: 0 })
    expect(bench.said.at(-1)).toBe('countdown-stopped cause=not-needed')
    expect(bench.at(5400, confirmed('desk', '1')).state.active.channel).toBe('rbs')
  })

  test('waits for the own speech of the last 30 s with a timer of its own', () => {
    const bench = new SwitchBench().know(10_000, { ...DOWN, lastOwnSpeechMs: 0 })
    expect(bench.lasts('own-speech')).toBe(20_000)
    expect(bench.at(30_000, timer('own-speech')).state.countdown).toMatchObject({ to: 'desk' })
  })
})
