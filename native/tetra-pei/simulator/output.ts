// What a simulated radio puts on the line: framed answers, events of registered services, noise between them.
import { latin1ToBytes } from '../../kit/bytes.ts'
import { createNoise } from './faults.ts'
import type { RadioMemory } from './radio.ts'

export interface Output {
  /** Bytes as they are, unless the radio is mute. */
  raw(bytes: Uint8Array): void
  /** Lines in one piece, each framed as V.250 frames it. */
  say(...lines: readonly string[]): void
  /** A line of a service `layer1,layer2`; nothing goes out when the console has not registered for it. */
  sayFor(service: string, line: string): void
  /** A final result in the form the console chose. */
  sayResult(result: string): void
  /** Random bytes before every line from now on; absent: none. */
  setNoise(seed: number | undefined): void
}

export interface OutputPorts {
  readonly send: (bytes: Uint8Array) => void
  readonly memory: () => RadioMemory
  readonly isMute: () => boolean
}

const NOISE_LIMIT_BYTES = 12
const NUMERIC_RESULTS: Readonly<Record<string, string>> = { OK: '0', 'NO CARRIER': '3' }
const NUMERIC_ERROR = '4'

export function createOutput({ send, memory, isMute }: OutputPorts): Output {
  let noise: ((most: number) => Uint8Array) | undefined

  const raw = (bytes: Uint8Array): void => {
    if (!isMute()) send(bytes)
  }
  const emit = (text: string): void => {
    if (noise) raw(noise(NOISE_LIMIT_BYTES))
    raw(latin1ToBytes(text))
  }
  const say = (...lines: readonly string[]): void => emit(`\r\n${lines.join('\r\n')}\r\n`)

  return {
    raw,
    say,
    sayFor: (service, line) => void (memory().services.has(service) && say(line)),
    sayResult(result) {
      const { quiet, verbose } = memory()
      if (quiet) return
      if (verbose) say(result)
      else emit(`${NUMERIC_RESULTS[result] ?? NUMERIC_ERROR}\r`)
    },
    setNoise(seed) {
      noise = seed === undefined ? undefined : createNoise(seed)
    },
  }
}
