// The built shell's own life on the stub of Electron: windows, settings that stay, a second start, pages that die, the end.
import { mkdirSync, rmSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Line } from '../../support/electron-stub/wire.ts'
import { openPage, withShells } from '../../support/electron-stub/electron-stage.ts'
import { buildConsole, startStubShell, type BuiltConsole, type StubShell } from '../../support/electron-stub/stub-shell.ts'

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 60_000 })

let built: BuiltConsole
beforeAll(async () => {
  built = await buildConsole()
})
afterAll(() => built.remove())

interface WindowState {
  readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly isVisible: boolean
  readonly isOnTop: boolean
}
const stateOf = (shell: StubShell, view: 'strip' | 'main'): Promise<WindowState> => shell.order<WindowState>('window-state', view)
const optionsOf = (shell: StubShell, number: number): Record<string, unknown> => shell.calls('BrowserWindow.new')[number]?.[1] as Record<string, unknown>

describe.concurrent('the strip', () => {
  it('stands along the top of its display above everything, never takes the focus, and follows displays and height', async () => {
    await withShells(built, async ({ start, site, folder }) => {
      const shell = await start({ args: ['--site', site, '--data', folder, '--display', '2'] })
      const page = await openPage(shell)
      expect(optionsOf(shell, 0)).toMatchObject({
        x: 0, y: 0, width: 1920, height: 72, show: false, frame: false, focusable: false, skipTaskbar: true, alwaysOnTop: true, movable: false, resizable: false,
      })
      const [id] = shell.calls('BrowserWindow.new')[0] ?? []
      expect(shell.calls('BrowserWindow.setAlwaysOnTop')).toEqual([[id, true, 'screen-saver']])
      await shell.order('bridge', 'strip', 'toShell', { packet: 'show', view: 'strip' })
      expect(shell.calls('BrowserWindow.showInactive')).toEqual([[id], [id]])
      expect([...shell.calls('BrowserWindow.show'), ...shell.calls('BrowserWindow.focus')]).toEqual([])
      expect(await shell.order('close-window', 'strip')).toBe(false)

      const left = { id: 7, workArea: { x: 0, y: 24, width: 1920, height: 1056 } }
      const right = { id: 3, workArea: { x: 1920, y: 0, width: 2560, height: 1440 } }
      await shell.order('displays', [left, right])
      expect((await stateOf(shell, 'strip')).bounds).toEqual({ x: 1920, y: 0, width: 2560, height: 72 })
      await page.toShell({ packet: 'prefer', change: { stripRows: 2 } })
      expect((await stateOf(shell, 'strip')).bounds).toEqual({ x: 1920, y: 0, width: 2560, height: 144 })
      await shell.order('displays', [left])
      expect((await stateOf(shell, 'strip')).bounds).toEqual({ x: 0, y: 24, width: 1920, height: 144 })
    })
  })
})

describe.concurrent('the main window', () => {
  it('waits unseen, comes when a page, its key or a second start calls it, and is put away instead of closed', async () => {
    await withShells(built, async ({ start, site, folder }) => {
      const shell = await start({ env: { ELECTRON_STUB_TAKEN_KEYS: 'F14,Control+Shift+F12' } })
      const page = await openPage(shell)
      expect(optionsOf(shell, 1)).toMatchObject({ show: false, width: 1280, height: 900, minWidth: 1024, minHeight: 700 })
      expect((await stateOf(shell, 'main')).isVisible).toBe(false)
      await page.toShell({ packet: 'show', view: 'main' })
      expect((await stateOf(shell, 'main')).isVisible).toBe(true)
      expect(await shell.order('close-window', 'main')).toBe(false)
      expect((await stateOf(shell, 'main')).isVisible).toBe(false)
      await shell.order('press', 'Control+Shift+F10')
      expect(await stateOf(shell, 'main')).toMatchObject({ isVisible: true })
      // What the system gave and what another program has; a key that was taken has its second accelerator.
      expect(page.told.find((packet) => packet.packet === 'shell')?.shell).toMatchObject({
        shell: 'electron', docked: true, globalKeys: { switch: 'F13', back: 'Shift+F13', 'show-main': 'Control+Shift+F10' }, keysRefused: { report: 'taken' },
      })

      const second = await start()
      expect(await second.ended).toBe(0)
      expect(second.calls('BrowserWindow.new')).toEqual([])
      await shell.until('it shows itself', () => shell.calls('BrowserWindow.show').length === 3)
      const third = await start({ args: ['--quit', '--site', site, '--data', folder] })
      expect(await third.ended).toBe(0)
      expect(await shell.ended).toBe(0)
      expect(shell.calls('utilityProcess.exit')).toEqual([[0, null]])
    })
  })
})

