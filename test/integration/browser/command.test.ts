// The browser shell as a command: its address, a second start, a port that is not free, a window, an orderly end.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runElectron } from '../../../electron/cli/run/electron.ts'
import type { DemoAction, DemoView } from '../../../electron/contract/demo.ts'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { eventually } from '../../contract/eventually.ts'
import { writePage } from '../../support/browser-stage.ts'
import { withStage, type Stage } from '../../support/console-stage.ts'
import { enter, openPage, request } from '../../support/page-client.ts'

const LAUNCHER = fileURLToPath(new URL('../../support/page-launcher.ts', import.meta.url))
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]{43}\n/g
const PATIENCE_MS = 20_000

const children = new Set<ChildProcess>()

let stage: Stage
let page = ''
let end = (): void => {}
let ended: Promise<void>
beforeAll(async () => {
  const opened = Promise.withResolvers<void>()
  ended = withStage({}, async (given) => {
    stage = given
    page = await writePage(stage.folder)
    await new Promise<void>((resolve) => {
      end = resolve
      opened.resolve()
    })
  })
  await Promise.race([opened.promise, ended])
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  end()
  await ended
})

interface Started {
  readonly child: ChildProcess
  readonly out: string
  readonly err: string
  /** Every address it has given. */
  readonly addresses: readonly string[]
  ended(): Promise<number | null>
}

function start({ data = 'data', site = stage.site, port = 0, browserPath }: { data?: string; site?: string; port?: number; browserPath?: string } = {}): Started {
  const child = spawn(process.execPath, [LAUNCHER, site, join(stage.folder, data), page, String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...(browserPath === undefined ? {} : { TEST_BROWSER_PATH: browserPath }) },
  })
  children.add(child)
  let [out, err] = ['', '']
  child.stdout.on('data', (bytes) => (out += String(bytes)))
  child.stderr.on('data', (bytes) => (err += String(bytes)))
  const exited = once(child, 'close') as Promise<[number | null]>
  return {
    child,
    get out() {
      return out
    },
    get err() {
      return err
    },
    get addresses() {
      return (out.match(ADDRESS) ?? []).map((line) => line.trim())
    },
    ended: async () => (await exited)[0],
  }
}
const addressAfter = async (started: Started, count = 1): Promise<string> => {
  // The address comes on standard output, what to do with it on the other one.
  await eventually(() => started.addresses.length >= count && started.err.split('open dit adres').length > count, PATIENCE_MS, `address ${count}`)
  return started.addresses[count - 1] ?? ''
}

// Beside each other: they mostly wait for a process to start or to end.
describe.concurrent('the console in a browser', () => {
  it('gives an address, a new one for each Enter, tells pages that it ends, and ends', async () => {
    const started = start({ data: 'first' })
    const first = await addressAfter(started)
    expect(started.out).toBe(`${first}\n`)
    expect(started.err).toMatch(/^achterwacht: open dit adres binnen 60 s .* \/ open this address within 60 s /)
    const client = await openPage(Number(new URL(first).port), await enter(first))
    await eventually(() => client.topic('site').site !== undefined, PATIENCE_MS)
    started.child.stdin?.write('\n')
    const second = await addressAfter(started, 2)
    expect(second).not.toBe(first)
    await enter(second)
    started.child.kill('SIGTERM')
    expect(await started.ended()).toBe(0)
    await eventually(() => client.closed !== undefined)
    expect([client.last('host-state')?.state, client.closed]).toEqual([{ host: 'ended' }, 1001])
    for (const file of ['log/achterwacht.log', 'preferences.json']) {
      const text = await readFile(join(stage.folder, 'first', file), 'utf8').catch(() => '')
      expect(text).not.toMatch(/token=/)
    }
  })

  it('says that it runs here already, by its port or by its record, and leaves the first one alone', async () => {
    const first = start()
    const address = await addressAfter(first)
    const port = Number(new URL(address).port)
    const samePort = start({ port, data: 'other' })
    const sameRecord = start()
    expect(await samePort.ended()).toBe(3)
    expect(samePort.err).toBe('achterwacht: Achterwacht draait hier al. Gebruik dat venster / Achterwacht already runs here. Use that window\n')
    expect(await sameRecord.ended()).toBe(3)
    expect(sameRecord.err).toContain('Achterwacht draait hier al. Gebruik dat venster')
    expect(samePort.out).toBe('')
    expect((await request(port, new URL(address).pathname + new URL(address).search)).status).toBe(303)
    first.child.kill('SIGTERM')
    expect(await first.ended()).toBe(0)
  })

  it('names a port that another program has, and the way round', async () => {
    const other = createServer((socket) => socket.destroy())
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const started = start({ port, data: 'port' })
    expect(await started.ended()).toBe(3)
    expect(started.err).toMatch(new RegExp(`^achterwacht: poort ${port} is in gebruik door een ander programma.* --port NUMMER / port ${port} is in use .* --port NUMBER\n$`))
    other.close()
  })

  it('opens a window, and when that is closed works on with a new address', async () => {
    const folder = join(stage.folder, 'browsers')
    const lines = join(folder, 'arguments')
    await mkdir(folder)
    await writeFile(join(folder, 'chromium'), `#!/bin/sh\nfor one in "$@"; do echo "$one" >> '${lines}'; done\nexec /bin/sleep 0.3\n`)
    await chmod(join(folder, 'chromium'), 0o755)
    const started = start({ browserPath: folder, data: 'window' })
    const after = await addressAfter(started)
    const given = (await readFile(lines, 'utf8')).split('\n')
    expect(started.err).toMatch(/^achterwacht: venster geopend[^\n]*\nachterwacht: venster gesloten, Achterwacht werkt door \/ [^\n]*\nachterwacht: open dit adres/)
    const [opened = ''] = given
    expect(opened).toMatch(/^--app=http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]{43}$/)
    expect(given).toContain(`--user-data-dir=${join(stage.folder, 'window', 'browser')}`)
    for (const address of [opened.slice('--app='.length), after]) await enter(address)
    started.child.kill('SIGTERM')
    expect(await started.ended()).toBe(0)
  })
})

