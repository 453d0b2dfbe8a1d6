// Probes of this workstation against the real thing: a real log reader with real files and one that hangs, real programs of
// this machine, a contact behind a terminal server.
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdtempSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { createLogReader, processesHere, readerProcess, type SenseTransport } from '../../../electron/host/watch/index.ts'
import type { Probe } from '../../../electron/host/watch/probe.ts'
import { createProbeOpener, type ProbeTarget } from '../../../electron/host/watch/probes/open-probe.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import type { ProbeResult } from '../../../electron/host/watch/types.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { createRfc2217Serial } from '../../../native/transport/rfc2217/serial.ts'
import { createSimulatedTerminalServer } from '../../../native/transport/rfc2217/simulated-server.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'local-probes-'))
  ends.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

function opener(): (target: ProbeTarget) => Probe {
  const open = createProbeOpener({
    clock: systemClock,
    random: systemRandom,
    settings: DEFAULT_WATCH_SETTINGS,
    witnessRadio: () => undefined,
    logReader: createLogReader({ clock: systemClock, start: () => readerProcess(process.execPath, process.env) }),
    processes: processesHere(systemClock, process.platform),
    openSenseLine: (transport: SenseTransport) => {
      if (transport.kind !== 'rfc2217') throw new Error('no port of this machine')
      return createRfc2217Serial({ ...transport, baud: 9_600, outputs: { rts: false, dtr: false } }, { clock: systemClock })
    },
  })
  return (target) => {
    const opened = open(target)
    if (!opened.ok) throw new Error(opened.error.detail)
    ends.push(() => opened.value.close())
    return opened.value
  }
}

const EARS = { push: () => undefined, suspect: () => undefined, lost: () => undefined }

/** One question as the prober asks it. */
async function ask(probe: Probe, timeoutMs = DEFAULT_WATCH_SETTINGS.probeTimeoutMs): Promise<ProbeResult> {
  const timeout = new Promise<ProbeResult>((resolve) => { setTimeout(() => resolve({ kind: 'timeout', detail: 'no answer' }), timeoutMs) })
  return Promise.race([probe.ask?.(new AbortController().signal) ?? timeout, timeout])
}

async function until(probe: Probe, kind: ProbeResult['kind'], detail?: string): Promise<void> {
  for (const endMs = performance.now() + 3_000; performance.now() < endMs;) {
    const result = await ask(probe)
    if (result.kind === kind && (detail === undefined || result.detail === detail)) return
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
  expect(await ask(probe)).toMatchObject({ kind, ...(detail !== undefined && { detail }) })
}

describe('a log on a disk', () => {
  const open = async (path: string, probe = opener()): Promise<Probe> => {
    const made = probe({ kind: 'log-tail', path, good: ['connected'], bad: ['connection lost'] })
    await made.open?.(EARS)
    await until(made, 'reply')
    return made
  }

  test('is followed through every way of rotating it', async () => {
    const at = folder()
    const path = join(at, 'rbs.log')
    writeFileSync(path, '10:00 connection lost\n')
    const probe = await open(path)
    expect(await ask(probe)).toEqual({ kind: 'reply' })
    appendFileSync(path, '10:01 connection lo')
    expect(await ask(probe)).toEqual({ kind: 'reply' })
    appendFileSync(path, 'st\n')
    expect(await ask(probe)).toEqual({ kind: 'refused', detail: 'connection lost' })
    // Renamed and created.
    appendFileSync(path, '10:02 connected\n')
    renameSync(path, `${path}.1`)
    writeFileSync(path, '10:03 begins\n')
    expect(await ask(probe)).toEqual({ kind: 'reply', detail: 'connected' })
    // Copied and truncated.
    copyFileSync(path, `${path}.2`)
    truncateSync(path)
    appendFileSync(path, 'x\nconnection lost\n')
    expect(await ask(probe)).toMatchObject({ kind: 'refused' })
    // Deleted, and made again later, in UTF-16.
    rmSync(path)
    expect(await ask(probe)).toMatchObject({ kind: 'refused' })
    writeFileSync(path, Buffer.from('\uFEFF10:05 Connected\r\n', 'utf16le'))
    expect(await ask(probe)).toEqual({ kind: 'reply', detail: 'connected' })
  })

  test('that grows by 100 MB at once is read at its end, and costs this program next to nothing', async () => {
    const path = join(folder(), 'rbs.log')
    writeFileSync(path, '')
    const probe = await open(path)
    truncateSync(path, 99_000_000)
    appendFileSync(path, `${`${'x'.repeat(99)}\n`.repeat(10_000)}connection lost\n`)
    const before = process.cpuUsage()
    expect(await ask(probe, 3_000)).toEqual({ kind: 'refused', detail: 'connection lost' })
    const { user, system } = process.cpuUsage(before)
    // Of the processor and not of the clock: whoever else is at work must not count.
    expect((user + system) / 1000).toBeLessThan(20)
  })

  test('on a share that hangs delays no other log, none of our own files, and not our end', async () => {
    const at = folder()
    const probes = opener()
    const well = await open((writeFileSync(join(at, 'well.log'), ''), join(at, 'well.log')), probes)
    // A pipe that nobody writes: its opening hangs in the kernel, as a file on a dead share does.
    const hanging = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => {
      expect(spawnSync('mkfifo', [join(at, name)]).status).toBe(0)
      return probes({ kind: 'log-tail', path: join(at, name), good: ['up'], bad: ['down'] })
    })
    await Promise.all(hanging.map((probe) => probe.open?.(EARS)))
    let answered = 0
    const stuck = hanging.map((probe) => ask(probe).finally(() => answered++))
    appendFileSync(join(at, 'well.log'), 'connection lost\n')
    expect(await ask(well)).toMatchObject({ kind: 'refused' })
    await readFile(join(at, 'well.log'))
    expect(answered).toBe(0)
    expect(await Promise.all(stuck)).toEqual(hanging.map(() => ({ kind: 'timeout', detail: 'no answer' })))
  })
})

