// Debian's HAProxy beside us on one faulty road: it starts, tells down and up as they happen, and is gone afterwards.
import { createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemClock as clock } from '../../../native/transport/clock.ts'
import { createChance } from '../../sim/chance.ts'
import { startTcpFaultProxy } from '../../sim/fault-proxy.ts'
import { bindTcp, LOOPBACK } from '../../sim/loopback-ports.ts'
import { answerSip } from '../../sim/rbs-sip.ts'
import { WORKS } from '../../sim/road-faults.ts'
import { HAPROXY, readStateChange, startHaproxy } from '../../support/haproxy.ts'
import { ensureUnpacked } from '../../support/unpacked-debian.ts'

const REFUSES_AT_MS = 1_200
const WORKS_AT_MS = 3_400

// Fetching it takes longer than the road keeps to its plan.
beforeAll(() => ensureUnpacked(HAPROXY))

describe('HAProxy in the bench', () => {
  it('sees a refusing road down within 1.6 s and up after two answers, and ends when it is told', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (bytes) => { socket.write(answerSip(bytes.toString('latin1'), { address: LOOPBACK, port: 0 }) ?? '') })
    })
    const bound = await bindTcp(server, 0)
    const startMs = clock.monotonicMs()
    const proxy = await startTcpFaultProxy({
      clock, chance: createChance(1), startMs, targetPort: bound.ok ? bound.value : 0,
      plan: [{ fromMs: 0, fault: WORKS }, { fromMs: REFUSES_AT_MS, fault: { kind: 'refuse' } }, { fromMs: WORKS_AT_MS, fault: WORKS }],
    })
    const told: string[] = []
    const times: number[] = []
    let onTold: () => void = () => {}
    const both = new Promise<void>((resolve) => { onTold = () => { if (told.length === 2) resolve() } })
    const haproxy = await startHaproxy([{ name: 'road', port: proxy.port }], 800, ({ name, to }) => {
      told.push(`${name} ${to}`)
      times.push(clock.monotonicMs() - startMs)
      onTold()
    })
    expect(haproxy.version).toMatch(/^\d+\.\d+/)
    await both
    expect(told).toEqual(['road down', 'road up'])
    expect((times[0] ?? 0) - REFUSES_AT_MS).toBeLessThan(1_700)
    await haproxy.stop()
    await proxy.stop()
    await new Promise<void>((resolve) => { server.close(() => resolve()) })
  })

  it.each([
    ['<129>Nov 26 09:00:00 haproxy[1]: Server road-1/s is DOWN, reason: Layer4 connection problem, check duration: 0ms. 0 active', { name: 'road-1', to: 'down' }],
    ['Server road-1/s is UP, reason: Layer7 check passed, check duration: 1ms. 1 active', { name: 'road-1', to: 'up' }],
    ['backend road-1 has no server available!', undefined],
  ])('reads its log: %s', (line, change) => {
    expect(readStateChange(line)).toEqual(change)
  })
})
