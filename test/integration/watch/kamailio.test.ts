// Detection against a real SIP stack: stopped, killed and started again, over UDP and TCP at once. Bounds: architecture section 5.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKamailio, type Kamailio } from '../../support/kamailio.ts'
import { liveStage, type LiveStage, type ToldChange } from './live-stage.ts'

/** A standstill of this very process is no measurement: it is made again, so often at most. */
const TRIES = 3
const UNKNOWN_MAX_MS = 2_600
const DOWN_MAX_MS = 4_200
/** At once at the next regular question; one that falls into the last moments of a dying process times out first. */
const REFUSED_MAX_MS = 2_000
/** Three replies a second apart, after the first question. */
const BACK_MAX_MS = 4_000

let kamailio: Kamailio
beforeAll(async () => { kamailio = await startKamailio() }, 300_000)
afterAll(() => kamailio.stop())

type Transport = 'udp' | 'tcp'
const start = (transport: Transport, settings: Parameters<typeof liveStage>[1]): LiveStage => liveStage({
  id: 'rbs', role: 'console', label: 'RBS', dependsOn: [],
  probes: [{ id: 'rbs-sip', weight: 'primary', kind: 'sip', transport, host: '127.0.0.1', port: kamailio.port }],
}, settings)

/** Watches over both transports, and measures once more when this process itself stood still meanwhile. */
async function measured(measure: (stages: Readonly<Record<Transport, LiveStage>>) => Promise<void>): Promise<void> {
  for (let left = TRIES; ; left--) {
    await kamailio.restart()
    const stages = { udp: start('udp', { goodMs: 2_000 }), tcp: start('tcp', { goodMs: 2_000 }) }
    const standstills = (): number => stages.udp.standstills() + stages.tcp.standstills()
    try {
      await both(stages, (at) => at.becomes('ok', 5_000))
      const before = standstills()
      await measure(stages).catch((cause: unknown) => {
        if (standstills() === before || left <= 1) throw cause
      })
      if (standstills() === before) return
      if (left <= 1) throw new Error('this machine stood still during every try')
    } finally {
      kamailio.resume()
      await both(stages, (at) => at.stop())
    }
  }
}

const both = async <T>(stages: Readonly<Record<Transport, LiveStage>>, what: (at: LiveStage) => Promise<T>): Promise<readonly T[]> =>
  Promise.all([what(stages.udp), what(stages.tcp)])
const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })
const path = (at: LiveStage): readonly string[] => at.changes.slice(1).map((one) => `${one.from}→${one.to}`)

describe('an RBS that speaks SIP over UDP and TCP', () => {
  it('and hangs is unknown within 2.6 s of its last reply, down within 4.2 s, and comes back when it goes on', async () => {
    await measured(async (stages) => {
      await wait(700)
      kamailio.hang()
      const found = await both(stages, async (at): Promise<readonly [ToldChange, ToldChange, number]> => {
        const unknown = await at.becomes('unknown', 5_000)
        const lastReplyMs = at.lastReplyMs()
        return [unknown, await at.becomes('down', 5_000), lastReplyMs]
      })
      for (const [unknown, down, lastReplyMs] of found) {
        expect(unknown.toldMs - lastReplyMs).toBeGreaterThanOrEqual(2_499)
        expect(unknown.toldMs - lastReplyMs).toBeLessThan(UNKNOWN_MAX_MS)
        expect(down.toldMs - lastReplyMs).toBeGreaterThanOrEqual(3_999)
        expect(down.toldMs - lastReplyMs).toBeLessThan(DOWN_MAX_MS)
        expect(down.code).toBe('silent')
      }
      kamailio.resume()
      await both(stages, (at) => at.becomes('degraded', BACK_MAX_MS))
      await both(stages, (at) => at.becomes('ok', 5_000))
      for (const at of [stages.udp, stages.tcp]) expect(path(at)).toEqual(['ok→unknown', 'unknown→down', 'down→degraded', 'degraded→ok'])
    })
  }, 60_000)

  it('and is killed is down by refusal at the next question, and degraded before ok when it is started again', async () => {
    await measured(async (stages) => {
      const killedMs = performance.now()
      const killed = kamailio.kill()
      for (const down of await both(stages, (at) => at.becomes('down', 5_000))) {
        expect(down.code).toBe('refused')
        expect(down.toldMs - killedMs).toBeLessThan(REFUSED_MAX_MS)
      }
      expect(stages.udp.watch.negativeProofs('rbs')).toBe(1)
      await killed
      await kamailio.restart()
      await both(stages, (at) => at.becomes('degraded', BACK_MAX_MS))
      await both(stages, (at) => at.becomes('ok', 5_000))
      for (const at of [stages.udp, stages.tcp]) expect(path(at)).toEqual(['ok→down', 'down→degraded', 'degraded→ok'])
    })
  }, 60_000)

  it('over TCP the broken connection itself tells of the kill, long before the next question', async () => {
    await kamailio.restart()
    const at = start('tcp', { probeEveryMs: 30_000, silenceUnknownMs: 60_000, silenceDownMs: 90_000 })
    // The first question comes at a random moment of the interval; a hint need not wait for it.
    const asking = setInterval(() => at.watch.hint('rbs'), 300)
    try {
      await at.becomes('ok', 5_000)
      clearInterval(asking)
      await wait(500)
      const killedMs = performance.now()
      const killed = kamailio.kill()
      const down = await at.becomes('down', 3_000)
      expect(down.toldMs - killedMs).toBeLessThan(REFUSED_MAX_MS)
      await killed
    } finally {
      clearInterval(asking)
      await at.stop()
    }
  }, 60_000)
})
