// What the shell keeps between starts, by electron-store: preferences, bounds of the main window, display of the strip.
// Each part is parsed by its schema when it is read; what is broken costs that part, never the start.
import { ipcMain } from 'electron'
import Store from 'electron-store'
import { z } from 'zod'
import { changePreferences, readPreferences, type Preferences, type PreferencesChange } from '../contract/preferences.ts'
import { boundsSchema, type Bounds } from './rules/placement.ts'

export interface KeptSettings {
  readonly preferences: Preferences
  prefer(change: PreferencesChange): Preferences
  readonly mainBounds: Bounds | undefined
  keepMainBounds(bounds: Bounds): void
  /** From left to right, from 1. */
  readonly stripDisplay: number | undefined
  keepStripDisplay(display: number): void
}

/** The file's name under Electron's userData, without `.json`. */
const FILE = 'shell'
/** electron-store answers it to whoever asks, with no look at the sender. */
const STORE_CHANNEL = 'electron-store-get-data'

/** @param onFailure  a disk that is full: what was set holds until the end of this run */
export function openKeptSettings(onFailure: (cause: unknown) => void): KeptSettings {
  const store = new Store<Record<string, unknown>>({ name: FILE, clearInvalidConfig: true })
  ipcMain.removeAllListeners(STORE_CHANNEL)
  let preferences = readPreferences(store.get('preferences'))
  const keep = (name: string, value: unknown): void => {
    try {
      store.set(name, value)
    } catch (cause) {
      onFailure(cause)
    }
  }
  return {
    get preferences() {
      return preferences
    },
    prefer(change) {
      preferences = changePreferences(preferences, change)
      keep('preferences', preferences)
      return preferences
    },
    get mainBounds() {
      return boundsSchema.optional().catch(undefined).parse(store.get('mainBounds'))
    },
    keepMainBounds: (bounds) => keep('mainBounds', bounds),
    get stripDisplay() {
      return z.number().int().min(1).optional().catch(undefined).parse(store.get('stripDisplay'))
    },
    keepStripDisplay: (display) => keep('stripDisplay', display),
  }
}
