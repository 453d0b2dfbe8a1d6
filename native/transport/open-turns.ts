// Opening HID devices one at a time. node-hid opens under one lock of the process, on one of its four threads for files: a
// device that never opens would hold up every other, and three more attempts the files of the record as well.
// Source: node-hid 3.4, HIDAsync.cc (enumerateLock); reference/hid-consoles.md section 3.
import { spawn } from 'node:child_process'
import type { Clock } from '../kit/clock.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import { bounded } from './bounded.ts'

/** Opens and closes a device outside this process. @returns whether that came to an end within `limitMs` */
export type TryOpen = (path: string, limitMs: number) => Promise<boolean>

export interface OpenTurns {
  /**
   * Runs `open` when no other opening is under way. A rejection of it is thrown.
   *
   * @returns LINK_TIMEOUT, naming the device that does not open: this one, or the one that is in its way
   */
  run<T>(path: string, open: () => Promise<T>): Promise<Result<T>>
}

/** A device child may have to start first, and to end a scan. */
const TRIAL_MS = 3_000
const TURN_MS = 3_000

export function createOpenTurns({ clock, tryOpen }: { readonly clock: Clock; readonly tryOpen: TryOpen }): OpenTurns {
  let current: { readonly path: string; readonly ended: Promise<void> } | undefined

  const begin = <T>(path: string, open: () => Promise<T>): Promise<T> => {
    const work = open()
    const mine = { path, ended: work.then(() => undefined, () => undefined).then(() => {
      if (current === mine) current = undefined
    }) }
    current = mine
    return work
  }
  return {
    async run(path, open) {
      if (!(await tryOpen(path, TRIAL_MS))) return fail(failure('LINK_TIMEOUT', `${path}: does not open`))
      const until = clock.monotonicMs() + TURN_MS
      // Nothing may come between seeing that nobody is at it and beginning.
      for (let before = current; before; before = current) {
        const { done } = await bounded(clock, Math.max(0, until - clock.monotonicMs()), before.ended)
        if (!done) return fail(failure('LINK_TIMEOUT', before.path === path ? `${path}: does not open` : `${path}: not opened, for ${before.path} does not open and is in the way`))
      }
      return ok(await begin(path, open))
    },
  }
}

/**
 * A trial by a process of the system's own: a shell that reads nothing and ends.
 *
 * @remarks One that hangs in the kernel cannot be killed; until it has ended, the device is not tried again.
 */
export function createShellTrial(clock: Clock): TryOpen {
  const hanging = new Set<string>()
  return async (path, limitMs) => {
    if (hanging.has(path)) return false
    hanging.add(path)
    // Reading only: a shell that opens for writing would create a plain file where the node has just gone.
    const child = spawn('/bin/sh', ['-c', 'exec 3<"$1"', 'sh', path], { stdio: 'ignore' })
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      // No shell, no trial: the real opening then tells.
      child.once('error', () => resolve())
    }).finally(() => hanging.delete(path))
    const tried = await bounded(clock, limitMs, ended)
    if (!tried.done) child.kill('SIGKILL')
    return tried.done
  }
}
