// A headset that is muted while this position transmits: whoever speaks into it is heard by nobody, and is told so.
// Which microphone a channel hears is words in the site file, so more than "nobody hears you through this" cannot be said.
// Not told at rest: a dispatcher mutes to speak to a colleague, and a lamp on the headset says it.
import type { MicrophoneState } from '../../native/kit/buttons.ts'
import type { Alarms } from './alarms.ts'
import type { PttState } from './ptt/types.ts'

export interface HeadsetsDeps {
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>
  readonly labelOf: (device: string) => string
}

export class Headsets {
  readonly #deps: HeadsetsDeps
  readonly #microphones = new Map<string, MicrophoneState>()
  #isTransmitting = false

  constructor(deps: HeadsetsDeps) {
    this.#deps = deps
  }

  told(device: string, microphone: MicrophoneState): void {
    this.#microphones.set(device, microphone)
    this.#show(device)
  }

  /** What is gone may stand as it will: nothing is said of it. */
  lost(device: string): void {
    if (this.#microphones.has(device)) this.told(device, 'unknown')
  }

  pttChanged({ transmission: { phase } }: PttState): void {
    const isTransmitting = phase === 'waiting' || phase === 'talking'
    if (this.#isTransmitting === isTransmitting) return
    this.#isTransmitting = isTransmitting
    for (const device of this.#microphones.keys()) this.#show(device)
  }

  #show(device: string): void {
    const { alarms, labelOf } = this.#deps
    const microphone = this.#microphones.get(device)
    if (!this.#isTransmitting || (microphone !== 'muted' && microphone !== 'locked')) return alarms.clear(alarmId(device))
    alarms.raise({ id: alarmId(device), kind: 'device', severity: 'warning', code: `headset-${microphone}`, params: { device: labelOf(device) } })
  }
}

const alarmId = (device: string): string => `device:${device}:microphone`
