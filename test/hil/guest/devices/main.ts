// The process that is the hardware: everything that can be plugged in lives here, so that the process with the drivers
// shows their load alone, and so that hardware can die.
import { nowMs } from '../time.ts'
import { DEVICE_CALLS, type Answered, type Asked } from './calls.ts'

process.on('message', (asked: Asked) => void answer(asked))
// The drivers' process is gone: nothing is left to be plugged in for.
process.on('disconnect', () => process.exit())

async function answer({ call, name, args }: Asked): Promise<void> {
  const atMs = nowMs()
  const answered: Answered = await carryOut(name, args).then(
    (value) => ({ call, atMs, value }),
    (cause: unknown) => ({ call, atMs, error: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) }),
  )
  process.send?.(answered)
}

async function carryOut(name: Asked['name'], args: readonly unknown[]): Promise<unknown> {
  const act = DEVICE_CALLS[name] as (...args: readonly unknown[]) => unknown
  return act(...args)
}
