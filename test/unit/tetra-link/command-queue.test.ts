// One command at a time, and whose result is whose when a radio answers late.
import { describe, expect, test } from 'vitest'
import { createCommandQueue, type CommandOutcome, type CommandQueue } from '../../../native/tetra-pei/command-queue.ts'
import { createManualClock, type ManualClock } from '../../support/manual-clock.ts'

const OK = { final: true, ok: true, result: 'OK' } as const

interface Stage {
  readonly clock: ManualClock
  readonly queue: CommandQueue
  readonly written: string[]
  readonly outcomes: Record<string, CommandOutcome['outcome']>
  readonly late: () => number
  readonly send: (text: string, timeoutMs: number, rank?: 'floor' | 'normal') => void
  /** A question that a floor command need not wait out. */
  readonly sendYielding: (text: string) => void
}

function stage(): Stage {
  const clock = createManualClock()
  const written: string[] = []
  const outcomes: Record<string, CommandOutcome['outcome']> = {}
  let late = 0
  const queue = createCommandQueue(clock, (text) => void written.push(text.trim()), () => void late++)
  const send = (text: string, timeoutMs: number, rank: 'floor' | 'normal' = 'normal'): void =>
    void queue.send({ text, timeoutMs, rank }).then((outcome) => (outcomes[text] = outcome.outcome))
  const sendYielding = (text: string): void =>
    void queue.send({ text, timeoutMs: 1000, rank: 'normal', yieldsAfterMs: 200 }).then((outcome) => (outcomes[text] = outcome.outcome))
  return { clock, queue, written, outcomes, late: () => late, send, sendYielding }
}

test('what is not wanted any more when its turn comes is not written, and what waits behind it is', async () => {
  const { clock, queue, written, outcomes, send } = stage()
  let isWanted = true
  send('AT', 1000)
  void queue.send({ text: 'ATD4037001', timeoutMs: 1000, rank: 'floor', isWanted: () => isWanted }).then((outcome) => (outcomes['ATD'] = outcome.outcome))
  send('AT+CREG?', 1000)
  isWanted = false
  queue.acceptResult(OK)
  await clock.advanceAsync(0)
  expect([written, outcomes]).toEqual([['AT', 'AT+CREG?'], { AT: 'result', ATD: 'unwanted' }])
})

describe('a late result', () => {
  test('of a poll that timed out is not the OK of the release that came after it', async () => {
    const { clock, queue, outcomes, late, send } = stage()
    send('AT', 1000)
    await clock.advanceAsync(1000)
    send('AT+CUTXC=3', 2000, 'floor')
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes).toEqual({ AT: 'unanswered' })
    expect(late()).toBe(1)
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes).toEqual({ AT: 'unanswered', 'AT+CUTXC=3': 'result' })
  })

  test('is waited for once: a radio that lost a command is not misunderstood for ever', async () => {
    const { clock, queue, outcomes, send } = stage()
    send('AT', 1000)
    await clock.advanceAsync(1000)
    send('ATE0', 1000)
    queue.acceptResult(OK)
    await clock.advanceAsync(1000)
    expect(outcomes['ATE0']).toBe('unanswered')
    send('ATV1', 1000)
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes['ATV1']).toBe('result')
  })

  test('does not take the result away from a question that has been answered', async () => {
    const { clock, queue, outcomes, send } = stage()
    send('AT', 1000)
    await clock.advanceAsync(1000)
    send('AT+CREG?', 1000)
    queue.acceptAnswer({ cmd: '+CTGS', groups: [] })
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes['AT+CREG?']).toBe('result')
  })

  test('is no longer expected after 3 s', async () => {
    const { clock, queue, outcomes, send } = stage()
    send('AT', 1000)
    await clock.advanceAsync(4000)
    send('ATE0', 1000)
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes['ATE0']).toBe('result')
  })

  test('of what was on the line when the queue was emptied is not the OK of the hang-up', async () => {
    const { clock, queue, outcomes, send } = stage()
    send('AT+CTXD=3,1', 2000, 'floor')
    queue.clear()
    send('ATH', 2000, 'floor')
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(outcomes['ATH']).toBeUndefined()
  })
})