describe.concurrent('settings', () => {
  it('survive a shutdown of the computer, as far as they are sound', async () => {
    await withShells(built, async ({ start }) => {
      const first = await start()
      const page = await openPage(first)
      await page.toShell({ packet: 'prefer', change: { theme: 'day', volume: 40 } })
      await first.until('every page hears of it', () => page.told.some((packet) => packet.packet === 'preferences' && packet.preferences.theme === 'day'))
      await first.order('bridge', 'strip', 'toShell', { packet: 'prefer', change: { volume: 4000 } })
      await first.order('move-window', 'main', { x: 40, y: 50, width: 1300, height: 910 })
      await new Promise((resolve) => setTimeout(resolve, 700)) // the window's place is kept half a second after its last move
      expect(await first.order('power-event', 'shutdown')).toBe(true)
      expect(await first.ended).toBe(0)
      expect(first.calls('utilityProcess.exit')).toEqual([[0, null]])

      const second = await start()
      const next = await openPage(second)
      expect(next.told.find((packet) => packet.packet === 'preferences')).toMatchObject({ preferences: { theme: 'day', volume: 40 } })
      expect(optionsOf(second, 1)).toMatchObject({ x: 40, y: 50, width: 1300, height: 910 })
    })
  })
})

describe.concurrent('a page', () => {
  it('that crashes is loaded anew, and later each time; one that hangs is ended first', async () => {
    await withShells(built, async ({ start }) => {
      const shell = await start()
      await openPage(shell)
      const loads = (): number => shell.calls('BrowserWindow.loadURL').filter(([, url]) => String(url).includes('view=strip')).length
      const began = performance.now()
      await shell.order('crash-page', 'strip')
      await shell.until('loaded anew', () => loads() === 2)
      expect(performance.now() - began).toBeGreaterThanOrEqual(240)
      const page = await openPage(shell)
      await shell.until('it works again', () => page.topic('site').site !== undefined)
      const again = performance.now()
      await shell.order('window-event', 'strip', 'unresponsive')
      expect(shell.calls('webContents.forcefullyCrashRenderer')).toHaveLength(1)
      await shell.until('loaded anew', () => loads() === 3)
      expect(performance.now() - again).toBeGreaterThanOrEqual(490)
    })
  })
})

describe.concurrent('the end', () => {
  /** The calls that say in which order things ended. */
  const ENDING = new Set(['utilityProcess.postMessage', 'utilityProcess.exit', 'globalShortcut.unregisterAll', 'powerSaveBlocker.stop', 'BrowserWindow.closed', 'app.exit'])
  const isStop = ({ call, args }: Line): boolean => call === 'utilityProcess.postMessage' && (args[0] as { readonly packet: string }).packet === 'stop'
  const ending = (lines: readonly Line[]): readonly string[] => lines.slice(lines.findIndex(isStop)).filter(({ call }) => ENDING.has(call)).map(({ call }) => call)

  it('by SIGTERM comes in order: the host first, then keys and windows, then the process; the record is whole', async () => {
    await withShells(built, async ({ start, verify }) => {
      const shell = await start()
      const page = await openPage(shell)
      await shell.until('topics', () => page.topic('record').record !== undefined)
      shell.kill('SIGTERM')
      expect(await shell.ended).toBe(0)
      expect(ending(shell.lines)).toEqual([
        'utilityProcess.postMessage', 'utilityProcess.exit', 'globalShortcut.unregisterAll', 'powerSaveBlocker.stop', 'BrowserWindow.closed', 'BrowserWindow.closed', 'app.exit',
      ])
      expect(shell.calls('utilityProcess.exit')).toEqual([[0, null]])
      expect(page.hostStates.at(-1)).toBe('ended')
      expect(verify().findings).toEqual([])
    })
  })
})

describe('an installation without its page', () => {
  it('says so by the one dialog there is, in both languages, and starts no host', async () => {
    const page = join(built.folder, 'dist/page')
    const away = join(built.folder, 'dist/away')
    const data = join(built.folder, 'no-page')
    mkdirSync(data)
    renameSync(page, away)
    try {
      const shell = await startStubShell({ console: built, args: ['--data', data] })
      expect(await shell.ended).toBe(70)
      expect(await shell.stop()).toContain('no page in')
      const [[title, text] = []] = shell.calls('dialog.showErrorBox')
      expect(title).toBe('Achterwacht')
      expect(text).toMatch(/gebruik RBS zelf[^]*use the RBS itself/)
      expect(shell.calls('utilityProcess.fork')).toEqual([])
    } finally {
      renameSync(away, page)
      rmSync(data, { recursive: true })
    }
  })
})
