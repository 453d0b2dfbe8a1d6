// Debian's Kamailio as the SIP side of an RBS: a real stack that real systems run, with real processes to stop and kill.
// Unpacked, never installed: installing would start a service of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { globSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureUnpacked, unpackedPaths, type UnpackedPackage } from './unpacked-debian.ts'

const KAMAILIO: UnpackedPackage = { package: 'kamailio', program: 'usr/sbin/kamailio' }
const TLS_MODULE: UnpackedPackage = {
  package: 'kamailio-tls-modules',
  program: `usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/kamailio/modules/tls.so`,
}
const HOST = '127.0.0.1'

/** Kamailio answers within 0.3 s of its start; a loaded machine may take longer. */
const READY_MS = 10_000
const EXIT_MS = 5_000
const LOOK_EVERY_MS = 20
const START_TRIES = 5

/** PEM files with which it speaks TLS. */
export interface KamailioTls {
  readonly certificate: string
  readonly key: string
}

export interface Kamailio {
  /** UDP and TCP alike. */
  readonly port: number
  /** 0 without TLS. */
  readonly tlsPort: number
  readonly pid: number
  /** Stops all its processes where they are: ports stay open, nothing answers. */
  hang(): void
  resume(): void
  /** As kill -9 does; resolves when every process is gone, so that the port refuses. */
  kill(): Promise<void>
  /** Kills what runs and starts it anew on the same port; resolves when it answers. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Fetches Kamailio when needed and starts it on a free port. @throws with the cure when it cannot be had: never skipped */
export async function startKamailio(tls?: KamailioTls): Promise<Kamailio> {
  await ensureUnpacked(KAMAILIO)
  if (tls) await ensureUnpacked(TLS_MODULE)
  for (let left = START_TRIES; ; left--) {
    const port = await freePort()
    try {
      return await createKamailio(port, tls && { ...tls, port: await freePort() })
    } catch (cause) {
      // Somebody else may have taken the port between looking and binding.
      if (left <= 1) throw cause
    }
  }
}

async function createKamailio(port: number, tls: (KamailioTls & { readonly port: number }) | undefined): Promise<Kamailio> {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'))
  await writeFile(join(folder, 'kamailio.cfg'), configuration(port) + (tls ? tlsConfiguration(tls) : '') + ROUTE)
  let child = await launch(port, folder)

  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name)
    } catch {
      // Gone already.
    }
  }
  const kill = async (): Promise<void> => {
    signal('SIGKILL')
    await exited(child)
    await until(async () => !(await answers(port)), EXIT_MS, 'Kamailio still answers after it was killed')
  }
  // A test run that ends early must not leave it behind.
  const onExit = (): void => signal('SIGKILL')
  process.once('exit', onExit)

  return {
    port,
    tlsPort: tls?.port ?? 0,
    get pid() {
      return child.pid ?? 0
    },
    hang: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    kill,
    async restart() {
      await kill()
      child = await launch(port, folder)
    },
    async stop() {
      process.removeListener('exit', onExit)
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

// ── running it ─────────────────────────────────────────────────────────────────────────────

/** TCP needs processes of its own, so `fork=no`, which serves the first UDP socket only, will not do. */
const configuration = (port: number): string => `
debug=1
log_stderror=yes
children=1
tcp_children=1
auto_aliases=no
dns=no
rev_dns=no
disable_core_dump=yes
loadmodule "sl.so"
listen=udp:${HOST}:${port}
listen=tcp:${HOST}:${port}
`

/** Its own default is TLS 1.0 and nothing else, which the probe does not speak. */
const tlsConfiguration = ({ port, certificate, key }: KamailioTls & { readonly port: number }): string => `
enable_tls=yes
loadmodule "tls.so"
modparam("tls", "tls_method", "TLSv1.2+")
modparam("tls", "certificate", "${certificate}")
modparam("tls", "private_key", "${key}")
listen=tls:${HOST}:${port}
`

const ROUTE = `
request_route {
  if (method=="OPTIONS") { sl_send_reply("200", "OK"); exit; }
  sl_send_reply("405", "Method Not Allowed");
}
`

async function launch(port: number, folder: string): Promise<ChildProcess> {
  const { root, binary, libraries } = unpackedPaths(KAMAILIO)
  const roots = [root, unpackedPaths(TLS_MODULE).root]
  const modules = roots.flatMap((one) => globSync(join(one, 'usr/lib/*/kamailio/modules'))).join(':')
  const config = join(folder, 'kamailio.cfg')
  // -DD: stay in the foreground, with the worker processes; detached: a process group of its own, so that all can be signalled.
  const child = spawn(binary, ['-DD', '-E', '-f', config, '-L', modules, '-m', '16', '-M', '4', '-w', folder, '-Y', folder], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: '/usr/bin:/bin', LD_LIBRARY_PATH: libraries },
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { said = (said + text).slice(-4_000) })
  const ready = until(() => answers(port), READY_MS, 'Kamailio does not answer')
  const failed = exited(child).then(() => Promise.reject(new Error(`Kamailio ended at once:\n${said}`)))
  try {
    await Promise.race([ready, failed])
  } catch (cause) {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    throw new Error(`${String(cause)}\n${said}`, { cause })
  } finally {
    failed.catch(() => {})
    ready.catch(() => {})
  }
  return child
}

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => { child.once('exit', () => resolve()) })

/** Asks by a request of its own making, so that what is tested does not vouch for itself. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const finish = (answer: boolean): void => {
      clearTimeout(timer)
      socket.removeAllListeners('message')
      socket.close()
      resolve(answer)
    }
    const timer = setTimeout(() => finish(false), 200)
    socket.once('error', () => finish(false))
    socket.once('message', (bytes) => finish(bytes.toString('latin1').startsWith('SIP/2.0 200')))
    socket.once('connect', () => {
      const own = `${HOST}:${socket.address().port}`
      const id = randomUUID()
      socket.send([
        `OPTIONS sip:${HOST}:${port} SIP/2.0`, `Via: SIP/2.0/UDP ${own};branch=z9hG4bK${id}`, 'Max-Forwards: 70',
        `From: <sip:test@${own}>;tag=1`, `To: <sip:${HOST}:${port}>`, `Call-ID: ${id}`, 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', '',
      ].join('\r\n'))
    })
    socket.connect(port, HOST)
  })
}

async function until(holds: () => Promise<boolean>, withinMs: number, complaint: string): Promise<void> {
  const endMs = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`${complaint} within ${withinMs} ms`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** A port that is free for UDP and TCP. */
async function freePort(): Promise<number> {
  for (let left = 20; left > 0; left--) {
    const server = createServer()
    const port = await new Promise<number>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, HOST, () => {
        const address = server.address()
        resolve(typeof address === 'object' && address ? address.port : 0)
      })
    })
    const socket = createSocket('udp4')
    const isFree = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false))
      socket.bind(port, HOST, () => resolve(true))
    })
    socket.close()
    await new Promise<void>((resolve) => { server.close(() => resolve()) })
    if (isFree) return port
  }
  throw new Error('no port is free for UDP and TCP')
}
