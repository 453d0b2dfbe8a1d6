// A headset that is a program: in a call only while its off-hook lamp burns, and with a mute key that works only then.
// Source: reference/hid-consoles.md section 1.3 (request and acknowledge, boom arm, first report).
import type { Unsubscribe } from '../kit/transport.ts'
import { decodeLamps, encodeHeadset } from './reports.ts'
import { HOOK, MUTE, OFF_HOOK, type HeadsetInput, type HeadsetLayout } from './telephony.ts'

/** The wire below the simulator: a simulated HID server, a uhid device, or a script. */
export interface HeadsetWire {
  send(report: Uint8Array): void
  onWritten(listener: (report: Uint8Array) => void): Unsubscribe
}

export interface SimulatedHeadset {
  /** Presses a key; one with a release is held until `release`. Hook and mute do what the real ones do. Unknown names throw. */
  press(name: string): void
  release(name: string): void
  /** Its mute key is pressed by it in a call; while it is up the headset refuses to be opened. */
  moveArm(to: 'up' | 'down'): void
  readonly lit: ReadonlySet<string>
  readonly isInCall: boolean
}

/** @param echoes  whether the hook key follows the lamp, as Jabra and Plantronics do */
export function createSimulatedHeadset(layout: HeadsetLayout, wire: HeadsetWire, { echoes = true }: { readonly echoes?: boolean } = {}): SimulatedHeadset {
  const on = new Set<string>()
  const lit = new Set<string>()
  let isArmUp = false
  let isInCall = false
  const named = (name: string): HeadsetInput => {
    const input = layout.inputs.find((one) => one.name === name)
    if (!input) throw new RangeError(`the headset has no key ${name}`)
    return input
  }
  const send = ({ reportId }: HeadsetInput): void => wire.send(encodeHeadset(layout, reportId, on))
  const click = (input: HeadsetInput): void => {
    on.add(input.name)
    send(input)
    on.delete(input.name)
    send(input)
  }
  const follow = (): void => {
    const hook = layout.inputs.find(({ name }) => name === HOOK)
    const was = isInCall
    isInCall = lit.has(OFF_HOOK)
    if (!layout.isArmed || !echoes || hook?.kind !== 'level' || was === isInCall) return
    if (isInCall) on.add(HOOK)
    else on.delete(HOOK)
    send(hook)
  }
  const mute = layout.inputs.find(({ name }) => name === MUTE)
  const followMute = (wasMuted: boolean, hasBegun: boolean): void => {
    if (!mute || !isInCall) return
    if (mute.kind === 'one-shot') {
      if (isArmUp && !lit.has(MUTE) && (wasMuted || hasBegun)) click(mute)
    } else if (wasMuted !== lit.has(MUTE)) {
      if (lit.has(MUTE)) on.add(MUTE)
      else on.delete(MUTE)
      send(mute)
    }
  }
  wire.onWritten((report) => {
    for (const lamps of layout.lampReports) {
      const shown = decodeLamps(lamps, report)
      if (!shown) continue
      const [wasMuted, wasInCall] = [lit.has(MUTE), isInCall]
      for (const [name, isLit] of shown) {
        if (isLit) lit.add(name)
        else lit.delete(name)
      }
      if (shown.has(OFF_HOOK)) follow()
      followMute(wasMuted, isInCall && !wasInCall)
    }
  })
  return {
    lit,
    get isInCall() {
      return isInCall
    },
    moveArm(to) {
      const isMoved = isArmUp !== (to === 'up')
      isArmUp = to === 'up'
      if (isMoved && isInCall && mute?.kind === 'one-shot' && lit.has(MUTE) !== isArmUp) click(mute)
    },
    press(name) {
      const input = named(name)
      if (name === HOOK && layout.isArmed) {
        // It ends the call, or asks for one that nobody may answer.
        isInCall = !isInCall
        if (isInCall) on.add(HOOK)
        else on.delete(HOOK)
        return send(input)
      }
      if (name === MUTE && layout.isArmed && !isInCall) return
      if (input.kind === 'one-shot') return click(input)
      if (name === MUTE && on.delete(MUTE)) return send(input)
      on.add(name)
      send(input)
    },
    release(name) {
      const input = named(name)
      if (name !== HOOK && name !== MUTE && on.delete(name)) send(input)
    },
  }
}
