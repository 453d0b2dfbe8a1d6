// The watchdog process: holds the interface open by itself and un-keys it when the host dies, hangs or goes.
// Started by watchdog.ts with its task as the only argument, never imported. Decisions are watch-machine.ts.
import { fromHex } from '../../kit/bytes.ts'
import type { Timer } from '../../kit/clock.ts'
import { createMachine } from '../../kit/machine.ts'
import type { HidTransport } from '../../kit/transport.ts'
import { systemClock } from '../clock.ts'
import { createHidDevice } from '../hid-device.ts'
import { createSimulatedHid } from '../simulated-hid.ts'
import type { FromWatchdog, ToWatchdog, WatchdogDevice, WatchdogTask } from './messages.ts'
import { reduceWatch, type WatchEffect, type WatchEvent, type WatchState } from './watch-machine.ts'

const UNKEY_TRIES = 3
const SPACING_MS = 3 // a CM109 that is written to faster misbehaves

const EVENTS: Readonly<Record<ToWatchdog, WatchEvent>> = {
  arm: { event: 'armed' },
  alive: { event: 'alive' },
  disarm: { event: 'disarmed' },
  end: { event: 'parent-gone' },
}

const clock = systemClock
const task = JSON.parse(process.argv[2] ?? '') as WatchdogTask
const report = fromHex(task.unkey)
if (!report) throw new Error('BUG_UNEXPECTED: the un-keying report is no hex')
const device = openable(task.device)
let silence: Timer | undefined
let writing: Promise<unknown> = Promise.resolve()

const machine = createMachine<WatchState, WatchEvent, WatchEffect>({
  initial: { watch: 'resting' },
  reduce: reduceWatch,
  now: () => clock.monotonicMs(),
  perform(effect) {
    switch (effect.effect) {
      case 'unkey':
        writing = writing.then(unkey)
        return undefined
      case 'start-silence':
        silence?.cancel()
        silence = clock.after(effect.ms, () => machine.dispatch({ event: 'silence-passed' }))
        return undefined
      case 'stop-silence':
        return silence?.cancel()
      case 'say':
        return say({ say: effect.word })
      case 'end':
        return void writing.then(() => device.close()).finally(() => process.exit(0))
    }
  },
})

function say(word: FromWatchdog): void {
  // A parent that has just gone takes the channel with it: there is nobody left to tell.
  if (process.connected) process.send?.(word, () => undefined)
}

function openable(wanted: WatchdogDevice): HidTransport {
  return wanted.kind === 'hid' ? createHidDevice(wanted.wanted, { clock }) : createSimulatedHid(wanted, { clock })
}

/** Tries again over a fresh opening: an old handle may be the very thing that fails. */
async function unkey(): Promise<void> {
  for (let tries = 0; tries < UNKEY_TRIES; tries++) {
    const written = await device.write(report as Uint8Array)
    await new Promise<void>((resolve) => void clock.after(SPACING_MS, resolve))
    if (written.ok) return
    await device.close()
    await device.open()
  }
}

// Listening before anything is awaited: a parent that dies meanwhile must not be missed.
process.on('message', (word: ToWatchdog) => machine.dispatch(EVENTS[word]))
process.on('disconnect', () => machine.dispatch({ event: 'parent-gone' }))
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => machine.dispatch({ event: 'parent-gone' }))
device.onLost((cause) => {
  if (machine.state.watch === 'ended') return
  say({ say: 'failed', code: cause.code, detail: cause.detail })
  process.disconnect?.()
})

const opened = await device.open()
if (opened.ok) say({ say: 'standing' })
else {
  say({ say: 'failed', code: opened.error.code, detail: opened.error.detail })
  process.disconnect?.()
}
