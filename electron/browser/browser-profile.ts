// The profile of the console's own browser window. Chromium names loudspeakers only to a page that may use a microphone, so
// our address gets that permission, in our own profile and nowhere else. The page never opens a microphone; a test of the
// house looks for that. Nor does the window offer to translate the page: that bubble covers the clock.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Chromium's own value for allowed (CONTENT_SETTING_ALLOW). */
const ALLOW = 1
const FOLDER = 'Default'
const FILE = 'Preferences'

type Tree = { [key: string]: unknown }

/**
 * Lets the page at this address choose a loudspeaker, and nobody translate it. Only while no browser has the profile open.
 *
 * @param origin  `http://127.0.0.1:24112`
 * @returns why it could not be kept; the console then sounds on the system's default
 */
export function prepareProfile(profile: string, origin: string): string | undefined {
  const path = join(profile, FOLDER, FILE)
  try {
    mkdirSync(join(profile, FOLDER), { recursive: true })
    const preferences = readTree(path)
    const places = branch(branch(branch(branch(preferences, 'profile'), 'content_settings'), 'exceptions'), 'media_stream_mic')
    places[`${origin},*`] = { setting: ALLOW }
    branch(preferences, 'translate')['enabled'] = false
    writeFileSync(`${path}.new`, JSON.stringify(preferences))
    renameSync(`${path}.new`, path)
    return undefined
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause)
  }
}

/** A profile that is not there yet, or is broken, is begun anew: nothing of the console is kept in it. */
function readTree(path: string): Tree {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isTree(read) ? read : {}
  } catch {
    return {}
  }
}

function branch(tree: Tree, name: string): Tree {
  const held = tree[name]
  if (isTree(held)) return held
  const fresh: Tree = {}
  tree[name] = fresh
  return fresh
}

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
