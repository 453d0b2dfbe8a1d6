// What a person set for this workstation, kept in the data folder. Losing it costs a preference, never the console.
import { join } from 'node:path'
import { z } from 'zod'
import { changePreferences, readPreferences, type Preferences, type PreferencesChange } from '../contract/preferences.ts'
import { createSmallFile } from '../host/devices/small-file.ts'

export interface BrowserPreferences {
  readonly now: Preferences
  change(change: PreferencesChange): Preferences
}

export const PREFERENCES_FILE = 'preferences.json'

/** @param onFailure  told when the disk refuses; the change then holds until the end of this process */
export function openPreferences(dataFolder: string, onFailure: (cause: string) => void): BrowserPreferences {
  // Any JSON will do: what of it is still valid is kept, part by part.
  const file = createSmallFile(join(dataFolder, PREFERENCES_FILE), z.unknown(), onFailure)
  const kept = file.read()
  let now = readPreferences(kept.found === 'value' ? kept.value : undefined)
  return {
    get now() {
      return now
    },
    change(change) {
      now = changePreferences(now, change)
      file.write(now)
      return now
    },
  }
}
