// What each sound is made of. Source: DESIGN section 8.

export type SoundName =
  | 'emergency'
  | 'down'
  | 'unstable'
  | 'degraded'
  | 'unknown'
  | 'switched'
  | 'soft-time'
  | 'last-seconds'
  | 'return-possible'
  | 'test'

export interface Tone {
  /** From the beginning of the sound. */
  readonly atMs: number
  readonly durationMs: number
  readonly fromHz: number
  /** Glides there; absent: it stays. */
  readonly toHz?: number
}

const tone = (atMs: number, durationMs: number, fromHz: number, toHz?: number): Tone => ({ atMs, durationMs, fromHz, ...(toHz === undefined ? {} : { toHz }) })

export const SOUNDS: Readonly<Record<SoundName, readonly Tone[]>> = {
  emergency: [tone(0, 180, 700, 1000), tone(240, 180, 700, 1000), tone(480, 180, 700, 1000)],
  down: [tone(0, 150, 660), tone(150, 150, 520)],
  // Uneven, as the fault itself.
  unstable: [tone(0, 80, 520), tone(140, 80, 520), tone(340, 80, 520)],
  degraded: [tone(0, 120, 440)],
  unknown: [tone(0, 120, 330)],
  switched: [tone(0, 20, 1200), tone(90, 20, 1200)],
  'soft-time': [tone(0, 40, 880)],
  'last-seconds': [tone(0, 40, 880), tone(160, 40, 880)],
  'return-possible': [tone(0, 300, 440, 660)],
  test: [tone(0, 120, 520), tone(140, 120, 660), tone(280, 120, 880)],
}

/** In a drill the word is spoken before these. */
export const ALARM_SOUNDS: ReadonlySet<SoundName> = new Set(['emergency', 'down', 'unstable', 'degraded', 'unknown'])

export const lengthMs = (sound: SoundName): number => Math.max(...SOUNDS[sound].map((one) => one.atMs + one.durationMs))
