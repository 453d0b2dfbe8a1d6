// The profile of the console's own window: our address may choose a loudspeaker, and everything else in it stays.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { prepareProfile } from '../../../electron/browser/browser-profile.ts'
import { fileURLToPath } from 'node:url'
import { readSources } from '../house/source-tree.ts'

let profile = ''
beforeEach(() => {
  profile = mkdtempSync(join(tmpdir(), 'achterwacht-profile-'))
})
afterEach(() => rmSync(profile, { recursive: true, force: true }))

const ORIGIN = 'http://127.0.0.1:24112'
const read = (): unknown => JSON.parse(readFileSync(join(profile, 'Default/Preferences'), 'utf8'))
const allowed = { 'http://127.0.0.1:24112,*': { setting: 1 } }

it('is begun with our permission', () => {
  expect(prepareProfile(profile, ORIGIN)).toBeUndefined()
  expect(read()).toEqual({ profile: { content_settings: { exceptions: { media_stream_mic: allowed } } }, translate: { enabled: false } })
})

it('keeps what the browser itself wrote', () => {
  mkdirSync(join(profile, 'Default'))
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify({ zoom: 2, profile: { name: 'x', content_settings: { exceptions: { sound: {} } } } }))
  prepareProfile(profile, ORIGIN)
  expect(read()).toEqual({ zoom: 2, profile: { name: 'x', content_settings: { exceptions: { sound: {}, media_stream_mic: allowed } } }, translate: { enabled: false } })
})

it.each(['', '{', '[]', 'null'])('is begun anew when it holds %j', (text) => {
  mkdirSync(join(profile, 'Default'))
  writeFileSync(join(profile, 'Default/Preferences'), text)
  expect(prepareProfile(profile, ORIGIN)).toBeUndefined()
  expect(read()).toMatchObject({ profile: {} })
})

it('says why when it cannot be written', () => {
  writeFileSync(join(profile, 'Default'), '')
  expect(prepareProfile(profile, ORIGIN)).toMatch(/EEXIST|ENOTDIR/)
})

it('is used by a page that never opens a microphone', () => {
  const sources = readSources(fileURLToPath(new URL('../../..', import.meta.url)))
  const page = Object.entries(sources).filter(([path]) => path.startsWith('renderer/'))
  expect(page.length).toBeGreaterThan(50)
  expect(page.filter(([, text]) => /getUserMedia|getDisplayMedia|MediaRecorder|SpeechRecognition/.test(text)).map(([path]) => path)).toEqual([])
})
