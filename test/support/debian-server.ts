// A server of Debian, unpacked and never installed, run in the foreground on loopback: a real peer for a probe.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createSocket } from 'node:dgram'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureUnpacked, unpackedPaths, type UnpackedPackage } from './unpacked-debian.ts'

const HOST = '127.0.0.1'
const READY_MS = 10_000
const EXIT_MS = 5_000
const LOOK_EVERY_MS = 10
const START_TRIES = 3

export interface DebianServer {
  readonly port: number
  hang(): void
  resume(): void
  /** As kill -9 does; resolves when it is gone. */
  kill(): Promise<void>
  stop(): Promise<void>
}

interface Recipe {
  readonly wanted: UnpackedPackage
  readonly config: (port: number, folder: string) => string
  readonly args: (config: string) => readonly string[]
  /** What it writes when it listens. */
  readonly ready: RegExp
}

/** @throws with the cure when it cannot be had: never skipped */
async function startServer(recipe: Recipe): Promise<DebianServer> {
  await ensureUnpacked(recipe.wanted)
  for (let left = START_TRIES; ; left--) {
    try {
      return await launch(recipe, await freeUdpPort())
    } catch (cause) {
      // Somebody else may have taken the port between looking and binding.
      if (left <= 1) throw cause
    }
  }
}

async function launch({ wanted, config, args, ready }: Recipe, port: number): Promise<DebianServer> {
  const folder = await mkdtemp(join(tmpdir(), `${wanted.package}-`))
  const file = join(folder, 'server.conf')
  await writeFile(file, config(port, folder))
  const { binary, libraries } = unpackedPaths(wanted)
  const child = spawn(binary, args(file), { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: libraries } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-4_000) })
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null
  child.once('error', (error) => { said += error.message })
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    const endMs = performance.now() + EXIT_MS
    while (!gone() && performance.now() < endMs) await sleep(LOOK_EVERY_MS)
  }
  const onExit = (): void => { child.kill('SIGKILL') }
  process.once('exit', onExit)
  const endMs = performance.now() + READY_MS
  while (!ready.test(said)) {
    if (gone() || child.pid === undefined || performance.now() > endMs) {
      await kill()
      throw new Error(`${wanted.package} does not start:\n${said}`)
    }
    await sleep(LOOK_EVERY_MS)
  }
  return {
    port,
    hang: () => { child.kill('SIGSTOP') },
    resume: () => { child.kill('SIGCONT') },
    kill,
    async stop() {
      process.removeListener('exit', onExit)
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, HOST, resolve)
  })
  const { port } = socket.address()
  await new Promise<void>((resolve) => { socket.close(() => resolve()) })
  return port
}

// ── the servers ────────────────────────────────────────────────────────────────────────────

/** @param lines  of its configuration: `address=/rbs.example/10.0.0.5` */
export const startDnsmasq = (lines: readonly string[]): Promise<DebianServer> => startServer({
  wanted: { package: 'dnsmasq-base', program: 'usr/sbin/dnsmasq' },
  config: (port) => [`port=${port}`, `listen-address=${HOST}`, 'bind-interfaces', 'no-resolv', 'no-hosts', `user=${userInfo().username}`, 'group=', ...lines, ''].join('\n'),
  args: (file) => ['--no-daemon', '--pid-file=', `--conf-file=${file}`],
  ready: /started, version/,
})

/** Tells the time of this machine, and never sets it. @param lines  of its configuration: `local stratum 10` */
export const startChrony = (lines: readonly string[]): Promise<DebianServer> => startServer({
  wanted: { package: 'chrony', program: 'usr/sbin/chronyd' },
  config: (port, folder) => [`port ${port}`, 'cmdport 0', `bindaddress ${HOST}`, `allow ${HOST}`, `pidfile ${join(folder, 'pid')}`, ...lines, ''].join('\n'),
  args: (file) => ['-d', '-x', '-U', '-u', userInfo().username, '-f', file],
  ready: /Disabled control of system clock/,
})

const IPUTILS: UnpackedPackage = { package: 'iputils-ping', program: 'bin/ping' }

/** @returns the path of Debian's `ping` */
export async function unpackedPing(): Promise<string> {
  await ensureUnpacked(IPUTILS)
  return unpackedPaths(IPUTILS).binary
}
