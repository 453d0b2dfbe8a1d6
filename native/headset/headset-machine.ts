// What a report of a headset means, and what must be written so that its keys go on working. Pure.
// Source: reference/hid-consoles.md section 1.3.
import { toHex } from '../kit/bytes.ts'
import type { Lights } from '../kit/buttons.ts'
import type { Step } from '../kit/machine.ts'
import { decodeLamps, encodeLamps, readHeadset } from './reports.ts'
import { hookStep, keySteps, muteStep, type Seen } from './report-steps.ts'
import type { HeadsetEffect, HeadsetInputEvent, HeadsetState, OpenHeadset, Written } from './headset-types.ts'
import { HOOK, MUTE, OFF_HOOK } from './telephony.ts'

type HeadsetStep = Step<HeadsetState, HeadsetEffect>

export const INITIAL_HEADSET: HeadsetState = { phase: 'closed', shown: {} }

const stay = (state: HeadsetState): HeadsetStep => ({ state, effects: [] })

export function reduceHeadset(state: HeadsetState, event: HeadsetInputEvent, nowMs: number): HeadsetStep {
  if (state.phase === 'closed') {
    if (event.event === 'opened') return open(state, event.layout, nowMs)
    return event.event === 'shown' ? stay({ ...state, shown: event.lights }) : stay(state)
  }
  switch (event.event) {
    case 'opened':
      return stay(state)
    case 'reported':
      return reported(state, event.report, nowMs)
    case 'shown':
      return withLamps(state, { state: { ...state, shown: event.lights }, effects: [] }, nowMs)
    case 'taken':
      return taken(state, event.report, nowMs)
    case 'refused':
      return refused(state)
    case 'rearm-due':
      return rearm(state, nowMs)
    case 'lost':
      return { state: { phase: 'closed', shown: state.shown }, effects: letGo(state) }
    case 'stopped':
      return { state: { phase: 'closed', shown: {} }, effects: [...letGo(state), ...state.layout.lampReports.map((lamps) => write(encodeLamps(lamps, new Set())))] }
  }
}

/** Names of keys that are held for us: neither hook nor mute where those tell how the call and the microphone stand. */
export const heldKeys = (state: HeadsetState): readonly string[] | undefined =>
  state.phase === 'closed' || state.heard.size === 0 ? undefined : [...state.on].filter((name) => isKeyOf(state, name)).toSorted()

const isKeyOf = ({ layout }: OpenHeadset, name: string): boolean => name !== MUTE && !(name === HOOK && layout.isArmed)

function open({ shown }: { readonly shown: Lights }, layout: OpenHeadset['layout'], nowMs: number): HeadsetStep {
  const written: Written = { atMs: nowMs, isTaken: false }
  const state: OpenHeadset = {
    phase: 'open', layout, shown, heard: new Set(), on: new Set(), isOddTold: false,
    isMuted: false, microphone: 'unknown', hookWritten: written, muteWritten: written, isRearming: false,
  }
  return { state, effects: layout.lampReports.map((lamps) => write(encodeLamps(lamps, litBy(state)))) }
}

function reported(state: OpenHeadset, report: Uint8Array, nowMs: number): HeadsetStep {
  const reading = readHeadset(state.layout, state.on, report)
  if (!reading) return stay(state)
  const { id, inputs } = reading
  const seen: Seen = { ...reading, before: state.on, isBaseline: state.heard.size === 0, isFirst: !state.heard.has(id), isKey: (name) => isKeyOf(state, name), nowMs }
  // Of a key that is cut off the report says "let go"; how call and microphone stand it does not say.
  const kept = [...state.on].filter((name) => !inputs.some((input) => input.name === name) || (reading.untold.has(name) && !isKeyOf(state, name)))
  const on = new Set([...kept, ...reading.on])
  const isOdd = reading.isOddLength && !state.isOddTold
  const read: OpenHeadset = { ...state, heard: new Set([...state.heard, id]), on, isOddTold: state.isOddTold || isOdd }
  const effects: HeadsetEffect[] = isOdd ? [{ effect: 'tell', event: { kind: 'odd-report', hex: toHex(report) } }] : []
  const steps = [keySteps, hookStep, muteStep]
  let after = read
  for (const step of steps) {
    const next = step(after, seen)
    after = next.state
    effects.push(...next.effects)
  }
  return withLamps(read, { state: after, effects }, nowMs)
}

