// One loudspeaker or headset: its context, the device it plays on, and whether that device is there.
import type { SoundOutput } from './sound-facts.ts'
import type { SoundName } from './tones.ts'
import { createVoice } from './voice.ts'

/** The part of AudioContext that is used; `setSinkId` is missing where a browser has one output only. */
export type OutputContext = AudioContext & { setSinkId?(id: string): Promise<void> }

export type OutputCondition = 'starting' | 'suspended' | 'running' | 'device-missing'

export interface Output {
  readonly name: SoundOutput
  readonly condition: OutputCondition
  /** Can be heard, if need be on another device than the chosen one. */
  readonly sounds: boolean
  play(sound: SoundName, word?: AudioBuffer): void
  setLevel(gain: number): void
  /**
   * Plays on this device; when it is not there on the default one, and says so.
   *
   * @param devices  ids of the outputs there are; undefined where the browser does not tell
   */
  choose(device: string, devices: readonly string[] | undefined): Promise<void>
  /** After a key press: browsers let no page sound before one. */
  resume(): Promise<void>
  decode(bytes: ArrayBuffer): Promise<AudioBuffer>
  close(): void
}

const DEFAULT_DEVICE = 'default'

export function createOutput(name: SoundOutput, context: OutputContext, gain: number, onChange: () => void): Output {
  const voice = createVoice(context, gain)
  let found: 'asking' | 'there' | 'missing' = 'asking'
  let wanted = 0
  context.addEventListener('statechange', onChange)

  const playOn = async (id: string): Promise<boolean> => {
    if (!context.setSinkId) return id === ''
    return context.setSinkId(id).then(
      () => true,
      () => false,
    )
  }

  return {
    name,
    get condition() {
      if (context.state !== 'running') return found === 'asking' ? 'starting' : 'suspended'
      return found === 'missing' ? 'device-missing' : found === 'asking' ? 'starting' : 'running'
    },
    get sounds() {
      return context.state === 'running'
    },
    play: (sound, word) => voice.play(sound, word),
    setLevel: (next) => voice.setLevel(next),
    async choose(device, devices) {
      const turn = ++wanted
      const id = device === DEFAULT_DEVICE ? '' : device
      const isListed = devices === undefined || (id === '' ? devices.length > 0 : devices.includes(id))
      const isThere = isListed && (await playOn(id))
      if (!isThere && turn === wanted) await playOn('')
      if (turn !== wanted) return
      found = isThere ? 'there' : 'missing'
      onChange()
    },
    resume: () => context.resume().catch(() => undefined),
    decode: (bytes) => context.decodeAudioData(bytes),
    close() {
      context.removeEventListener('statechange', onChange)
      void context.close().catch(() => undefined)
    },
  }
}
