// The real browser with the command line that opens a window: it enters, connects, and says nothing to anybody else.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { browserArguments } from '../../../electron/browser/browser-command.ts'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { eventually } from '../../contract/eventually.ts'
import { openTestShell } from '../../support/browser-stage.ts'

const CHROMIUM = '/usr/bin/chromium'
/** Browsers ask their makers for news within the first seconds. */
const WATCH_MS = 3000
const LOOK_MS = 20

/** Where the sockets of these processes lead, as proc(5) writes it: hex address and port. */
function farEnds(pids: readonly number[]): readonly string[] {
  const inodes = new Set(pids.flatMap(socketsOf))
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8').split('\n').slice(1).flatMap((line) => {
      const [, , far = '', state, , , , , , inode] = line.trim().split(/\s+/)
      return inode !== undefined && inodes.has(inode) && state !== LISTENING ? [`${kind} ${far}`] : []
    }),
  )
}
const LISTENING = '0A'
/** 127.0.0.1, bytes turned round. */
const LOOPBACK = 'tcp 0100007F:'

function socketsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1] ?? [])
  } catch {
    return [] // it ended meanwhile
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** A process and everything below it. */
function familyOf(root: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)
  const family = [root]
  for (const one of family) family.push(...all.filter((pid) => parentOf(pid) === one))
  return family
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}

test('the window enters, connects within the policy, and no packet of the browser leaves loopback', () =>
  withFolder('window', async (folder) => {
    const shell = await openTestShell(folder)
    let askedOfProxy = 0
    const proxy = createServer((socket) => {
      askedOfProxy += 1
      socket.on('error', () => {})
      socket.destroy()
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port: proxyPort } = proxy.address() as AddressInfo
    const args = browserArguments({ address: shell.newAddress(), profile: join(folder, 'browser') }, { isRoot: process.getuid?.() === 0 })
    // The dead proxy of the product, but one that counts who would have left.
    const counted = args.map((one) => (one.startsWith('--proxy-server=') ? `--proxy-server=127.0.0.1:${proxyPort}` : one))
    const browser = spawn(CHROMIUM, [...counted, '--headless', '--disable-gpu'], { stdio: 'ignore' })
    try {
      await eventually(() => shell.pages === 1, 40_000, 'the page is connected')
      const seen = new Set<string>()
      const until = performance.now() + WATCH_MS
      while (performance.now() < until) {
        for (const end of farEnds(familyOf(browser.pid ?? 0))) seen.add(end)
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
      const ours = `0100007F:${shell.port.toString(16).toUpperCase().padStart(4, '0')}`
      // The watch sees: the page's own connection is among them.
      expect([...seen]).toContain(`tcp ${ours}`)
      expect([...seen].filter((end) => !end.startsWith(LOOPBACK))).toEqual([])
      expect(askedOfProxy).toBe(0)
    } finally {
      browser.kill('SIGKILL')
      proxy.close()
      await shell.close()
    }
  }), 60_000)
