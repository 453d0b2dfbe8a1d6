// The heartbeat over real sockets: from the simulated RBS, from scripts, from strangers.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Probe, PushedResult } from '../../../electron/host/watch/probe.ts'
import { createProbeOpener, type ProbeTarget } from '../../../electron/host/watch/probes/open-probe.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { openRbs } from '../../sim/rbs.ts'

const HOST = '127.0.0.1'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean()
})

function open(target: ProbeTarget): Probe {
  const opened = createProbeOpener({ clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined })(target)
  if (!opened.ok) throw new Error(opened.error.detail)
  cleanups.push(() => opened.value.close())
  return opened.value
}

describe('the heartbeat', () => {
  async function listen(more: Partial<Extract<ProbeTarget, { kind: 'heartbeat' }>> = {}) {
    const port = await freePort()
    const probe = open({ kind: 'heartbeat', transport: 'udp', host: HOST, port, everyMs: 500, ...more })
    const pushed: PushedResult[] = []
    const opened = await probe.open?.({ push: (one) => pushed.push(one), suspect: () => {}, lost: () => {} })
    return { port, probe, pushed, opened }
  }
  async function freePort(): Promise<number> {
    const server = createServer()
    await new Promise<void>((resolve) => { server.listen(0, HOST, resolve) })
    const address = server.address()
    await new Promise<void>((resolve) => { server.close(() => resolve()) })
    return typeof address === 'object' && address ? address.port : 0
  }
  async function sendUdp(port: number, ...texts: readonly string[]): Promise<void> {
    const socket = createSocket('udp4')
    for (const text of texts) await new Promise<void>((resolve) => { socket.send(text, port, HOST, () => resolve()) })
    socket.close()
  }
  const until = async (holds: () => boolean, withinMs = 12_000): Promise<void> => {
    const endMs = performance.now() + withinMs
    while (!holds() && performance.now() < endMs) await new Promise((resolve) => { setTimeout(resolve, 5) })
    expect(holds()).toBe(true)
  }

  it('of the RBS over UDP is a reply each time', async () => {
    const port = await freePort()
    const probe = open({ kind: 'heartbeat', transport: 'udp', host: HOST, port, everyMs: 100 })
    const pushed: PushedResult[] = []
    await probe.open?.({ push: (one) => pushed.push(one), suspect: () => {}, lost: () => {} })
    const sim = await openRbs({ clock: systemClock, heartbeat: { port, everyMs: 100 } })
    if (!sim.ok) throw new Error(sim.error.detail)
    cleanups.push(() => sim.value.stop())
    await until(() => pushed.length >= 5)
    expect(pushed.every((one) => one.result.kind === 'reply')).toBe(true)
  })

  it('takes nothing but a beat, and with a token no beat without it', async () => {
    const at = await listen({ token: 's3cret' })
    await sendUdp(at.port, 'beat', 'beat wrong', 'x'.repeat(5_000), '', 'beat s3cret extra', 'beat s3cret')
    await until(() => at.pushed.length > 0)
    await sendUdp(at.port, 'beat s3cret')
    await until(() => at.pushed.length > 1)
    expect(at.pushed).toHaveLength(2)
  })

  it('that does not come is a time-out each second', async () => {
    const at = await listen()
    await until(() => at.pushed.length >= 2)
    const [first, second] = at.pushed
    expect([first?.result.kind, first?.regular]).toEqual(['timeout', true])
    expect((second?.sentMs ?? 0) - (first?.sentMs ?? 0)).toBe(1_000)
  })

  it('over HTTP answers 204 to a beat and says what is wrong with anything else', async () => {
    const at = await listen({ transport: 'http', token: 's3cret' })
    const url = (path: string): string => `http://${HOST}:${at.port}${path}`
    const post = (path: string, body: string) => fetch(url(path), { method: 'POST', body }).then((one) => one.status)
    expect(await post('/beat', 'beat s3cret\n')).toBe(204)
    expect(await post('/beat', 'beat')).toBe(403)
    expect(await post('/beat', 'x'.repeat(100_000))).toBe(413)
    expect((await fetch(url('/beat'))).status).toBe(405)
    expect(await post('/other', 'beat s3cret')).toBe(404)
    expect(at.pushed).toHaveLength(1)
  })

  it('on a port that is taken cannot be opened, and says so', async () => {
    const at = await listen()
    const twin = open({ kind: 'heartbeat', transport: 'udp', host: HOST, port: at.port, everyMs: 500 })
    expect(await twin.open?.({ push: () => {}, suspect: () => {}, lost: () => {} })).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
  })

  it('slower than the silence rule can bear is refused as a mistake in the site file', () => {
    const opener = createProbeOpener({ clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined })
    expect(opener({ kind: 'heartbeat', transport: 'udp', host: HOST, port: 1, everyMs: 5_000 })).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
    expect(opener({ kind: 'witness', device: 'nobody' })).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
  })
})