test('the network’s verdict ends a set-up whose OK is still to come: the release does not wait for it', async () => {
  const { clock, queue, written, outcomes, send } = stage()
  send('ATD4037001', 15_000, 'floor')
  queue.acceptVerdict()
  send('AT+CUTXC=3', 2000, 'floor')
  await clock.advanceAsync(0)
  expect(written).toEqual(['ATD4037001', 'AT+CUTXC=3'])
  queue.acceptResult(OK)
  await clock.advanceAsync(0)
  expect(outcomes).toEqual({ ATD4037001: 'result' })
  queue.acceptResult(OK)
  await clock.advanceAsync(0)
  expect(outcomes['AT+CUTXC=3']).toBe('result')
})

describe('a question that yields', () => {
  test('holds a release back for 200 ms at most, counted from its own sending', async () => {
    const { clock, written, outcomes, send, sendYielding } = stage()
    sendYielding('AT')
    await clock.advanceAsync(150)
    send('AT+CUTXC=3', 2000, 'floor')
    await clock.advanceAsync(49)
    expect(written).toEqual(['AT'])
    await clock.advanceAsync(1)
    expect(written).toEqual(['AT', 'AT+CUTXC=3'])
    expect(outcomes).toEqual({ AT: 'dropped' })
  })

  test('lets a release go at once when it has waited that long already', async () => {
    const { clock, written, send, sendYielding } = stage()
    sendYielding('AT')
    await clock.advanceAsync(500)
    send('AT+CUTXC=3', 2000, 'floor')
    await clock.advanceAsync(0)
    expect(written).toEqual(['AT', 'AT+CUTXC=3'])
  })

  test('lets a release go with its answer, which is its own and not that of the release', async () => {
    const { clock, queue, written, outcomes, send, sendYielding } = stage()
    sendYielding('AT')
    send('AT+CUTXC=3', 2000, 'floor')
    await clock.advanceAsync(50)
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(written).toEqual(['AT', 'AT+CUTXC=3'])
    expect(outcomes).toEqual({ AT: 'result' })
    await clock.advanceAsync(1999)
    expect(outcomes['AT+CUTXC=3']).toBeUndefined()
  })

  test('that yielded and is answered late does not end the release', async () => {
    const { clock, queue, outcomes, late, send, sendYielding } = stage()
    sendYielding('AT')
    send('AT+CUTXC=3', 2000, 'floor')
    await clock.advanceAsync(300)
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(late()).toBe(1)
    expect(outcomes).toEqual({ AT: 'dropped' })
  })

  test('waits its own time out for anything but the floor', async () => {
    const { clock, written, outcomes, send, sendYielding } = stage()
    sendYielding('AT')
    send('AT+CREG?', 1000)
    await clock.advanceAsync(999)
    expect(written).toEqual(['AT'])
    await clock.advanceAsync(1)
    expect(outcomes).toEqual({ AT: 'unanswered' })
  })
})

describe('after the grant came before the end of D', () => {
  async function granted(): Promise<Stage> {
    const one = stage()
    one.send('ATD4037001', 15_000, 'floor')
    one.send('AT+CNUMS?', 1000)
    one.queue.acceptVerdict()
    await one.clock.advanceAsync(0)
    return one
  }

  test('a question waits for that end: any character would abort the call that was just granted', async () => {
    const { clock, queue, written } = await granted()
    expect(written).toEqual(['ATD4037001'])
    queue.acceptResult(OK)
    await clock.advanceAsync(0)
    expect(written).toEqual(['ATD4037001', 'AT+CNUMS?'])
  })

  test('a release does not wait', async () => {
    const { written, send } = await granted()
    send('AT+CUTXC=3', 2000, 'floor')
    expect(written).toEqual(['ATD4037001', 'AT+CUTXC=3'])
  })

  test('a question waits no longer than a second for an end that never comes', async () => {
    const { clock, written } = await granted()
    await clock.advanceAsync(999)
    expect(written).toEqual(['ATD4037001'])
    await clock.advanceAsync(1)
    expect(written).toEqual(['ATD4037001', 'AT+CNUMS?'])
  })

  test('emptying the queue ends the waiting too', async () => {
    const { clock, queue, written, send } = await granted()
    queue.clear()
    send('AT', 1000)
    await clock.advanceAsync(0)
    expect(written).toEqual(['ATD4037001', 'AT'])
  })
})
