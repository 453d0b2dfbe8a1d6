// The edge of the press: hands the arbiter's effects to radios and timers, in the same turn of the event loop.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { RadioDriver, RadioEvent } from '../../../native/kit/driver.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import { pttReducer } from './arbiter.ts'
import { INITIAL_PTT, type PttEffect, type PttEvent, type PttSettings, type PttState } from './types.ts'

export interface PttOptions {
  readonly clock: Clock
  readonly settings: PttSettings
  /** The radio behind a channel. */
  readonly radioOf: (channel: string) => RadioDriver | undefined
  /** A key was pressed while the RBS is the active channel. */
  readonly onRbsPress: (source: string) => void
  readonly onChange: (before: PttState, event: PttEvent, after: PttState) => void
}

export interface Ptt {
  readonly state: PttState
  dispatch(event: PttEvent): void
  /** Translates what a radio tells about a channel. */
  radioEvent(channel: string, event: RadioEvent): void
  stop(): void
}

export function createPtt(options: PttOptions): Ptt {
  const { clock } = options
  const timers = new Map<string, Timer>()
  const stopTimer = (timer: string): void => {
    timers.get(timer)?.cancel()
    timers.delete(timer)
  }
  const perform = (effect: PttEffect, dispatch: (event: PttEvent) => void): void => {
    switch (effect.effect) {
      case 'request-floor':
        return options.radioOf(effect.channel)?.requestFloor()
      case 'release-floor':
        return options.radioOf(effect.channel)?.releaseFloor()
      case 'start-timer':
        stopTimer(effect.timer)
        timers.set(effect.timer, clock.after(effect.ms, () => dispatch({ event: 'timer-expired', timer: effect.timer })))
        return undefined
      case 'stop-timer':
        return stopTimer(effect.timer)
      case 'count-rbs-press':
        return options.onRbsPress(effect.source)
    }
  }
  const machine = createMachine<PttState, PttEvent, PttEffect>({
    initial: INITIAL_PTT,
    reduce: pttReducer(options.settings),
    perform,
    now: () => clock.monotonicMs(),
    onStep: (before, event, after) => {
      if (before !== after) options.onChange(before, event, after)
    },
  })

  return {
    get state() {
      return machine.state
    },
    dispatch: (event) => machine.dispatch(event),
    radioEvent(channel, event) {
      const translated = translate(channel, event)
      if (translated) machine.dispatch(translated)
    },
    stop() {
      machine.dispatch({ event: 'everything-released' })
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
    },
  }
}

function translate(channel: string, event: RadioEvent): PttEvent | undefined {
  switch (event.event) {
    case 'floor-queued':
      return { event: 'floor-queued', channel }
    case 'floor-granted':
      return { event: 'floor-granted', channel }
    case 'floor-refused':
      return { event: 'floor-refused', channel, cause: event.cause }
    case 'floor-ended':
      return { event: 'floor-ended', channel, cause: event.cause }
    case 'may-transmit':
      return { event: 'link-lost', channel, mayTransmit: true }
    case 'hung-up':
      return { event: 'hung-up', channel }
    case 'link':
      return event.link.link === 'down' ? { event: 'link-lost', channel, mayTransmit: false } : undefined
    default:
      return undefined
  }
}
