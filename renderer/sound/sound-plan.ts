// What sounds now, and when to look again. Pure: facts and time in, cues out. Source: DESIGN section 8.
import { FAULT_STATES, type FaultState, type SoundFacts, type SoundFault, type SoundOutput } from './sound-facts.ts'
import type { SoundName } from './tones.ts'

export const EMERGENCY_EVERY_MS = 2000
export const DOWN_EVERY_MS = 5000
/** Absence of measurement is heard after this long. */
export const UNKNOWN_AFTER_MS = 60_000

export interface Cue {
  readonly sound: SoundName
  readonly output: SoundOutput
  /** Say first that it is a drill. */
  readonly drill: boolean
}

/** How the loudspeaker for faults is let through. The headset always is. */
export type FaultLevel = 'open' | 'ducked' | 'muted'

export interface SoundPlan {
  readonly state: SoundMemory
  readonly cues: readonly Cue[]
  readonly level: FaultLevel
  /** Ask again then, when no facts came before; absent: only new facts change anything. */
  readonly wakeAtMs?: number
}

interface FaultMemory {
  readonly state: FaultState
  readonly sinceMs: number
  /** Sounded as often as it should, or quieted by a switch. */
  readonly settled: boolean
}

/** What was heard before. */
export interface SoundMemory {
  readonly faults: Readonly<Record<string, FaultMemory>>
  readonly emergencyAtMs?: number | undefined
  readonly downAtMs?: number | undefined
  readonly worksVia?: string | undefined
  readonly returnHeard: boolean
  readonly softHeard: boolean
  readonly lastHeard: boolean
}

export const NOTHING_HEARD: SoundMemory = { faults: {}, returnHeard: false, softHeard: false, lastHeard: false }

export function planSound(before: SoundMemory, facts: SoundFacts, nowMs: number): SoundPlan {
  const level = levelOf(facts)
  const switched = before.worksVia !== undefined && facts.worksVia !== undefined && before.worksVia !== facts.worksVia
  const known = rememberFaults(before, facts, nowMs, switched)

  const emergency = planRepeat(facts.emergencies.length > 0, before.emergencyAtMs, EMERGENCY_EVERY_MS, nowMs)
  const isDown = level !== 'muted' && facts.faults.some((fault) => fault.state === 'down' && !fault.acknowledged && known[fault.id]?.settled === false)
  // The pause between two survives one's own transmission, so that letting go does not bring a flurry.
  const down = planRepeat(isDown, before.downAtMs, DOWN_EVERY_MS, nowMs)
  const due = level === 'muted' ? [] : facts.faults.filter((fault) => isDueOnce(fault, known[fault.id], nowMs))
  // Of several at one moment the worst speaks; the others are on the screen.
  const worst = down.sounds ? undefined : due.toSorted((one, other) => rank(other.state) - rank(one.state))[0]

  const returnDue = facts.returnOffered && !before.returnHeard && level !== 'muted'
  const softDue = facts.transmitting?.softPassed === true && !before.softHeard
  const lastDue = facts.transmitting?.lastSeconds === true && !before.lastHeard
  const cue = (sounds: boolean, sound: SoundName, output: SoundOutput): readonly Cue[] => (sounds ? [{ sound, output, drill: facts.drill }] : [])

  return {
    cues: [
      ...cue(emergency.sounds, 'emergency', 'headset'),
      // What ticks while one transmits is heard in the headset: a loudspeaker would be transmitted too.
      ...cue(lastDue, 'last-seconds', 'headset'),
      ...cue(softDue && !lastDue, 'soft-time', 'headset'),
      ...cue(down.sounds, 'down', 'fault'),
      ...(worst && worst.state !== 'ok' ? cue(true, worst.state, 'fault') : []),
      ...cue(switched && level !== 'muted', 'switched', 'fault'),
      ...cue(returnDue, 'return-possible', 'fault'),
    ],
    level,
    ...wake([emergency.nextMs, down.nextMs, ...facts.faults.map((fault) => unknownDueMs(fault, known[fault.id]))], nowMs),
    state: {
      faults: settle(known, due),
      emergencyAtMs: emergency.lastMs,
      downAtMs: down.lastMs,
      worksVia: facts.worksVia ?? before.worksVia,
      returnHeard: facts.returnOffered && (before.returnHeard || returnDue),
      softHeard: facts.transmitting?.softPassed === true,
      lastHeard: facts.transmitting?.lastSeconds === true,
    },
  }
}

function levelOf(facts: SoundFacts): FaultLevel {
  if (facts.transmitting) return 'muted'
  return facts.receiving ? 'ducked' : 'open'
}

/** A new or worse state rings again; a better one, and all that stood before a switch, has been heard. */
function rememberFaults(before: SoundMemory, facts: SoundFacts, nowMs: number, switched: boolean): Record<string, FaultMemory> {
  return Object.fromEntries(
    facts.faults.map((fault) => {
      const held = before.faults[fault.id]
      if (held?.state === fault.state) return [fault.id, switched ? { ...held, settled: true } : held]
      const isBetter = held !== undefined && rank(fault.state) < rank(held.state)
      return [fault.id, { state: fault.state, sinceMs: nowMs, settled: isBetter && fault.state !== 'unknown' }]
    }),
  )
}

const rank = (state: FaultState): number => FAULT_STATES.indexOf(state)

function isDueOnce(fault: SoundFault, held: FaultMemory | undefined, nowMs: number): boolean {
  if (!held || held.settled || fault.acknowledged) return false
  switch (fault.state) {
    case 'unstable':
    case 'degraded':
      return true
    case 'unknown':
      return nowMs - held.sinceMs >= UNKNOWN_AFTER_MS
    case 'ok':
    case 'down':
      return false
  }
}

const unknownDueMs = (fault: SoundFault, held: FaultMemory | undefined): number | undefined =>
  fault.state === 'unknown' && held?.settled === false && !fault.acknowledged ? held.sinceMs + UNKNOWN_AFTER_MS : undefined

function settle(known: Readonly<Record<string, FaultMemory>>, heard: readonly SoundFault[]): Readonly<Record<string, FaultMemory>> {
  return { ...known, ...Object.fromEntries(heard.flatMap(({ id }) => (known[id] ? [[id, { ...known[id], settled: true }]] : []))) }
}

interface Repeat {
  readonly sounds: boolean
  readonly lastMs?: number | undefined
  readonly nextMs?: number | undefined
}

function planRepeat(wanted: boolean, lastMs: number | undefined, everyMs: number, nowMs: number): Repeat {
  const sounds = wanted && (lastMs === undefined || nowMs - lastMs >= everyMs)
  // Forgotten once the pause is over, so that the next of its kind sounds at once.
  const held = sounds ? nowMs : lastMs !== undefined && nowMs - lastMs < everyMs ? lastMs : undefined
  return { sounds, lastMs: held, nextMs: wanted && held !== undefined ? held + everyMs : undefined }
}

function wake(moments: readonly (number | undefined)[], nowMs: number): { readonly wakeAtMs?: number } {
  const ahead = moments.filter((moment) => moment !== undefined).filter((moment) => moment > nowMs)
  return ahead.length === 0 ? {} : { wakeAtMs: Math.min(...ahead) }
}