test('the log reader ends with a host that is killed, also while a share hangs', async () => {
  const at = folder()
  expect(spawnSync('mkfifo', [join(at, 'log')]).status).toBe(0)
  const module = new URL('../../../electron/host/watch/index.ts', import.meta.url).href
  const clock = new URL('../../../native/transport/clock.ts', import.meta.url).href
  const host = spawn(process.execPath, ['--input-type=module', '-e', `
    const { createLogReader, readerProcess } = await import(${JSON.stringify(module)})
    const { systemClock } = await import(${JSON.stringify(clock)})
    const log = createLogReader({ clock: systemClock, start: () => readerProcess(process.execPath, process.env) }).follow({ path: ${JSON.stringify(join(at, 'log'))}, good: [], bad: [] })
    void log.value.look()
    setTimeout(() => console.log('looking'), 400)
    setInterval(() => undefined, 1000)
  `], { stdio: ['ignore', 'pipe', 'inherit'] })
  ends.push(() => host.kill('SIGKILL'))
  await new Promise((resolve) => { host.stdout.once('data', resolve) })
  const readers = spawnSync('pgrep', ['-P', String(host.pid)], { encoding: 'utf8' }).stdout.trim().split('\n')
  expect(readers).toHaveLength(1)
  const isThere = (): boolean => spawnSync('ps', ['-o', 'stat=', '-p', readers[0] ?? ''], { encoding: 'utf8' }).stdout.trim().replace(/^Z.*/, '') !== ''
  expect(isThere()).toBe(true)
  host.kill('SIGKILL')
  for (const endMs = performance.now() + 3_000; isThere() && performance.now() < endMs;) await new Promise((resolve) => { setTimeout(resolve, 20) })
  expect(isThere()).toBe(false)
})

describe('a program of this machine', () => {
  test('is seen to come and go', async () => {
    const probes = opener()
    const at = folder()
    const name = `rbs-${process.pid}`
    symlinkSync('/bin/sleep', join(at, name))
    const probe = probes({ kind: 'process', name, restartMs: 0 })
    await probe.open?.(EARS)
    expect(await ask(probe)).toEqual({ kind: 'refused', detail: `${name} is not running` })
    const program = spawn(join(at, name), ['60'])
    ends.push(() => program.kill('SIGKILL'))
    await new Promise((resolve) => { program.once('spawn', () => setTimeout(resolve, 850)) })
    expect(await ask(probe)).toEqual({ kind: 'reply' })
    program.kill('SIGKILL')
    await new Promise((resolve) => { program.once('exit', resolve) })
    expect(await ask(probe)).toMatchObject({ kind: 'refused' })
  })
})

describe('a contact behind a terminal server', () => {
  test('is read, and keeps both outputs low', async () => {
    const made = await createSimulatedTerminalServer({ port: 0 })
    if (!made.ok) throw new Error(made.error.detail)
    const server = made.value
    ends.push(() => server.cut())
    const outputs: boolean[] = []
    server.onOutputs(({ rts, dtr }) => outputs.push(rts || dtr))
    server.setInputs({ cts: true, dsr: false, dcd: false })
    const probe = opener()({ kind: 'serial-line', id: 'relay', transport: { kind: 'rfc2217', host: '127.0.0.1', port: server.port }, input: 'cts', good: 'on', debounceMs: 50 })
    await probe.open?.(EARS)
    await until(probe, 'reply', 'CTS on')
    server.setInputs({ cts: false, dsr: false, dcd: false })
    await until(probe, 'refused', 'CTS off')
    expect(outputs).toEqual([])
  })
})
