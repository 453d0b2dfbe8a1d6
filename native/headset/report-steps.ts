// What one report does to keys, hook and mute, each by its own rule. Pure. Source: reference/hid-consoles.md section 1.3.
import type { ButtonsEvent } from '../kit/buttons.ts'
import type { Step } from '../kit/machine.ts'
import type { HeadsetReading } from './reports.ts'
import type { HeadsetEffect, OpenHeadset, Written } from './headset-types.ts'
import { HOOK, MUTE } from './telephony.ts'

export interface Seen extends HeadsetReading {
  /** On before this report. */
  readonly before: ReadonlySet<string>
  /** The first report of the opening: how things stand, no presses. */
  readonly isBaseline: boolean
  /** The first report with its id. */
  readonly isFirst: boolean
  /** A key that is held, rather than one that tells how the call or the microphone stands. */
  readonly isKey: (name: string) => boolean
  readonly nowMs: number
}

/**
 * A hook that moves this soon after we wrote off-hook was moved by what we wrote.
 *
 * @remarks Jabra answers and takes back within 2–2.5 s (webhid 61), Plantronics within 50 ms: the longer one covers both. What it
 *   costs is a press of the hook that soon after another, which does nothing; a hook that follows our lamp never transmits.
 */
export const HOOK_ANSWER_MS = 2_500
/** A mute key this soon after we wrote mute is the device's own answer: no finger is so quick, and one that were means mute too. */
export const MUTE_ANSWER_MS = 250
/** Between the end of a call at the device and opening it anew: also how fast two programs that fight over it can go. */
export const REARM_MS = 300

type ReportStep = Step<OpenHeadset, HeadsetEffect>

const stay = (state: OpenHeadset): ReportStep => ({ state, effects: [] })
const tell = (event: ButtonsEvent): HeadsetEffect => ({ effect: 'tell', event })
/** A key without a release is let go at once: what it does must never wait for one. */
const pulse = (name: string): HeadsetEffect[] => [tell({ kind: 'down', name }), tell({ kind: 'up', name })]

/** Keys that are held. Releases first: a report that swaps two must not look like both. */
export function keySteps(state: OpenHeadset, seen: Seen): ReportStep {
  const mine = seen.inputs.map(({ name }) => name).filter(seen.isKey).toSorted()
  const down = mine.filter((name) => seen.on.has(name) && !seen.before.has(name))
  if (seen.isBaseline) return { state, effects: [tell({ kind: 'baseline', down })] }
  const effects: HeadsetEffect[] = []
  for (const name of mine) if (seen.before.has(name) && !seen.on.has(name)) effects.push(tell({ kind: 'up', name }))
  for (const name of down) effects.push(tell({ kind: seen.isFirst ? 'found' : 'down', name }))
  for (const name of mine) if (seen.pulses.has(name)) effects.push(...pulse(name))
  return { state, effects }
}

/** Where the console holds the call open, the hook says how the call stands: a press ends it, and it is opened anew. */
export function hookStep(state: OpenHeadset, seen: Seen): ReportStep {
  if (!state.layout.isArmed || seen.untold.has(HOOK) || !seen.inputs.some(({ name }) => name === HOOK)) return stay(state)
  const isAnswer = isWithin(state.hookWritten, HOOK_ANSWER_MS, seen.nowMs)
  const isOn = seen.on.has(HOOK)
  const moved = seen.pulses.has(HOOK) || (!seen.isFirst && isOn !== seen.before.has(HOOK))
  const effects = moved && !isAnswer && !seen.isBaseline ? pulse(HOOK) : []
  // A one-shot answer must not be answered in its turn, for ever.
  const isOver = seen.pulses.has(HOOK) ? !isAnswer : isLevel(seen) && !isOn && (seen.isFirst || seen.before.has(HOOK))
  if (!isOver || state.isRearming) return { state, effects }
  // What still waits to be written opens the call too, before it is opened on purpose.
  return { state: { ...state, isRearming: true, hookWritten: { atMs: seen.nowMs, isTaken: false } }, effects: [...effects, { effect: 'rearm-later', ms: REARM_MS }] }
}

const isLevel = ({ inputs }: Seen): boolean => inputs.some(({ name, kind }) => name === HOOK && kind !== 'one-shot')

export function muteStep(state: OpenHeadset, seen: Seen): ReportStep {
  const input = seen.inputs.find(({ name }) => name === MUTE)
  if (!input || seen.untold.has(MUTE)) return stay(state)
  return input.kind === 'one-shot' ? mutePressed(state, seen) : muteStands(state, seen)
}

/** The device only says that the key was pressed; we mute it by its lamp. */
function mutePressed(state: OpenHeadset, seen: Seen): ReportStep {
  if (!seen.pulses.has(MUTE)) return stay(state)
  const key = seen.isBaseline ? [] : pulse(MUTE)
  if (!state.layout.hasMuteLamp) return { state, effects: key }
  if (isWithin(state.muteWritten, MUTE_ANSWER_MS, seen.nowMs)) {
    if (state.isMuted) return stay(state)
    // It refuses to be opened: its arm is up, or its own switch is off.
    return { state: muted({ ...state, microphone: 'locked' }, seen.nowMs), effects: [tell({ kind: 'microphone', state: 'locked' })] }
  }
  // Also in the first report: a press that was not followed would leave a microphone that nobody knows the state of.
  return { state: state.isMuted ? opened(state, seen.nowMs) : muted(state, seen.nowMs), effects: key }
}

/** The device says how its microphone stands; the lamp follows. Equal to what we wrote, it is only the answer. */
function muteStands(state: OpenHeadset, seen: Seen): ReportStep {
  const isMuted = seen.on.has(MUTE)
  const microphone = isMuted ? 'muted' : 'open'
  const effects = seen.isFirst || isMuted === seen.before.has(MUTE) || isMuted === state.isMuted ? [] : pulse(MUTE)
  if (microphone !== state.microphone) effects.push(tell({ kind: 'microphone', state: microphone }))
  const after = { ...state, microphone } as const
  return { state: isMuted === state.isMuted ? after : isMuted ? muted(after, seen.nowMs) : opened(after, seen.nowMs), effects }
}

const muted = (state: OpenHeadset, nowMs: number): OpenHeadset => ({ ...state, isMuted: true, muteWritten: { atMs: nowMs, isTaken: false } })
const opened = (state: OpenHeadset, nowMs: number): OpenHeadset => ({ ...state, isMuted: false, muteWritten: { atMs: nowMs, isTaken: false } })

const isWithin = ({ atMs }: Written, limitMs: number, nowMs: number): boolean => nowMs - atMs <= limitMs
