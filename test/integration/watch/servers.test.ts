// Probes of names, time and reachability against the real things: dnsmasq, chrony and ping of Debian.
import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Probe, PushedResult } from '../../../electron/host/watch/probe.ts'
import { createProbeOpener, type OpenProbeDeps, type ProbeTarget } from '../../../electron/host/watch/probes/open-probe.ts'
import { iputilsPing } from '../../../electron/host/watch/probes/ping-program.ts'
import { DEFAULT_WATCH_SETTINGS, type WatchSettings } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult } from '../../../electron/host/watch/types.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { Failure } from '../../../native/kit/errors.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startChrony, startDnsmasq, unpackedPing, type DebianServer } from '../../support/debian-server.ts'

const HOST = '127.0.0.1'
const ZONE = [
  'local=/example/', 'address=/rbs.example/10.0.0.5', 'address=/rbs.example/2001:db8::5',
  'srv-host=_sip._udp.rbs.example,sip.rbs.example,5060', ...['x', 'y'].map((letter) => `txt-record=long.example,${Array.from({ length: 4 }, () => letter.repeat(200)).join(',')}`),
]

let names: DebianServer
let time: DebianServer
let lost: DebianServer
let ping: string
const running: DebianServer[] = []
/** One after the other: of those that started before one that does not, none is left behind. */
const started = async (server: Promise<DebianServer>): Promise<DebianServer> => {
  running.push(await server)
  return server
}
beforeAll(async () => {
  ping = await unpackedPing()
  names = await started(startDnsmasq(ZONE))
  time = await started(startChrony(['local stratum 10']))
  lost = await started(startChrony([]))
}, 300_000)
afterAll(() => Promise.all(running.map((server) => server.stop())))

function open(target: ProbeTarget, more: Partial<OpenProbeDeps> = {}): Probe {
  const opened = createProbeOpener({ clock: systemClock, random: systemRandom, settings: DEFAULT_WATCH_SETTINGS, witnessRadio: () => undefined, ...more })(target)
  if (!opened.ok) throw new Error(opened.error.detail)
  return opened.value
}
async function ask(probe: Probe, timeoutMs = DEFAULT_WATCH_SETTINGS.probeTimeoutMs): Promise<ProbeResult> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  const result = await probe.ask?.(abort.signal).finally(() => clearTimeout(timer))
  if (!result) throw new Error('a probe that is not asked')
  return result
}
const until = async (holds: () => boolean, withinMs = 4_000): Promise<void> => {
  const endMs = performance.now() + withinMs
  while (!holds() && performance.now() < endMs) await new Promise((resolve) => { setTimeout(resolve, 10) })
  expect(holds()).toBe(true)
}

