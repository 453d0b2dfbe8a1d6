import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { debianModule, installModule } from './plain-modules.ts'

const { explainNpm, findNode, isInstalled } = installModule

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'achterwacht-install-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const lock = (packages: object): void => put('package-lock.json', JSON.stringify({ packages: { '': {}, ...packages } }))
const record = (packages: object): void => put('node_modules/.package-lock.json', JSON.stringify({ packages }))

const ZOD = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } }

describe('whether the packages are installed', () => {
  it('is so when npm recorded what the lock file asks for', () => {
    lock(ZOD)
    record(ZOD)
    expect(isInstalled(root)).toBe(true)
  })

  it('is not so without node_modules, and not after a broken installation', () => {
    lock(ZOD)
    expect(isInstalled(root)).toBe(false)
    put('node_modules/.package-lock.json', '{"packages":')
    expect(isInstalled(root)).toBe(false)
  })

  it.each([
    ['a package is missing', {}],
    ['a version differs', { 'node_modules/zod': { version: '4.6.6', integrity: 'sha512-a' } }],
    ['the content differs', { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-b' } }],
  ])('is not so when %s', (_what, packages) => {
    lock(ZOD)
    record(packages)
    expect(isInstalled(root)).toBe(false)
  })

  it('does not ask for packages of another platform, but for those of this one', () => {
    const binary = (cpu: string, os: string): object => ({ version: '1.0.0', optional: true, cpu: [cpu], os: [os] })
    lock({ ...ZOD, 'node_modules/other': binary('mips', 'aix'), 'node_modules/below-other': { version: '1.0.0', optional: true } })
    record(ZOD)
    expect(isInstalled(root)).toBe(true)
    lock({ ...ZOD, 'node_modules/this': binary(process.arch, process.platform) })
    expect(isInstalled(root)).toBe(false)
  })
})

describe('the Node that runs everything', () => {
  it('is the locked one of this platform', () => {
    const system = process.platform === 'win32' ? 'win' : process.platform
    const path = `node_modules/node-${system}-${process.arch}/bin/node${process.platform === 'win32' ? '.exe' : ''}`
    put(path, '')
    expect(findNode(root)).toEqual({ ok: true, node: join(root, path) })
  })

  it('is otherwise the outer one when that is new enough, as it is in this test', () => {
    expect(findNode(root)).toEqual({ ok: true, node: process.execPath })
  })
})

describe('the reason npm gave up', () => {
  it.each([
    ['npm error code ENOTFOUND', /netwerk/, /network/],
    ['npm error code EAI_AGAIN', /netwerk/, /network/],
    ['npm ERR! code ECONNREFUSED', /netwerk/, /network/],
    ['npm error code ENOSPC', /schijf/, /disk/],
    ['npm error code E407', /proxy/, /proxy/],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificaat/, /certificate/],
    ['npm error code UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /certificaat/, /certificate/],
    ['npm error code EUSAGE', /package-lock/, /package-lock/],
    ['npm error code EINTEGRITY', /geknoeid/, /tampered/],
    ['npm error code EACCES', /schrijfrecht/, /write/],
    ['something new', /mislukte/, /failed/],
  ])('is said in both languages: %s', (output, nl, en) => {
    const said = explainNpm(output)
    expect(said[0]).toMatch(nl)
    expect(said[1]).toMatch(en)
    expect(said.join('')).not.toContain('\n')
  })
})

it('each Debian package says by what it is known and why it is needed', () => {
  for (const row of debianModule.DEBIAN_PACKAGES) {
    expect(row.package).toMatch(/^[a-z0-9][a-z0-9+.-]+$/)
    expect(row.command ?? row.library).toMatch(/^[a-z]/)
    expect(row.why.length).toBeGreaterThan(10)
  }
})
