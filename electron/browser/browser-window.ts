// The window that shows the page: a browser process of our own, until somebody closes it or the console ends.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Clock } from '../../native/kit/clock.ts'
import { prepareProfile } from './browser-profile.ts'
import { browserArguments, browserPlaces, hasDisplay, type BrowserWindowOptions, type Surroundings } from './browser-command.ts'

export interface BrowserWindow {
  /** Resolves when its process has ended, or never began. */
  readonly closed: Promise<void>
  /** Asks it to close, waits, then kills it. Bounded by CLOSE_MS. */
  close(): Promise<void>
}

const CLOSE_MS = 3000

/** @returns undefined where there is no display or no browser we know */
export function openBrowserWindow(clock: Clock, options: BrowserWindowOptions, surroundings: Surroundings): BrowserWindow | undefined {
  const browser = hasDisplay(surroundings) ? browserPlaces(surroundings).find((place) => existsSync(place)) : undefined
  if (browser === undefined) return undefined
  // Without it the loudspeaker cannot be chosen, and the page says which one it uses.
  prepareProfile(options.profile, new URL(options.address).origin)
  const child = spawn(browser, [...browserArguments(options, surroundings)], { stdio: 'ignore', env: { ...surroundings.environment } })
  const closed = new Promise<void>((resolve) => {
    child.on('exit', () => resolve())
    child.on('error', () => resolve())
  })
  return {
    closed,
    async close() {
      child.kill()
      const kill = clock.after(CLOSE_MS, () => child.kill('SIGKILL'))
      await closed
      kill.cancel()
    },
  }
}
