// The page for whoever writes a heartbeat is true: its shell example keeps a probe alive, and stops when the program it asks for does.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PushedResult } from '../../../electron/host/watch/probe.ts'
import { openHeartbeatProbe } from '../../../electron/host/watch/probes/heartbeat.ts'
import { readBeat } from '../../../electron/host/watch/probes/beat.ts'
import { loadSite } from '../../../electron/host/site/load.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'
import { systemClock } from '../../../native/transport/clock.ts'

const page = readFileSync(new URL('../../../resources/docs/heartbeat.md', import.meta.url), 'utf8')
const example = (language: string): string => new RegExp(`\`\`\`${language}\n([^\`]*)\`\`\``).exec(page)?.[1] ?? ''

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const address = server.address()
  await new Promise<void>((resolve) => { server.close(() => resolve()) })
  return typeof address === 'object' && address ? address.port : 0
}

test('the shell example beats with rising numbers while its program runs, and no longer', async () => {
  const port = await freePort()
  const opened = openHeartbeatProbe({ kind: 'heartbeat', transport: 'udp', host: '127.0.0.1', port, everyMs: 1_000 }, { clock: systemClock, settings: DEFAULT_WATCH_SETTINGS })
  if (!opened.ok) throw new Error(opened.error.detail)
  const pushed: PushedResult[] = []
  await opened.value.open?.({ push: (one) => pushed.push(one), suspect: () => undefined, lost: () => undefined })
  const replies = (): number => pushed.filter(({ result }) => result.kind === 'reply').length
  const until = async (holds: () => boolean): Promise<void> => {
    for (const endMs = performance.now() + 3_000; !holds() && performance.now() < endMs;) await new Promise((resolve) => { setTimeout(resolve, 10) })
    expect(holds()).toBe(true)
  }
  expect(example('sh')).toContain('sleep 1')
  // As it stands, but faster and with a program of our own to ask for.
  const folder = mkdtempSync(join(tmpdir(), 'heartbeat-'))
  const name = `rbs-${process.pid}`
  symlinkSync('/bin/sleep', join(folder, name))
  const program = spawn(join(folder, name), ['60'])
  const script = example('sh').replace('sleep 1', 'sleep 0.1').replace('45070', String(port)).replace('rbs-core', name).replace('%s)', '%s%N | cut -c1-12)')
  const shell = spawn('bash', ['-c', script], { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    await until(() => replies() >= 3)
    program.kill()
    await new Promise((resolve) => { program.once('exit', resolve) })
    await new Promise((resolve) => { setTimeout(resolve, 300) })
    const last = replies()
    await new Promise((resolve) => { setTimeout(resolve, 500) })
    expect(replies()).toBe(last)
  } finally {
    shell.kill()
    program.kill()
    await opened.value.close()
    rmSync(folder, { recursive: true })
  }
})

test('every line that the page shows is a beat, and its piece of site file is right', () => {
  const lines = example('').trim().split('\n')
  expect(lines).toHaveLength(4)
  for (const line of lines) expect(readBeat(line, line.includes('TOKEN') ? 'TOKEN' : undefined), line).toBeDefined()
  expect(example('powershell')).toContain('beat $([DateTimeOffset]::UtcNow.ToUnixTimeSeconds())')
  const correct = readFileSync(new URL('../../unit/site/correct.yaml', import.meta.url), 'utf8')
  const probe = /- (\{ id: rbs-heartbeat.*\})/.exec(example('yaml'))?.[1] ?? ''
  const site = correct.replace(/\{ id: rbs-heartbeat[^}]*\}/, () => probe)
  expect(site).not.toBe(correct)
  expect(loadSite(site, 'site.yaml')).toMatchObject({ ok: true })
})
