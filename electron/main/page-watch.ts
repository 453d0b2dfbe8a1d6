// A page that crashed, hangs or did not load is loaded anew: its window stands above everything and must say something true.
import type { BrowserWindow } from 'electron'
import type { Clock, Timer } from '../contract/clock.ts'
import { againMs, CALM_MS } from './rules/restart-machine.ts'

const PAGE_AGAIN_MS = [250, 500, 1000, 2000, 5000] as const
const ABORTED = -3 // a load that another one replaced; Chromium's net error list

/** @returns ends the watching; a window that closes ends it too */
export function watchPage(clock: Clock, window: BrowserWindow, load: () => void): () => void {
  let attempt = 0
  let timer: Timer | undefined
  let calm: Timer | undefined
  const again = (): void => {
    timer?.cancel()
    calm?.cancel()
    timer = clock.after(againMs(PAGE_AGAIN_MS, attempt), () => {
      if (!window.isDestroyed()) load()
    })
    attempt += 1
  }
  const { webContents } = window
  webContents.on('render-process-gone', again)
  webContents.on('did-fail-load', (_event, ...[code, , , isMainFrame]) => {
    if (isMainFrame && code !== ABORTED) again()
  })
  webContents.on('did-finish-load', () => {
    calm?.cancel()
    calm = clock.after(CALM_MS, () => (attempt = 0))
  })
  // It hangs: nothing it shows can be believed. Ending it brings it back.
  window.on('unresponsive', () => webContents.forcefullyCrashRenderer())
  const end = (): void => {
    timer?.cancel()
    calm?.cancel()
  }
  window.on('closed', end)
  return end
}