describe('a console that cannot start', () => {
  it('says why a site file keeps it from starting, and opens nothing', async () => {
    const site = join(stage.folder, 'broken.yaml')
    await writeFile(site, 'format: 1\n')
    const started = start({ site, data: 'broken' })
    expect(await started.ended()).toBe(3)
    expect(started.out).toBe('')
    expect(started.err).toContain('Achterwacht kan niet starten: werkplekbestand fout')
  })
})

describe('the console in Electron', () => {
  /** A program that does what the Electron shell promises, on this Node. */
  const SHELL = `
    process.send({ packet: 'break', action: { what: 'rbs', to: 'explodes' } })
    process.send({ packet: 'break', action: { what: 'rbs', to: 'hangs' } })
    const told = []
    process.on('message', (packet) => {
      told.push(packet)
      if (told.length === 2) require('node:fs').writeFileSync(process.argv[3], JSON.stringify({ argv: process.argv.slice(2), runAsNode: 'ELECTRON_RUN_AS_NODE' in process.env, told }), () => {})
      if (told.length === 2) process.exit(5)
    })`

  it('gets site, data and the demo, breaks it by packet, and passes its exit code on', () =>
    withFolder('electron', async (folder) => {
      const main = join(folder, 'main.cjs')
      const seen = join(folder, 'seen')
      await writeFile(main, SHELL)
      const asked: DemoAction[] = []
      let tell: (view: DemoView) => void = () => {}
      const demo = {
        view: { state: { rbs: 'works' }, cannot: {} } as DemoView,
        perform: (action: DemoAction) => {
          asked.push(action)
          demo.view = { state: { rbs: 'hangs' }, cannot: {} }
          tell(demo.view)
          return Promise.resolve()
        },
        onChange: (listener: typeof tell) => ((tell = listener), () => {}),
      }
      const surroundings = { platform: 'linux', environment: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, isRoot: false } as const
      const code = await runElectron({ electron: { binary: process.execPath, main }, site: seen, data: folder, surroundings, err: () => {}, demo })
      expect([code, asked]).toEqual([5, [{ what: 'rbs', to: 'hangs' }]])
      expect(JSON.parse(await readFile(seen, 'utf8'))).toEqual({
        argv: ['--site', seen, '--data', folder],
        runAsNode: false,
        told: [{ packet: 'demo', demo: { state: { rbs: 'works' }, cannot: {} } }, { packet: 'demo', demo: { state: { rbs: 'hangs' }, cannot: {} } }],
      })
    }))

  it('is said not to have started where its binary does not run', () =>
    withFolder('electron', async (folder) => {
      const surroundings = { platform: 'linux', environment: {}, isRoot: false } as const
      expect(await runElectron({ electron: { binary: join(folder, 'electron'), main: 'main.js' }, site: 'a', data: 'b', surroundings, err: () => {} })).toBe(127)
    }))
})
