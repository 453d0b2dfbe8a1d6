// The test's side of the stub: builds shell and host into a folder of their own, starts the shell there, gives it orders.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { build, createBuilder } from 'vite'
import { shellBuild } from '../../../electron/main/vite.config.ts'
import { eventually } from '../../contract/eventually.ts'
import type { Line } from './wire.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const PRELOADED = ['./register.ts', './user-orders.ts'].flatMap((file) => ['--import', fileURLToPath(new URL(file, import.meta.url))])
/** The machine is shared: an end for waiting, not a promise. */
export const PATIENCE_MS = 15_000

/** A folder with the built shell and host, as an installed console has them, and a page of a few files. */
export interface BuiltConsole {
  readonly folder: string
  remove(): void
}

export async function buildConsole(): Promise<BuiltConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'achterwacht-shell-'))
  const dist = join(folder, 'dist')
  await build({ configFile: join(ROOT, 'electron/vite.config.ts'), configLoader: 'native', logLevel: 'error', build: { outDir: dist } })
  await (await createBuilder({ ...shellBuild(dist), configFile: false, logLevel: 'error' })).buildApp()
  // The bundles name the repository's data, and load packages with native parts.
  cpSync(join(ROOT, 'resources'), join(folder, 'resources'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  writePage(join(dist, 'page'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The shell serves files; what stands in them is not its business. `notes.txt` is of no type that a page has. */
function writePage(folder: string): void {
  mkdirSync(join(folder, 'assets'), { recursive: true })
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title><script type="module" src="./assets/page.js"></script>')
  writeFileSync(join(folder, 'assets/page.js'), 'export {}')
  writeFileSync(join(folder, 'notes.txt'), 'not served')
}

export interface StubShell {
  readonly pid: number
  /** Every call so far, in order. */
  readonly lines: readonly Line[]
  /** The arguments of every call of that name so far. */
  calls(name: string): readonly (readonly unknown[])[]
  order<T = unknown>(name: string, ...args: readonly unknown[]): Promise<T>
  until(what: string, holds: () => boolean): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Over the channel of a parent, when it was started with one. */
  say(packet: unknown): void
  readonly heard: readonly unknown[]
  leave(): void
  readonly ended: Promise<number | NodeJS.Signals>
  /** Ends it if it still runs. @returns what it complained about, which for a sound shell is nothing */
  stop(): Promise<string>
}

export interface StubShellOptions {
  readonly console: BuiltConsole
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** As a demo starts it. */
  readonly withParent?: true
}

export async function startStubShell({ console: { folder }, args, env = {}, withParent }: StubShellOptions): Promise<StubShell> {
  const lines: Line[] = []
  const heard: unknown[] = []
  const waiting = new Map<number, { resolve(value: unknown): void; reject(cause: Error): void }>()
  let complaints = ''
  let lastId = 0
  const place = mkdtempSync(join(tmpdir(), 'achterwacht-stub-'))
  const path = join(place, 'wire')
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(path, resolve))
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve))

  const child = spawn(process.execPath, [...PRELOADED, join(folder, 'dist/main/main.js'), ...args], {
    stdio: ['ignore', 'ignore', 'pipe', ...(withParent ? ['ipc' as const] : [])],
    env: { ...process.env, ELECTRON_STUB_SOCKET: path, ...env },
  })
  child.stderr?.on('data', (text) => (complaints += String(text)))
  child.on('message', (packet) => heard.push(packet))
  const ended = new Promise<number | NodeJS.Signals>((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code ?? -1)))
  let isOver = false
  void ended.then(() => {
    isOver = true
    server.close()
    rmSync(place, { recursive: true, force: true })
  })

  const socket = await connected
  socket.on('error', () => {}) // it ended while we spoke
  createInterface({ input: socket }).on('line', (text) => {
    const line = JSON.parse(text) as Line | { readonly id: number; readonly ok: boolean; readonly value?: unknown; readonly cause?: string }
    if (!('id' in line)) return void lines.push(line)
    const asked = waiting.get(line.id)
    waiting.delete(line.id)
    if (line.ok) asked?.resolve(line.value)
    else asked?.reject(new Error(line.cause))
  })

  return {
    pid: child.pid ?? 0,
    lines,
    calls: (name) => lines.filter((line) => line.call === name).map((line) => line.args),
    order<T>(name: string, ...orderArgs: readonly unknown[]) {
      const id = ++lastId
      socket.write(`${JSON.stringify({ id, order: name, args: orderArgs })}\n`)
      return new Promise<T>((resolve, reject) => waiting.set(id, { resolve: resolve as (value: unknown) => void, reject }))
    },
    until: (what, holds) => eventually(holds, PATIENCE_MS, what),
    kill: (signal) => void child.kill(signal),
    say: (packet) => void child.send(packet as object),
    heard,
    leave: () => child.disconnect(),
    ended,
    async stop() {
      if (!isOver) child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(late)
      return complaints
    },
  }
}
