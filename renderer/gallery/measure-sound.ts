// Renders a sound without a loudspeaker and measures it: where its energy lies, and how loud it is.
import { lengthMs, SOUNDS, type SoundName } from '../sound/tones.ts'
import { createVoice } from '../sound/voice.ts'

const RATE_HZ = 8000
const STEP_HZ = 10
const HIGHEST_HZ = 2000

export interface Measured {
  /** Nine tenths of the energy lie between these. */
  readonly fromHz: number
  readonly toHz: number
  /** Root mean square over the sound's length, 0–1. */
  readonly level: number
}

/** @param gain  the level of the bus it goes through */
export async function measureSound(sound: SoundName, gain: number): Promise<Measured> {
  const seconds = lengthMs(sound) / 1000
  const context = new OfflineAudioContext(1, Math.ceil(seconds * RATE_HZ), RATE_HZ)
  createVoice(context, gain).play(sound)
  const samples = (await context.startRendering()).getChannelData(0)
  const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
  return { ...bandOf(samples), level }
}

function bandOf(samples: Float32Array): Pick<Measured, 'fromHz' | 'toHz'> {
  const energies = Array.from({ length: HIGHEST_HZ / STEP_HZ }, (_one, at) => energyAt(samples, at * STEP_HZ))
  const whole = energies.reduce((sum, energy) => sum + energy, 0)
  const reaching = (share: number): number => {
    let sum = 0
    return energies.findIndex((energy) => (sum += energy) >= share * whole) * STEP_HZ
  }
  return { fromHz: reaching(0.05), toHz: reaching(0.95) }
}

function energyAt(samples: Float32Array, hz: number): number {
  const turn = (2 * Math.PI * hz) / RATE_HZ
  let real = 0
  let imaginary = 0
  samples.forEach((sample, at) => {
    real += sample * Math.cos(turn * at)
    imaginary += sample * Math.sin(turn * at)
  })
  return real * real + imaginary * imaginary
}

export const SOUND_NAMES = Object.keys(SOUNDS) as SoundName[]
