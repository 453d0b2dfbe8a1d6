// Programs on Windows: one PowerShell that tells each second which of the wanted names run. One child that stays is cheaper
// than `tasklist` each second, and needs no administrator. Its words are played in the tests; on a real Windows unproven.
import { spawn } from 'node:child_process'
import type { Clock, Timer } from '../../../../native/kit/clock.ts'
import type { ProcessList } from './process-list.ts'

/** What it said last holds this long; after that nobody knows. */
const TOLD_FRESH_MS = 3_000
const RESTART_MS = 5_000
const LINE_CHARS_MAX = 16_384

export interface ListingChild {
  onText(listener: (text: string) => void): void
  /** Comes once, however it ended. */
  onGone(listener: () => void): void
  kill(): void
}

export type StartListing = (script: string) => ListingChild

export function createPowershellList(clock: Clock, start: StartListing = startPowershell): ProcessList {
  const wanted = new Map<string, number>()
  let child: ListingChild | undefined
  let restart: Timer | undefined
  let told: { readonly names: ReadonlySet<string>; readonly atMs: number } | undefined

  const end = (): void => {
    restart?.cancel()
    const gone = child
    child = undefined
    told = undefined
    gone?.kill()
  }
  const begin = (): void => {
    end()
    if (wanted.size === 0) return
    const mine = start(listingScript([...wanted.keys()]))
    let text = ''
    child = mine
    mine.onText((more) => {
      const lines = (text + more).split(/\r?\n/)
      text = (lines.pop() ?? '').slice(-LINE_CHARS_MAX)
      const names = lines.map(namesIn).findLast((one) => one !== undefined)
      if (child === mine && names) told = { names, atMs: clock.monotonicMs() }
    })
    mine.onGone(() => {
      if (child !== mine) return
      child = undefined
      restart = clock.after(RESTART_MS, begin)
    })
  }

  return {
    want(given) {
      const name = windowsName(given)
      wanted.set(name, (wanted.get(name) ?? 0) + 1)
      if (wanted.get(name) === 1) begin()
    },
    leave(given) {
      const name = windowsName(given)
      const left = (wanted.get(name) ?? 1) - 1
      if (left > 0) return void wanted.set(name, left)
      wanted.delete(name)
      begin()
    },
    sees: async (name) => (told && clock.monotonicMs() - told.atMs <= TOLD_FRESH_MS ? told.names.has(windowsName(name)) : undefined),
  }
}

/** The ending is no part of a name there, and capitals tell nothing apart. */
export const windowsName = (name: string): string => name.toLowerCase().replace(/\.exe$/, '')

/** `seen a|b`: any other line is PowerShell's own. */
export function namesIn(line: string): ReadonlySet<string> | undefined {
  const match = /^seen(?: (.*))?$/.exec(line.trim())
  return match === null ? undefined : new Set((match[1] ?? '').toLowerCase().split('|').filter((name) => name !== ''))
}

/** The line that cannot be written any more ends it when the console is gone. */
export function listingScript(names: readonly string[]): string {
  const listed = names.map((name) => `'${name.replaceAll("'", "''")}'`).join(',')
  return [
    "$ErrorActionPreference = 'Stop'",
    `$names = @(${listed})`,
    'while ($true) {',
    "$seen = @(Get-Process | Where-Object { $names -contains $_.ProcessName } | ForEach-Object { $_.ProcessName } | Sort-Object -Unique)",
    "[Console]::Out.WriteLine('seen ' + ($seen -join '|'))",
    'Start-Sleep -Milliseconds 1000',
    '}',
  ].join('; ').replaceAll('{; ', '{ ').replaceAll('; }', ' }')
}

function startPowershell(script: string): ListingChild {
  const running = spawn('powershell.exe', ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script], { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true })
  running.unref()
  running.stdout.setEncoding('utf8')
  return {
    onText: (listener) => void running.stdout.on('data', listener),
    onGone: (listener) => {
      let gone = false
      const once = (): void => {
        if (!gone) listener()
        gone = true
      }
      running.on('exit', once)
      running.on('error', once)
    },
    kill: () => void running.kill(),
  }
}
