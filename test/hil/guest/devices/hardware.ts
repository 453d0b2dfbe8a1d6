// The hardware as the scenes use it: calls to the process that plays it.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answered, Asked, DeviceCalls } from './calls.ts'

export interface Done<Value> {
  /** When the hardware did it, on the clock of `time.ts`. */
  readonly atMs: number
  readonly value: Value
}

export interface Hardware {
  do<Name extends keyof DeviceCalls>(name: Name, ...args: Parameters<DeviceCalls[Name]>): Promise<Done<Awaited<ReturnType<DeviceCalls[Name]>>>>
  /** Ends the process without a word, as a device that dies. Everything it plays is gone at once. */
  kill(): void
}

export function startHardware(): Hardware {
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), { stdio: 'inherit' })
  const waiting = new Map<number, PromiseWithResolvers<Done<unknown>>>()
  let calls = 0
  child.on('message', (answered: Answered) => {
    const done = waiting.get(answered.call)
    waiting.delete(answered.call)
    if ('error' in answered) done?.reject(new Error(`hardware: ${answered.error}`))
    else done?.resolve({ atMs: answered.atMs, value: answered.value })
  })
  child.on('exit', (code, signal) => {
    for (const done of waiting.values()) done.reject(new Error(`hardware: its process ended (${signal ?? code})`))
    waiting.clear()
  })
  return {
    do: (name, ...args) => {
      const done = Promise.withResolvers<Done<unknown>>()
      const asked: Asked = { call: ++calls, name, args }
      waiting.set(asked.call, done)
      child.send(asked, (cause) => {
        if (cause) done.reject(new Error(`hardware: ${cause.message}`))
      })
      return done.promise as Promise<Done<Awaited<ReturnType<DeviceCalls[typeof name]>>>>
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
