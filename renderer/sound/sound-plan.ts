// What sounds now, and when to look again. Pure: facts and time in, cues out. Source: DESIGN section 8.
import { FAULT_STATES, type FaultState, type SoundFacts, type SoundFault, type SoundOutput } from './sound-facts.ts'
import type { SoundName } from './tones.ts'

export const EMERGENCY_EVERY_MS = 2000
/** Another call for help waits no longer than until the three notes of the one before are over. */
export const EMERGENCY_GAP_MS = 700
export const DOWN_EVERY_MS = 5000

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

export interface FaultMemory {
  readonly state: FaultState
  readonly annunciation: number
  /** Sounded as often as it should, or quieted by a switch. */
  readonly settled: boolean
}

/** What was heard before. */
export interface SoundMemory {
  readonly faults: Readonly<Record<string, FaultMemory>>
  readonly emergencyAtMs?: number | undefined
  /** Calls for help that a tone was heard of. */
  readonly emergencies?: readonly string[]
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
  const known = rememberFaults(before, facts, switched)

  const isNews = facts.emergencies.some((id) => !before.emergencies?.includes(id))
  const emergency = planRepeat(facts.emergencies.length > 0, before.emergencyAtMs, isNews ? EMERGENCY_GAP_MS : EMERGENCY_EVERY_MS, nowMs)
  const ringing = level === 'muted' ? [] : facts.faults.filter((fault) => fault.state === 'down' && !fault.acknowledged && known[fault.id]?.settled === false)
  const isDown = ringing.length > 0
  // The pause between two survives one's own transmission, so that letting go does not bring a flurry.
  const down = planRepeat(isDown, before.downAtMs, DOWN_EVERY_MS, nowMs)
  const due = level === 'muted' ? [] : facts.faults.filter((fault) => isDueOnce(fault, known[fault.id]))
  // Of several at one moment the worst speaks; the others are on the screen.
  const worst = down.sounds ? undefined : due.toSorted((one, other) => rank(other.state) - rank(one.state))[0]

  const returnDue = facts.returnOffered && !before.returnHeard && level !== 'muted'
  const softDue = facts.transmitting?.softPassed === true && !before.softHeard
  const lastDue = facts.transmitting?.lastSeconds === true && !before.lastHeard
  const cue = (sounds: boolean, sound: SoundName, output: SoundOutput, isReal = false): readonly Cue[] => (sounds ? [{ sound, output, drill: facts.drill && !isReal }] : [])

  return {
    cues: [
      ...cue(emergency.sounds, 'emergency', 'headset', true),
      // What ticks while one transmits is heard in the headset: a loudspeaker would be transmitted too.
      ...cue(lastDue, 'last-seconds', 'headset'),
      ...cue(softDue && !lastDue, 'soft-time', 'headset'),
      ...cue(down.sounds, 'down', 'fault', ringing.some(({ real }) => real)),
      ...(worst && worst.state !== 'ok' ? cue(true, worst.state, 'fault', worst.real) : []),
      ...cue(switched && level !== 'muted', 'switched', 'fault'),
      ...cue(returnDue, 'return-possible', 'fault'),
    ],
    level,
    ...wake([emergency.sounds ? nowMs + EMERGENCY_EVERY_MS : emergency.nextMs, down.nextMs], nowMs),
    state: {
      faults: settle(known, due),
      emergencyAtMs: emergency.lastMs,
      emergencies: emergency.sounds ? facts.emergencies : (before.emergencies ?? []).filter((id) => facts.emergencies.includes(id)),
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

/** More than there are services and devices; what is older was heard long ago. */
const REMEMBERED = 64

/**
 * Another annunciation rings; the same one was heard, also when its alarm says something better now, when it was away with
 * the host, or when it was heard as what stands under it. A switch quiets all that stood before it.
 */
function rememberFaults(before: SoundMemory, facts: SoundFacts, switched: boolean): Record<string, FaultMemory> {
  const now = facts.faults.map(({ id, state, annunciation, over = [] }): [string, FaultMemory] => {
    const held = [id, ...over].map((one) => before.faults[one]).find((one) => one?.annunciation === annunciation)
    const isBetter = held !== undefined && held.state !== state
    const quieted = facts.quietBefore !== undefined && annunciation <= facts.quietBefore
    // A page that was there knows itself what came after the switch: a wall clock that is set forward silences nothing.
    const wasAway = before.worksVia === undefined
    return [id, { state, annunciation, settled: held === undefined ? quieted : held.settled || isBetter || switched || (quieted && wasAway) }]
  })
  const gone = Object.entries(before.faults).filter(([id]) => !facts.faults.some((fault) => fault.id === id))
  return Object.fromEntries([...gone.toSorted(([, one], [, other]) => one.annunciation - other.annunciation).slice(-REMEMBERED), ...now])
}

const rank = (state: FaultState): number => FAULT_STATES.indexOf(state)

function isDueOnce(fault: SoundFault, held: FaultMemory | undefined): boolean {
  if (!held || held.settled || fault.acknowledged) return false
  // Down repeats; of silence the host says when it is long enough to be said aloud.
  return fault.state === 'unstable' || fault.state === 'degraded' || fault.state === 'unknown'
}

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