/** The device's own answer to what was written may come from now on; a mute lamp that it took is how its microphone stands. */
function taken(state: OpenHeadset, report: Uint8Array, nowMs: number): HeadsetStep {
  const lit = new Map(state.layout.lampReports.flatMap((lamps) => [...(decodeLamps(lamps, report) ?? [])]))
  const stamp = (written: Written, isIt: boolean): Written => (isIt && !written.isTaken ? { atMs: nowMs, isTaken: true } : written)
  const isMuteTaken = lit.get(MUTE) === state.isMuted
  const isCallTaken = lit.get(OFF_HOOK) === true
  const after: OpenHeadset = { ...state, hookWritten: stamp(state.hookWritten, isCallTaken), muteWritten: stamp(state.muteWritten, isMuteTaken || isCallTaken) }
  if (!isMuteTaken || !isMutedByLamp(state)) return stay(after)
  const microphone = !state.isMuted ? 'open' : state.microphone === 'locked' ? 'locked' : 'muted'
  return microphone === state.microphone ? stay(after) : { state: { ...after, microphone }, effects: [{ effect: 'tell', event: { kind: 'microphone', state: microphone } }] }
}

/** Its mute key only says that it was pressed: the lamp is the microphone's state. */
const isMutedByLamp = ({ layout }: OpenHeadset): boolean =>
  layout.inputs.every(({ name, kind }) => name !== MUTE || kind === 'one-shot') && layout.inputs.some(({ name }) => name === MUTE)

function refused(state: OpenHeadset): HeadsetStep {
  if (!isMutedByLamp(state) || state.microphone === 'unknown') return stay(state)
  return { state: { ...state, microphone: 'unknown' }, effects: [{ effect: 'tell', event: { kind: 'microphone', state: 'unknown' } }] }
}

/** A call that begins is answered by the hook, and by the mute key of a headset whose arm is up. */
function callOpened(state: OpenHeadset, nowMs: number): OpenHeadset {
  const written: Written = { atMs: nowMs, isTaken: false }
  return { ...state, hookWritten: written, muteWritten: written }
}

/** Off and on: a device that only looks for changes would take a lamp that stays lit for nothing new. */
function rearm(state: OpenHeadset, nowMs: number): HeadsetStep {
  if (!state.isRearming) return stay(state)
  const after: OpenHeadset = { ...callOpened(state, nowMs), isRearming: false }
  const lit = litBy(after)
  const lamps = after.layout.lampReports.filter((one) => one.lamps.some(({ name }) => name === OFF_HOOK))
  const dark = new Set([...lit].filter((name) => name !== OFF_HOOK))
  // A call that the key has opened again meanwhile only waits for our lamp.
  const isOpenAgain = state.on.has(HOOK)
  return { state: after, effects: lamps.map((one) => ({ effect: 'write', reports: isOpenAgain ? [encodeLamps(one, lit)] : [encodeLamps(one, dark), encodeLamps(one, lit)] })) }
}

/** Whoever holds a key of a device that is gone has let go: nothing may stay keyed. */
const letGo = (state: OpenHeadset): HeadsetEffect[] =>
  (heldKeys(state) ?? []).map((name) => ({ effect: 'tell', event: { kind: 'up', name } }))

/** Off-hook burns as long as the device is open, whatever else is shown: without it neither hook nor mute key tells anything. */
function litBy({ shown, isMuted }: OpenHeadset): Set<string> {
  const asked = Object.entries(shown).flatMap(([name, state]) => (state === 'off' || name === MUTE ? [] : [name]))
  return new Set([...asked, OFF_HOOK, ...(isMuted ? [MUTE] : [])])
}

/** The step, with what its lamps have to show written. */
function withLamps(before: OpenHeadset, { state, effects }: Step<OpenHeadset, HeadsetEffect>, nowMs: number): HeadsetStep {
  const [was, is] = [litBy(before), litBy(state)]
  const changed = state.layout.lampReports.filter(({ lamps }) => lamps.some(({ name }) => was.has(name) !== is.has(name)))
  // Any lamp that shares its report with off-hook opens a call that the key has just ended.
  const opensCall = !state.on.has(HOOK) && changed.some(({ lamps }) => lamps.some(({ name }) => name === OFF_HOOK))
  const after = opensCall ? callOpened(state, nowMs) : state
  return { state: after, effects: [...effects, ...changed.map((lamps) => write(encodeLamps(lamps, is)))] }
}

const write = (report: Uint8Array): HeadsetEffect => ({ effect: 'write', reports: [report] })
