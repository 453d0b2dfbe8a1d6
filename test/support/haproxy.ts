// Debian's HAProxy as a peer in the bench: how soon a well-kept product sees the same faults. One process, a backend a target,
// its own log of state changes read over UDP. Unpacked, never installed; loopback only.
import { spawn, type ChildProcess } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bindUdp, LOOPBACK } from '../sim/loopback-ports.ts'
import { ensureUnpacked, unpackedPaths, type UnpackedPackage } from './unpacked-debian.ts'

export const HAPROXY: UnpackedPackage = { package: 'haproxy', program: 'usr/sbin/haproxy' }
/** It begins within 0.1 s; a loaded machine may take longer. */
const READY_MS = 10_000
const LOOK_EVERY_MS = 20
const EXIT_MS = 3_000

export interface HaproxyTarget {
  /** Letters, digits and dashes. */
  readonly name: string
  readonly port: number
}

export interface HaproxyChange {
  readonly name: string
  readonly to: 'up' | 'down'
}

export interface Haproxy {
  readonly version: string
  stop(): Promise<void>
}

/**
 * Watches each target by SIP OPTIONS over TCP, a new connection each time: `inter 1s fastinter 250ms fall 3 rise 2`, and
 * `timeout check` as the bound of one question.
 *
 * @param onChange  called as its log comes in
 * @throws with what it said when it does not start: never skipped
 */
export async function startHaproxy(targets: readonly HaproxyTarget[], checkTimeoutMs: number, onChange: (change: HaproxyChange) => void): Promise<Haproxy> {
  await ensureUnpacked(HAPROXY)
  const folder = await mkdtemp(join(tmpdir(), 'haproxy-'))
  const log = createSocket('udp4')
  const bound = await bindUdp(log, 0)
  if (!bound.ok) throw new Error(`${bound.error.code} ${bound.error.detail}`)
  log.on('message', (bytes) => {
    const change = readStateChange(bytes.toString('latin1'))
    if (change) onChange(change)
  })
  const { binary, libraries } = unpackedPaths(HAPROXY)
  const env = { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: libraries }
  const config = join(folder, 'haproxy.cfg')
  const admin = join(folder, 'admin')
  await writeFile(config, configuration({ targets, checkTimeoutMs, logPort: log.address().port, admin }))
  const child = spawn(binary, ['-db', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'], env })
  // A run that ends early must not leave it behind.
  const onExit = (): void => { child.kill('SIGKILL') }
  process.once('exit', onExit)
  const stop = async (): Promise<void> => {
    process.removeListener('exit', onExit)
    await end(child)
    await closed(log)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await ready(child, admin)
    return { version: await versionOf(binary, env), stop }
  } catch (cause) {
    await stop()
    throw cause
  }
}

interface Configured {
  readonly targets: readonly HaproxyTarget[]
  readonly checkTimeoutMs: number
  readonly logPort: number
  readonly admin: string
}

/** Without a socket of its own it has nothing to listen on and does not start. */
function configuration({ targets, checkTimeoutMs, logPort, admin }: Configured): string {
  return [
    'global', '  nbthread 1', `  stats socket ${admin}`, `  log ${LOOPBACK}:${logPort} format raw local0 notice`,
    'defaults', '  mode tcp', '  log global', '  timeout connect 800ms', '  timeout server 10s', '  timeout client 10s', `  timeout check ${checkTimeoutMs}ms`, '  option tcp-check',
    ...targets.flatMap(({ name, port }) => [
      `backend ${name}`, '  tcp-check connect', ...sipOptions(port).map((line) => `  tcp-check send "${line}\\r\\n"`), '  tcp-check expect string SIP/2.0\\ 200',
      `  server s ${LOOPBACK}:${port} check inter 1s fastinter 250ms fall 3 rise 2`,
    ]),
    '',
  ].join('\n')
}

/** Its questions need not differ: a stateless answer carries back what it was asked. */
const sipOptions = (port: number): readonly string[] => [
  `OPTIONS sip:${LOOPBACK}:${port} SIP/2.0`, `Via: SIP/2.0/TCP ${LOOPBACK}:5060;branch=z9hG4bKcheck`, 'Max-Forwards: 70', `From: <sip:check@${LOOPBACK}>;tag=1`,
  `To: <sip:${LOOPBACK}:${port}>`, 'Call-ID: check', 'CSeq: 1 OPTIONS', 'Content-Length: 0', '',
]

/** `Server NAME/s is DOWN, reason: …`: a line of its log at each change. */
export function readStateChange(line: string): HaproxyChange | undefined {
  const found = /Server ([\w-]+)\/s is (UP|DOWN)\b/.exec(line)
  return found?.[1] === undefined ? undefined : { name: found[1], to: found[2] === 'UP' ? 'up' : 'down' }
}

// ── its life ───────────────────────────────────────────────────────────────────────────────

/** Begun: its own socket accepts. */
async function ready(child: ChildProcess, admin: string): Promise<void> {
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-4_000) })
  child.once('error', (error) => { said += error.message })
  for (let left = READY_MS / LOOK_EVERY_MS; left > 0; left--) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`HAProxy ended at once:\n${said}`)
    if (await accepts(admin)) return
    await sleep(LOOK_EVERY_MS)
  }
  throw new Error(`HAProxy has not begun within ${READY_MS} ms:\n${said}`)
}

function accepts(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const finish = (is: boolean): void => {
      socket.destroy()
      resolve(is)
    }
    socket.once('connect', () => finish(true))
    socket.on('error', () => finish(false))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => { child.once('exit', () => resolve()) })
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS)
  await gone
  clearTimeout(timer)
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => { socket.close(() => resolve()) })

function versionOf(binary: string, env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, ['-v'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text })
    child.once('error', reject)
    child.once('close', () => resolve(/version (\d+\.\d+\.\d+)/.exec(said)?.[1] ?? 'unknown'))
  })
}
