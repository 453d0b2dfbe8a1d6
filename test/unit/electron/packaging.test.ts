// The packaging's settings by electron-builder's own schema, and what they promise besides.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const settings = (): Record<string, Record<string, unknown>> => parse(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8'))
const validate = (config: object): Promise<void> => validateConfiguration(config, new DebugLogger(false))

describe('electron-builder.yml', () => {
  it('is what electron-builder accepts', async () => {
    await expect(validate(settings())).resolves.toBeUndefined()
  })

  it.each([
    ['a fuse that does not exist', { electronFuses: { ...settings()['electronFuses'], meltDown: true } }],
    ['a target with a wrong word', { linux: { ...settings()['linux'], target: [{ target: 'deb', cpu: ['x64'] }] } }],
    ['a line of nobody', { sign: 'here' }],
  ])('would be refused with %s', async (_what, wrong) => {
    await expect(validate({ ...settings(), ...wrong })).rejects.toThrow(/Invalid configuration object/)
  })

  it('installs for everybody on the computer, starts nothing by itself, and leaves the record where it is', () => {
    expect(settings()['nsis']).toMatchObject({ perMachine: true, runAfterFinish: false, deleteAppDataOnUninstall: false })
    expect(settings()).toMatchObject({ win: { target: [{ target: 'nsis' }] }, linux: { target: [{ target: 'deb' }, { target: 'AppImage' }] } })
    expect(settings()['publish']).toBeNull()
  })

  it('names no person', () => {
    expect([settings()['linux']?.['maintainer'], settings()['extraMetadata']?.['author']]).toEqual(Array(2).fill('The Achterwacht project <noreply@achterwacht.invalid>'))
  })
})

describe('the icon', () => {
  const folder = join(ROOT, 'resources/icons')

  it('is there in every size that Linux and Windows ask for, each picture of the size it says', () => {
    expect(readdirSync(folder).filter((name) => name.endsWith('.png')).sort()).toEqual(['128x128.png', '16x16.png', '256x256.png', '32x32.png', '48x48.png', '512x512.png', '64x64.png'])
    for (const size of [16, 32, 48, 64, 128, 256, 512]) {
      const png = readFileSync(join(folder, `${size}x${size}.png`))
      expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', size, size])
    }
    const ico = readFileSync(join(folder, 'icon.ico'))
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, at) => ico.readUInt8(6 + 16 * at) || 256)
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256])
  })

  it('has no hue: colour means abnormal', () => {
    const svg = readFileSync(join(folder, 'icon.svg'), 'utf8')
    const colours = [...svg.matchAll(/#([0-9a-f]{6})\b/g)].map(([, hex = '']) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)))
    expect(colours.length).toBeGreaterThan(2)
    for (const channels of colours) expect(Math.max(...channels) - Math.min(...channels)).toBeLessThanOrEqual(8)
    expect(existsSync(join(folder, settings()['win']?.['icon'] as string))).toBe(true)
  })
})
