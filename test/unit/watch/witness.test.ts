import { describe, expect, it } from 'vitest'
import type { ProbeEars, PushedResult } from '../../../electron/host/watch/probe.ts'
import { openWitnessProbe, type ExchangeOutcome, type WitnessRadio, type WitnessReading } from '../../../electron/host/watch/probes/witness.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const HOME: WitnessReading = { registration: 'home', cell: 'wide', latencyMs: 12 }

function setup(poll: () => Promise<Result<WitnessReading>>) {
  const clock = createManualClock()
  const listeners = new Set<(afterPressMs?: number) => void>()
  const exchanges = new Set<(outcome: ExchangeOutcome) => void>()
  let polls = 0
  const radio: WitnessRadio = {
    poll: () => { polls++; return poll() },
    onOwnIdentityHeard: (listener) => { listeners.add(listener); return () => listeners.delete(listener) },
    onExchange: (listener) => { exchanges.add(listener); return () => exchanges.delete(listener) },
  }
  const opened = openWitnessProbe(radio, { clock })
  if (!opened.ok) throw new Error(opened.error.code)
  const pushed: PushedResult[] = []
  const ears: ProbeEars = { push: (one) => pushed.push(one), suspect: () => {}, lost: () => {} }
  return { clock, probe: opened.value, pushed, ears, listeners, exchanges, polls: () => polls }
}
const ask = (at: ReturnType<typeof setup>, abort = new AbortController()) => at.probe.ask?.(abort.signal)

describe('the witness probe', () => {
  it('gives registration, cell and latency as the radio reads them', async () => {
    expect(await ask(setup(async () => ok(HOME)))).toEqual({ kind: 'reply', ...HOME })
  })

  it.each<[ErrorCode, string]>([
    ['LINK_LOST', 'unplugged'], ['LINK_MISSING', 'unplugged'], ['LINK_REFUSED', 'refused'],
    ['LINK_TIMEOUT', 'timeout'], ['LINK_CLOSED', 'timeout'], ['DEVICE_SILENT', 'timeout'], ['WIRE_MALFORMED', 'timeout'],
  ])('reads %s as %s', async (code, kind) => {
    expect(await ask(setup(async () => fail(failure(code, 'ttyUSB0'))))).toEqual({ kind, detail: `${code} ttyUSB0` })
  })

  it('reads a radio without network as not registered', async () => {
    expect(await ask(setup(async () => fail(failure('DEVICE_NO_NETWORK'))))).toEqual({ kind: 'reply', registration: 'none', detail: 'DEVICE_NO_NETWORK' })
  })

  it('puts one question on the line at a time, and gives up one that timed out', async () => {
    const at = setup(() => new Promise(() => {}))
    const first = new AbortController()
    void ask(at, first)
    void ask(at)
    expect(at.polls()).toBe(1)
    first.abort()
    void ask(at)
    expect(at.polls()).toBe(2)
  })

  it('tells that it heard this position speak, until it is closed', async () => {
    const at = setup(async () => ok(HOME))
    await at.probe.open?.(at.ears)
    at.clock.advance(700)
    for (const heard of at.listeners) heard()
    expect(at.pushed).toEqual([{ result: { kind: 'reply', heardOwn: true }, sentMs: 700, regular: false }])
    await at.probe.close()
    expect(at.listeners.size).toBe(0)
  })

  it('tells how long after the press it heard it, where a press was seen', async () => {
    const at = setup(async () => ok(HOME))
    await at.probe.open?.(at.ears)
    for (const heard of at.listeners) heard(412)
    expect(at.pushed).toEqual([{ result: { kind: 'reply', heardOwn: true, afterPressMs: 412 }, sentMs: 0, regular: false }])
  })

  it('tells of a status to itself that came back as proof, and of one that did not as no more than a miss', async () => {
    const at = setup(async () => ok(HOME))
    await at.probe.open?.(at.ears)
    for (const tell of at.exchanges) {
      tell({ sentMs: 1_000.4, tookMs: 640 })
      tell({ sentMs: 70_000 })
    }
    expect(at.pushed).toEqual([
      { result: { kind: 'reply', exchangeMs: 640, detail: 'status to itself' }, sentMs: 1_000, regular: false },
      { result: { kind: 'timeout', detail: 'status to itself' }, sentMs: 70_000, regular: false },
    ])
    await at.probe.close()
    expect(at.exchanges.size).toBe(0)
  })
})
