// Makes sounds in an audio context: oscillators with short ramps, so that nothing clicks that is not a click.
import { lengthMs, SOUNDS, type SoundName, type Tone } from './tones.ts'

const RAMP_S = 0.006
/** Between the spoken word and the sound it announces. */
const AFTER_WORD_S = 0.08
/** How fast a bus changes its level: inaudible as a step, over before a syllable. */
const LEVEL_S = 0.008

/** Three of them at once stay below full scale. */
const LOUDEST = 0.3

export interface Voice {
  /** Sounds from now on. @param word  spoken before it, in a drill */
  play(sound: SoundName, word?: AudioBuffer): void
  /** @param gain  0 is silence, 1 the loudest */
  setLevel(gain: number): void
  /** What leaves it, before the context's destination. */
  readonly bus: AudioNode
}

export function createVoice(context: BaseAudioContext, gain: number): Voice {
  const bus = context.createGain()
  bus.gain.value = gain
  bus.connect(context.destination)
  let busyUntil = 0
  let level = gain

  return {
    bus,
    play(sound, word) {
      // One after the other: two alarms at once would be neither.
      const begin = Math.max(context.currentTime, busyUntil)
      const at = word ? begin + speak(context, bus, word, begin) + AFTER_WORD_S : begin
      for (const tone of SOUNDS[sound]) playTone(context, bus, tone, at)
      busyUntil = at + lengthMs(sound) / 1000 + RAMP_S
    },
    setLevel(next) {
      if (next === level) return
      level = next
      bus.gain.setTargetAtTime(next, context.currentTime, LEVEL_S)
    },
  }
}

function speak(context: BaseAudioContext, bus: AudioNode, word: AudioBuffer, atS: number): number {
  const source = context.createBufferSource()
  source.buffer = word
  source.connect(bus)
  source.start(atS)
  return word.duration
}

function playTone(context: BaseAudioContext, bus: AudioNode, tone: Tone, atS: number): void {
  const oscillator = context.createOscillator()
  const shape = context.createGain()
  const from = atS + tone.atMs / 1000
  const to = from + tone.durationMs / 1000
  oscillator.frequency.setValueAtTime(tone.fromHz, from)
  if (tone.toHz !== undefined) oscillator.frequency.linearRampToValueAtTime(tone.toHz, to)
  shape.gain.setValueAtTime(0, from)
  shape.gain.linearRampToValueAtTime(LOUDEST, from + RAMP_S)
  shape.gain.setValueAtTime(LOUDEST, to - RAMP_S)
  shape.gain.linearRampToValueAtTime(0, to)
  oscillator.connect(shape)
  shape.connect(bus)
  oscillator.start(from)
  oscillator.stop(to)
}
