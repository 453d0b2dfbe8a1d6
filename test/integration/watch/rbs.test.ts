// The live watch against the simulated RBS with its three probes, as at a demo position.
import { afterEach, describe, expect, it } from 'vitest'
import type { Random } from '../../../native/kit/clock.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { createFaultSwitch } from '../../sim/rbs-faults.ts'
import { startRbs, type RbsSimulator } from '../../sim/rbs.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { liveStage, type LiveStage } from './live-stage.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

async function position(): Promise<{ readonly rbs: RbsSimulator; readonly at: LiveStage }> {
  const rbs = await startRbs({ clock: systemClock })
  cleanups.push(() => rbs.stop())
  const host = '127.0.0.1'
  const at = liveStage({
    id: 'rbs', role: 'console', label: 'RBS', dependsOn: [],
    probes: [
      { id: 'rbs-sip', weight: 'primary', kind: 'sip', transport: 'udp', host, port: rbs.sipPort },
      { id: 'rbs-heartbeat', weight: 'primary', kind: 'heartbeat', transport: 'udp', host, port: rbs.heartbeatPort, everyMs: 500 },
      { id: 'rbs-tcp', weight: 'secondary', kind: 'tcp', host, port: rbs.sipPort },
    ],
  }, { goodMs: 1_500 })
  cleanups.push(() => at.stop())
  await at.becomes('ok', 5_000)
  // All three have answered: what follows is about faults, not about starting.
  await new Promise((resolve) => { setTimeout(resolve, 1_200) })
  return { rbs, at }
}

describe('a position with the simulated RBS', () => {
  it('a hung RBS is down on the word of two independent probes, though its port still accepts, and recovers', async () => {
    const { rbs, at } = await position()
    await rbs.fail('rbs', { kind: 'hang' })
    await at.becomes('down', 6_000)
    // The heartbeat may have been silent a moment longer than SIP.
    expect(at.watch.negativeProofs('rbs')).toBe(2)
    expect(at.watch.view().services[0]?.probes.map((one) => one.state)).toEqual(['silent', 'silent', 'answering'])
    expect(rbs.isWorking).toBe(false)
    await rbs.fail('rbs', { kind: 'none' })
    await at.becomes('degraded', 5_000)
    await at.becomes('ok', 6_000)
    expect(rbs.isWorking).toBe(true)
    expect(at.changes.map((one) => one.to)).toEqual(['ok', 'unknown', 'down', 'degraded', 'ok'])
  }, 40_000)

  it('an RBS whose SIP is dead while its heartbeat goes on is limited, not down', async () => {
    const { rbs, at } = await position()
    await rbs.fail('sip', { kind: 'refuse' })
    const degraded = await at.becomes('degraded', 3_000)
    expect(degraded.code).toBe('part-failed')
    await new Promise((resolve) => { setTimeout(resolve, 5_000) })
    expect(at.watch.view().services[0]?.now).toBe('degraded')
    await rbs.fail('sip', { kind: 'none' })
    await new Promise((resolve) => { setTimeout(resolve, 1_500) })
    // All answer again; what was lost in those seconds keeps it limited until the score is clean.
    expect(at.watch.view().services[0]).toMatchObject({ now: 'degraded', why: { code: 'loss', probe: 'rbs-sip' } })
    expect(at.changes.map((one) => one.to)).toEqual(['ok', 'degraded'])
  }, 40_000)
})

describe('the faults of the simulated RBS', () => {
  const seeded = (fractions: readonly number[]): Random => {
    let turn = 0
    return { bytes: (length) => new Uint8Array(length), fraction: () => fractions[turn++ % fractions.length] ?? 0 }
  }
  const bench = (fractions: readonly number[] = [0]) => {
    const clock = createManualClock()
    const ports: string[] = []
    const given: number[] = []
    const fault = createFaultSwitch({
      clock, random: seeded(fractions),
      listen: async () => { ports.push('open'); return { ok: true, value: undefined } },
      unlisten: async () => { ports.push('closed') },
    })
    return { clock, ports, given, fault, ask: () => fault.answer(() => given.push(clock.monotonicMs())) }
  }

  it('hung, it answers what it was asked when it goes on', async () => {
    const at = bench()
    await at.fault.set({ kind: 'hang' })
    at.ask()
    at.clock.advance(3_000)
    expect(at.given).toEqual([])
    await at.fault.set({ kind: 'none' })
    expect(at.given).toEqual([3_000])
  })

  it('dead, its ports are closed and what it was asked is lost', async () => {
    const at = bench()
    await at.fault.set({ kind: 'hang' })
    at.ask()
    await at.fault.set({ kind: 'refuse' })
    await at.fault.set({ kind: 'none' })
    expect(at.ports).toEqual(['closed', 'open'])
    expect(at.given).toEqual([])
  })

  it('slow, it answers late', async () => {
    const at = bench()
    await at.fault.set({ kind: 'slow', delayMs: 400 })
    at.ask()
    at.clock.advance(1_000)
    expect(at.given).toEqual([400])
  })

  it('lossy, it loses the share it was told to', async () => {
    const at = bench([0.05, 0.15, 0.25, 0.95])
    await at.fault.set({ kind: 'lose', percent: 20 })
    for (let time = 0; time < 4; time++) at.ask()
    expect(at.given).toHaveLength(2)
  })

  it('flapping, it goes down and up by itself until it is told otherwise', async () => {
    const at = bench()
    await at.fault.set({ kind: 'flap', upMs: 4_000, downMs: 2_000, as: 'refuse' })
    await at.clock.advanceAsync(13_000)
    expect(at.ports).toEqual(['closed', 'open', 'closed', 'open', 'closed'])
    await at.fault.set({ kind: 'none' })
    await at.clock.advanceAsync(60_000)
    expect(at.ports.at(-1)).toBe('open')
    expect(at.ports).toHaveLength(6)
    expect(at.clock.pending).toBe(0)
  })
})