describe('dnsmasq', () => {
  const dns = (name: string, more: Partial<Extract<ProbeTarget, { kind: 'dns' }>> = {}): Probe =>
    open({ kind: 'dns', server: HOST, port: names.port, name, recordType: 'A', ...more })

  it('is asked for names of every kind, over TCP where a datagram is too small, and judged by what is expected', async () => {
    expect(await ask(dns('rbs.example', { expect: '10.0.0.5' }))).toMatchObject({ kind: 'reply', detail: 'DNS 10.0.0.5' })
    expect(await ask(dns('RBS.example', { recordType: 'AAAA', expect: '2001:db8:0::5' }))).not.toHaveProperty('limited')
    expect(await ask(dns('_sip._udp.rbs.example', { recordType: 'SRV', expect: '0 0 5060 sip.rbs.example' }))).not.toHaveProperty('limited')
    expect(await ask(dns('long.example', { recordType: 'TXT', expect: 'y'.repeat(800) }))).not.toHaveProperty('limited')
    expect(await ask(dns('rbs.example', { expect: '10.0.0.6' }))).toMatchObject({ kind: 'reply', limited: 'DNS 10.0.0.5, not 10.0.0.6' })
    expect(await ask(dns('none.example'))).toMatchObject({ kind: 'reply', limited: 'DNS NXDOMAIN' })
    expect(await ask(dns('elsewhere.nl'))).toEqual({ kind: 'refused', detail: 'DNS REFUSED' })
  })

  it('that stands still is a time-out, and one that is dead a refusal', async () => {
    const probe = dns('rbs.example')
    names.hang()
    expect(await ask(probe, 100)).toEqual({ kind: 'timeout' })
    names.resume()
    expect(await ask(probe)).toMatchObject({ kind: 'reply' })
    await names.kill()
    expect(await ask(probe)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
  })
})

describe('chrony', () => {
  const clock = (server: DebianServer, own: Clock = systemClock): Probe => open({ kind: 'clock', server: HOST, port: server.port, maxOffsetMs: 1_000, everyS: 64 }, { clock: own })

  it('tells how far our clock is off, once, and the answer stands until the next', async () => {
    const probe = clock(time)
    expect(await ask(probe)).toMatchObject({ kind: 'reply', latencyMs: expect.any(Number), detail: expect.stringMatching(/^offset [+-]\d{1,2} ms, stratum 10$/) })
    expect(await ask(probe)).toEqual({ kind: 'reply', detail: expect.stringMatching(/^offset [+-]\d{1,2} ms, stratum 10, 0 s ago$/) })
    const fast: Clock = { ...systemClock, utcMs: () => systemClock.utcMs() + 5_000 }
    expect(await ask(clock(time, fast))).toMatchObject({ kind: 'reply', limited: expect.stringMatching(/^offset -(49|50)\d\d ms$/) })
  })

  it('that does not know the time says so, and one that is dead is a refusal that stands', async () => {
    const probe = clock(lost)
    expect(await ask(probe)).toMatchObject({ kind: 'reply', limited: 'server not synchronised' })
    await lost.kill()
    const dead = clock(lost)
    expect(await ask(dead)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED' })
    expect(await ask(dead)).toEqual({ kind: 'refused', detail: 'ECONNREFUSED, 0 s ago' })
  })
})

describe.concurrent('ping', () => {
  async function listen(program = iputilsPing(ping), settings: Partial<WatchSettings> = {}) {
    const probe = open({ kind: 'icmp', host: HOST }, { ping: program, settings: { ...DEFAULT_WATCH_SETTINGS, ...settings } })
    const pushed: PushedResult[] = []
    const losses: Failure[] = []
    const opened = await probe.open?.({ push: (one) => pushed.push(one), suspect: () => {}, lost: (error) => losses.push(error) })
    return { probe, pushed, losses, opened }
  }

  it('is one child that answers once a second, and ends with the probe', async () => {
    const at = await listen()
    await until(() => at.pushed.length >= 2)
    await at.probe.close()
    const told = at.pushed.length
    expect(at.pushed.every((one) => one.regular && one.result.kind === 'reply' && one.result.latencyMs !== undefined)).toBe(true)
    expect((at.pushed[1]?.sentMs ?? 0) - (at.pushed[0]?.sentMs ?? 0)).toBeGreaterThan(900)
    await new Promise((resolve) => { setTimeout(resolve, 50) })
    expect([at.pushed.length, at.losses]).toEqual([told, []])
  })

  it('that is not there, or ends for a reason of its own, is no silence of the target', async () => {
    expect((await listen(iputilsPing('/no/such/ping'))).opened).toMatchObject({ ok: false, error: { code: 'LINK_MISSING', detail: expect.stringContaining('apt-get install iputils-ping') } })
    expect(await listen(iputilsPing('/bin/false'))).toMatchObject({ opened: { ok: false, error: { code: 'LINK_LOST' } }, pushed: [], losses: [] })
  })

  it('counts no answer twice, none that is late, and tells who says that there is no road', async () => {
    const lines = [`PING ${HOST}`, ...['1 ttl=64 time=3.4 ms', '1 ttl=64 time=3.9 ms', '2 ttl=64 time=101 ms'].map((rest) => `64 bytes from ${HOST}: icmp_seq=${rest}`)]
    const script = `console.log(${JSON.stringify(lines.join('\n'))}); console.error('ping: sendmsg: Network is unreachable'); process.exitCode = 2`
    const at = await listen({ command: process.execPath, args: () => ['-e', script], cure: '' }, { probeEveryMs: 200, probeTimeoutMs: 100 })
    await until(() => at.pushed.length >= 3)
    await at.probe.close()
    expect(at.losses).toEqual([])
    expect(at.pushed.slice(0, 3).map((one) => one.result)).toEqual([
      { kind: 'reply', latencyMs: 3 },
      ...Array.from({ length: 2 }, () => ({ kind: 'unreachable', detail: 'ping: sendmsg: Network is unreachable' })),
    ])
    expect((at.pushed[2]?.sentMs ?? 0) - (at.pushed[1]?.sentMs ?? 0)).toBe(200)
  })

  it('does not outlive a host that is killed', async () => {
    const module = (path: string): string => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href)
    const host = spawn(process.execPath, ['--input-type=module', '-e', `
      const { startPing, iputilsPing } = await import(${module('electron/host/watch/probes/ping-program.ts')})
      const child = startPing(iputilsPing(${JSON.stringify(ping)}), '${HOST}')
      child.stdout.once('data', () => console.log(child.pid))
    `], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) => { host.stdout.setEncoding('utf8').once('data', (text: string) => resolve(Number(text))) })
    const lives = (): boolean => { try { return process.kill(pid, 0) } catch { return false } }
    expect(lives()).toBe(true)
    host.kill('SIGKILL')
    await until(() => !lives(), 5_000)
  })
})
