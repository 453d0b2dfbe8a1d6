// A keyed set on its wires: keyed by a press only, un-keyed on every way out, and honest about what it cannot know.
import { describe, expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { outputsFor, type KeyBy } from '../../../native/serial-key-line/index.ts'
import { createKeyedBench, type KeyedBench, type KeyedBenchOptions } from '../../support/keyed-bench.ts'
import { createMemory } from '../../support/radio-bench.ts'

async function started(options: KeyedBenchOptions = {}): Promise<KeyedBench> {
  const bench = createKeyedBench(options)
  bench.driver.start()
  await bench.run(250)
  bench.news()
  return bench
}

async function talking(options: KeyedBenchOptions = {}): Promise<KeyedBench> {
  const bench = await started(options)
  bench.driver.requestFloor()
  await bench.run(100)
  expect(bench.news()).toEqual(['floor-granted'])
  expect(bench.isWireKeyed()).toBe(true)
  return bench
}

describe('keying', () => {
  test.each<[KeyBy, boolean]>([['rts', false], ['dtr', false], ['rts-not-dtr', false], ['rts', true], ['dtr', true], ['rts-not-dtr', true]])(
    'by %s, active low %s: the first setting after opening un-keys, both wires are always set, and rest differs from keyed', async (by, activeLow) => {
      const wires = { by, activeLow }
      const bench = await talking({ wires })
      bench.driver.releaseFloor()
      await bench.run(10)
      expect(bench.line.outputs).toEqual([outputsFor(wires, false), outputsFor(wires, true), outputsFor(wires, false)])
      expect(outputsFor(wires, true)).not.toEqual(outputsFor(wires, false))
    })

  test('by RTS without DTR no wire alone, and not the both of an opening, keys', () => {
    const keyed = outputsFor({ by: 'rts-not-dtr', activeLow: false }, true)
    expect(keyed).toEqual({ rts: true, dtr: false })
    expect(outputsFor({ by: 'rts-not-dtr', activeLow: false }, false)).toEqual({ rts: false, dtr: true })
  })

  test('opening keys nothing and sends nothing', async () => {
    const bench = await started()
    expect(bench.set.sendings).toBe(0)
  })

  test('without a read-back the floor is told when the line took the keying', async () => {
    const bench = await started()
    bench.driver.requestFloor()
    await bench.run(0)
    expect(bench.news()).toEqual(['floor-granted'])
    expect(bench.driver.sendingProof).toBe('line')
  })

  test('with a read-back the floor is told only when the set shows that it sends', async () => {
    const bench = await started({ readBack: true })
    bench.driver.requestFloor()
    await bench.run(25)
    expect(bench.news()).toEqual([])
    await bench.run(60)
    expect(bench.news()).toEqual(['floor-granted'])
    expect(bench.driver.sendingProof).toBe('read-back')
  })

  test('a set that does not come on the air is refused and un-keyed', async () => {
    const bench = await started({ readBack: true })
    bench.set.deaden(true)
    bench.driver.requestFloor()
    await bench.run(1_000)
    expect(bench.news()).toEqual(['floor-refused radio-silent'])
    expect(bench.isWireKeyed()).toBe(false)
  })

  test('a press let go before the line took it ends un-keyed, and no floor is told', async () => {
    const bench = await started()
    bench.driver.requestFloor()
    bench.driver.releaseFloor()
    await bench.run(500)
    expect(bench.news()).toEqual([])
    expect(bench.isWireKeyed()).toBe(false)
    expect(bench.memory.owed.owed).toBe(false)
  })

  test('a set that stops by its own time-out ends the floor', async () => {
    const bench = await talking({ readBack: true, ownLimitMs: 60_000 })
    await bench.run(60_100)
    expect(bench.news()).toEqual(['floor-ended interrupted'])
    expect(bench.isWireKeyed()).toBe(false)
  })

  test('a line that falls silent while it talks ends the floor within 3 s, and the set is said to be possibly on the air', async () => {
    const bench = await talking()
    await bench.run(30_000)
    expect([bench.news(), bench.set.sendings]).toEqual([[], 1])
    bench.line.linesResult = fail(failure('LINK_TIMEOUT', 'test'))
    await bench.run(3_000)
    expect(bench.news()).toEqual(['floor-ended link-lost', 'may-transmit', 'link-down'])
    bench.line.linesResult = ok()
    await bench.run(6_000)
    expect(bench.isWireKeyed()).toBe(false)
    expect(bench.news()).toContain('hung-up')
  })

  test('a line that is asked whether it still answers is un-keyed by a release that comes meanwhile', async () => {
    const bench = await talking()
    const taking: (() => void)[] = []
    const settings: boolean[] = []
    bench.line.setOutputs = (lines) => {
      settings.push(lines.rts)
      return new Promise((resolve) => taking.push(() => resolve(ok())))
    }
    await bench.run(2_000)
    bench.driver.releaseFloor()
    await bench.run(10)
    for (let take = taking.shift(); take; take = taking.shift()) {
      take()
      await bench.run(10)
    }
    expect(settings).toEqual([true, false])
    expect([bench.news(), bench.memory.owed.owed]).toEqual([[], false])
  })

  test('a key that nobody lets go of is un-keyed after 121 s, when all above has failed', async () => {
    const bench = await talking()
    await bench.run(121_000)
    expect(bench.news()).toEqual(['floor-ended timed-out'])
    expect(bench.isWireKeyed()).toBe(false)
  })

  test('the own microphone of the set is told, and cut by nobody', async () => {
    const bench = await started({ readBack: true })
    bench.set.pressMicrophone(true)
    await bench.run(100)
    bench.set.pressMicrophone(false)
    await bench.run(100)
    expect(bench.news()).toEqual(['local-key', 'local-key-up'])
    expect(bench.line.outputs).toHaveLength(1)
  })

  test('the own microphone is not shown as keyed any more when it was let go of while the console spoke', async () => {
    const bench = await started({ readBack: true })
    bench.set.pressMicrophone(true)
    await bench.run(100)
    bench.driver.requestFloor()
    await bench.run(100)
    bench.set.pressMicrophone(false)
    await bench.run(100)
    bench.driver.releaseFloor()
    await bench.run(1_000)
    expect(bench.news()).toEqual(['local-key', 'floor-granted', 'local-key-up'])
    expect(bench.isWireKeyed()).toBe(false)
  })
})

describe('un-keying', () => {
  test('a set that goes on sending is un-keyed three times, then said to be possibly on the air, and keyed by nobody until it stops', async () => {
    const bench = await talking({ readBack: true })
    bench.set.weld(true)
    bench.driver.releaseFloor()
    await bench.run(1_200)
    expect(bench.news()).toEqual(['may-transmit'])
    bench.driver.requestFloor()
    await bench.run(50)
    expect(bench.news()).toEqual(['floor-refused hanging-up'])
    expect(bench.isWireKeyed()).toBe(false)
    expect(bench.memory.owed.owed).toBe(true)
    bench.set.weld(false)
    await bench.run(600)
    expect(bench.news()).toEqual(['hung-up'])
    expect(bench.memory.owed.owed).toBe(false)
  })

  test('a line that does not take the un-keying is told, opened anew, and un-keyed by that', async () => {
    const bench = await talking()
    bench.line.linesResult = fail(failure('LINK_TIMEOUT', 'test'))
    bench.driver.releaseFloor()
    await bench.run(10)
    expect(bench.news()).toEqual(['may-transmit', 'link-down'])
    bench.line.linesResult = ok()
    await bench.run(1_200)
    expect(bench.isWireKeyed()).toBe(false)
    expect(bench.news()).toEqual(['hung-up', 'link-up', 'group', 'clear'])
  })

  test('stop un-keys before it closes', async () => {
    const bench = await talking()
    const openAt: boolean[] = []
    bench.line.onOutputs = () => openAt.push(bench.line.isOpen)
    const stopping = bench.driver.stop()
    await bench.run(2_000)
    await stopping
    expect(bench.isWireKeyed()).toBe(false)
    expect(openAt.length).toBeGreaterThan(0)
    expect(openAt.every((open) => open)).toBe(true)
    expect(bench.line.isOpen).toBe(false)
    expect(bench.memory.owed.owed).toBe(false)
  })

  test('a lost line while keyed drops the press, alarms, and on reconnect un-keys before anything else', async () => {
    const bench = await talking()
    bench.line.lose()
    expect(bench.news()).toEqual(['floor-ended link-lost', 'may-transmit', 'link-down'])
    bench.driver.requestFloor()
    expect(bench.news()).toEqual(['floor-refused hanging-up'])
    const before = bench.line.outputs.length
    await bench.run(1_500)
    expect(bench.line.outputs.slice(before)).toEqual([outputsFor({ by: 'rts-not-dtr', activeLow: false }, false)])
    expect(bench.news()).toEqual(['hung-up', 'link-up', 'group', 'clear'])
  })

  test('a key held through the loss keys nothing when the line is back', async () => {
    const bench = await talking()
    bench.line.lose()
    await bench.run(10_000)
    expect(bench.isWireKeyed()).toBe(false)
  })

  test('after a crash while keyed the debt is told at start and paid by the opening', async () => {
    const memory = createMemory()
    const before = await talking({ memory })
    expect(memory.owed.owed).toBe(true)
    expect(before.isWireKeyed()).toBe(true)
    const bench = createKeyedBench({ memory })
    bench.driver.start()
    await bench.run(250)
    // Nothing is known of the channel before the wire has been quiet for as long as an end of speech takes.
    expect(bench.news()).toEqual(['may-transmit', 'hung-up', 'link-up', 'group', 'hearing-unknown', 'clear'])
    expect(memory.owed.owed).toBe(false)
  })

  test('a debt is not paid while the read-back still shows the set on the air', async () => {
    const memory = createMemory()
    memory.remember()
    const bench = createKeyedBench({ memory, readBack: true })
    bench.set.pressMicrophone(true)
    await bench.run(100)
    bench.driver.start()
    await bench.run(3_000)
    expect(bench.news()).toEqual(['may-transmit'])
    bench.driver.requestFloor()
    expect(bench.news()).toEqual(['floor-refused hanging-up'])
    bench.set.pressMicrophone(false)
    await bench.run(100)
    expect(bench.news()).toEqual(['hung-up', 'link-up', 'group', 'clear'])
  })
})

test('a read-back that never tells anything refuses the press, and holds up neither the un-keying nor a debt for ever', async () => {
  const memory = createMemory()
  memory.remember()
  const bench = createKeyedBench({ memory, readBack: true, carrier: false })
  bench.line.readInputs = async () => fail(failure('LINK_TIMEOUT', 'nothing told yet'))
  bench.driver.start()
  await bench.run(3_000)
  expect(bench.news()).toEqual(['may-transmit', 'hung-up', 'link-up', 'group', 'hearing-unknown'])
  bench.driver.requestFloor()
  await bench.run(3_000)
  expect(bench.news()).toEqual(['floor-refused radio-silent'])
  expect([bench.isWireKeyed(), memory.owed.owed]).toEqual([false, false])
})

describe('life', () => {
  test.each<[string, (bench: KeyedBench) => void, boolean]>([
    ['at rest', () => undefined, false],
    ['while keying', (bench) => bench.driver.requestFloor(), true],
    ['while talking', (bench) => bench.driver.requestFloor(), true],
    ['while un-keying', (bench) => { bench.driver.requestFloor(); bench.driver.releaseFloor() }, true],
  ])('unplugged %s it is un-keyed before it is usable again', async (name, act, owes) => {
    const bench = await started({ readBack: true })
    act(bench)
    if (name === 'while talking') await bench.run(200)
    bench.line.lose()
    expect(bench.news().includes('may-transmit')).toBe(owes)
    bench.line.openResult = fail(failure('LINK_MISSING', 'test'))
    await bench.run(20_000)
    bench.line.openResult = ok()
    await bench.run(6_000)
    expect(bench.driver.link).toEqual({ link: 'up' })
    expect(bench.isWireKeyed()).toBe(false)
    expect(bench.memory.owed.owed).toBe(false)
  })

  test('a line without modem lines is said to be unsupported and never comes up', async () => {
    const bench = createKeyedBench()
    bench.line.linesResult = fail(failure('LINK_UNSUPPORTED', 'pty'))
    bench.driver.start()
    await bench.run(20_000)
    expect(bench.driver.link).toMatchObject({ link: 'down', cause: 'LINK_UNSUPPORTED' })
    expect(bench.news()).toEqual(['link-down'])
    expect(bench.line.isOpen).toBe(false)
  })

  test('a site that observes does not even open the line: opening moves the wires', async () => {
    const bench = createKeyedBench({ access: 'read' })
    bench.driver.start()
    bench.driver.requestFloor()
    await bench.run(5_000)
    expect(bench.line.opens).toBe(0)
    expect(bench.news()).toEqual(['floor-refused link-lost'])
  })

  test('a debt from before is paid even where the site observes', async () => {
    const memory = createMemory()
    memory.remember()
    const bench = createKeyedBench({ access: 'read', memory })
    bench.driver.start()
    await bench.run(250)
    expect(bench.isWireKeyed()).toBe(false)
    expect(memory.owed.owed).toBe(false)
  })

  test('where the site observes, the line is let go of once its debt is paid, and nothing opens or moves it again', async () => {
    const memory = createMemory()
    memory.remember()
    const bench = createKeyedBench({ access: 'read', memory })
    bench.line.openResult = fail(failure('LINK_MISSING', 'test'))
    bench.driver.start()
    await bench.run(500)
    bench.line.openResult = ok()
    await bench.run(2_000)
    expect([memory.owed.owed, bench.line.isOpen]).toEqual([false, false])
    expect(bench.news()).toEqual(['may-transmit', 'link-down', 'hung-up', 'link-opening'])
    const before = [bench.line.opens, bench.line.outputs.length]
    expect(await bench.driver.poll()).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
    bench.driver.requestFloor()
    await bench.run(20_000)
    expect([bench.line.opens, bench.line.outputs.length]).toEqual(before)
  })

  test('the proof un-keys the line once more, leaves a talking one alone, and fails with the line', async () => {
    const bench = await started()
    expect(await bench.driver.verify(['4037001'])).toMatchObject({ ok: true, value: { missingGroups: [], gssi: '4037001' } })
    expect(bench.line.outputs).toHaveLength(2)
    bench.driver.requestFloor()
    await bench.run(50)
    await bench.driver.poll()
    expect(bench.isWireKeyed()).toBe(true)
    bench.driver.releaseFloor()
    await bench.run(500)
    bench.line.linesResult = fail(failure('LINK_TIMEOUT', 'test'))
    expect(await bench.driver.poll()).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    expect(bench.driver.link).toMatchObject({ link: 'down', cause: 'LINK_TIMEOUT' })
  })

  test('it stands on its own group and on no other', async () => {
    const bench = await started()
    expect(await bench.driver.selectGroup('4037001')).toMatchObject({ ok: true })
    expect(await bench.driver.selectGroup('4037002')).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED' } })
  })
})

describe('carrier', () => {
  test('somebody on the channel is heard after 40 ms, as nobody in particular', async () => {
    const bench = await started()
    bench.set.hear(true)
    await bench.run(30)
    expect(bench.news()).toEqual([])
    await bench.run(60)
    expect(bench.news()).toEqual(['busy'])
    bench.set.hear(false)
    await bench.run(200)
    expect(bench.news()).toEqual(['clear'])
  })

  test('a carrier that cannot be read is unknown, not clear', async () => {
    const bench = await started()
    bench.line.linesResult = fail(failure('LINK_TIMEOUT', 'test'))
    await bench.run(30)
    expect(bench.news()).toEqual(['hearing-unknown'])
    expect(bench.driver.carrier).toBe('unknown')
  })

  test('a set without a carrier wire says from the start that it cannot tell', async () => {
    const bench = createKeyedBench({ carrier: false })
    bench.driver.start()
    await bench.run(100)
    expect(bench.news()).toEqual(['link-up', 'group', 'hearing-unknown'])
    expect(bench.driver.carrier).toBe('unwired')
  })

  test('one question at a time is asked of a slow adapter', async () => {
    const bench = createKeyedBench()
    let asked = 0
    let most = 0
    bench.line.readInputs = async () => {
      asked += 1
      most = Math.max(most, asked)
      await new Promise<void>((resolve) => void bench.clock.after(90, resolve))
      asked -= 1
      return ok(bench.line.inputs)
    }
    bench.driver.start()
    await bench.run(2_000)
    expect(most).toBe(1)
  })
})
