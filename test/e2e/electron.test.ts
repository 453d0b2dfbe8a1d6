// The shell in real Electron, wherever its binary lies: what the stub cannot show. Without it, that it is looked for and not
// fetched.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { describe, expect, it, vi } from 'vitest'
import { withStage } from '../support/console-stage.ts'
import { buildConsole } from '../support/electron-stub/stub-shell.ts'
import { findElectronBinary } from '../support/electron-binary.ts'

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 120_000 })

describe('the binary of Electron', () => {
  it('is found by its file, on each system by its own name', () => {
    const place = mkdtempSync(join(tmpdir(), 'achterwacht-binary-'))
    try {
      const folder = pathToFileURL(`${place}/dist/`)
      expect([findElectronBinary('linux', folder), findElectronBinary('win32', folder)]).toEqual([undefined, undefined])
      mkdirSync(join(place, 'dist'))
      writeFileSync(join(place, 'dist/electron'), '')
      expect([findElectronBinary('linux', folder), findElectronBinary('win32', folder)]).toEqual([join(place, 'dist/electron'), undefined])
      writeFileSync(join(place, 'dist/electron.exe'), '')
      expect(findElectronBinary('win32', folder)).toBe(join(place, 'dist/electron.exe'))
    } finally {
      rmSync(place, { recursive: true })
    }
  })

  it('is looked for without loading the package, whose import would fetch it', () => {
    const detect = fileURLToPath(new URL('../support/electron-binary.ts', import.meta.url))
    const probe = `
      import { registerHooks } from 'node:module'
      registerHooks({ resolve(name, context, next) { if (/^electron(?:\\/|$)/.test(name)) throw new Error('LOADED ' + name); return next(name, context) } })
      const { findElectronBinary } = await import(${JSON.stringify(pathToFileURL(detect).href)})
      console.log(JSON.stringify(findElectronBinary() ?? null))
      await import('electron').then(() => console.log('not watched'), () => console.log('watched'))`
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', probe], { encoding: 'utf8' })
    expect(stderr).not.toContain('LOADED')
    expect(stdout.trim().split('\n')).toEqual([JSON.stringify(findElectronBinary() ?? null), 'watched'])
  })
})

const binary = findElectronBinary()
if (binary !== undefined) {
  describe('the shell in Electron', () => {
    it('shows the strip, keeps the main window for later, shuts pages in, and ends with its host', async () => {
      const built = await buildConsole()
      try {
        await withStage({}, async ({ site, folder, verify }) => {
          const isRoot = process.getuid?.() === 0
          const app = await _electron.launch({ executablePath: binary, args: [...(isRoot ? ['--no-sandbox'] : []), join(built.folder, 'dist/main/main.js'), '--site', site, '--data', folder] })
          try {
            await shutIn(await pageOf(app, 'strip'))
            expect(await windowsOf(app)).toEqual([
              { view: 'main', isVisible: false, isOnTop: false, isFocusable: true },
              { view: 'strip', isVisible: true, isOnTop: true, isFocusable: false },
            ])
          } finally {
            await app.close()
          }
          expect(verify().findings).toEqual([])
        })
      } finally {
        built.remove()
      }
    })
  })
}

async function pageOf(app: ElectronApplication, view: string): Promise<Page> {
  const ours = (page: Page): boolean => new URL(page.url()).searchParams.get('view') === view
  return app.windows().find(ours) ?? app.waitForEvent('window', ours)
}

/** What Chromium itself enforces in the page. */
async function shutIn(page: Page): Promise<void> {
  const found = await page.evaluate(async () => {
    const bridge = (globalThis as unknown as { readonly achterwacht: { onShell(listener: (packet: { readonly packet: string; readonly state?: { readonly host: string } }) => void): void; connect(): void } }).achterwacht
    const running = new Promise((resolve) => bridge.onShell((packet) => packet.packet === 'host-state' && packet.state?.host === 'running' && resolve('running')))
    const port = new Promise<MessagePort>((resolve) => addEventListener('message', (event) => event.ports[0] && resolve(event.ports[0])))
    bridge.connect()
    const first = port.then((one) => new Promise((resolve) => {
      one.addEventListener('message', ({ data }: MessageEvent<{ readonly packet: string }>) => resolve(data.packet))
      one.start()
      one.postMessage({ packet: 'subscribe', topics: ['site'] })
    }))
    const refused = (what: Promise<unknown>): Promise<string> => what.then(() => 'allowed', () => 'refused')
    return {
      origin: location.origin,
      node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')],
      host: await running,
      first: await first,
      fetched: await refused(fetch('http://127.0.0.1/')),
      recorded: await refused(navigator.mediaDevices.getUserMedia({ audio: true })),
      opened: window.open('https://example.org/'),
    }
  })
  expect(found).toMatchObject({ origin: 'app://achterwacht', node: ['undefined', 'undefined'], host: 'running', fetched: 'refused', recorded: 'refused', opened: null })
  expect(['snapshot', 'pulse']).toContain(found.first)
}

interface WindowFacts {
  readonly view: string | null
  readonly isVisible: boolean
  readonly isOnTop: boolean
  readonly isFocusable: boolean
}

const windowsOf = (app: ElectronApplication): Promise<readonly WindowFacts[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map((window) => ({
        view: new URL(window.webContents.getURL()).searchParams.get('view'),
        isVisible: window.isVisible(),
        isOnTop: window.isAlwaysOnTop(),
        isFocusable: window.isFocusable(),
      }))
      .toSorted((a, b) => String(a.view).localeCompare(String(b.view))),
  )
