// Whatever a headset sends and whenever: presses and releases alternate, hook and mute never last, the call stays held open, and
// at the end nothing is down and no lamp burns.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { decodeLamps } from '../../../native/headset/reports.ts'
import { Headset, telephonyOf } from '../../../native/headset/index.ts'
import { parseHidDescriptor } from '../../../native/kit/hid-descriptor.ts'
import { ANKER, HANDSET, HEADSET, layoutOfHeadset, LEVEL_MUTE, ON_OFF, PLANTRONICS } from '../../support/headset-descriptors.ts'
import { readyHeadset } from '../../support/headset-bench.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedHid } from '../../support/scripted-transport.ts'

const DESCRIPTORS = [PLANTRONICS, ANKER, HANDSET, HEADSET, LEVEL_MUTE, ON_OFF]
const REARM_MS = 300

type Act =
  | { readonly act: 'report'; readonly bits: number; readonly isCut: boolean }
  | { readonly act: 'other'; readonly bytes: Uint8Array }
  | { readonly act: 'wait'; readonly ms: number }
  | { readonly act: 'show'; readonly hold: boolean }
  | { readonly act: 'lose' }

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ act: fc.constant('report' as const), bits: fc.nat(63), isCut: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('report' as const), bits: fc.nat(63), isCut: fc.constant(true) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('other' as const), bytes: fc.uint8Array({ maxLength: 8 }) }) },
  { weight: 4, arbitrary: fc.record({ act: fc.constant('wait' as const), ms: fc.constantFrom(1, 20, 60, 300, 2_600) }) },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('show' as const), hold: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ act: 'lose' as const }) },
)

test('presses alternate, a hook or mute that tells a state never lasts, and off-hook is dark only to begin a call anew', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(...DESCRIPTORS), fc.array(anyAct, { maxLength: 40 }), async (descriptor, acts) => {
    const layout = layoutOfHeadset(descriptor)
    const clock = createManualClock()
    const hid = new ScriptedHid()
    const driver = new Headset({ transport: hid, clock, descriptor, keys: [], transmit: [] })
    const pressed = new Set<string>()
    const standing = new Set<string>()
    driver.onEvent((event) => {
      if (event.kind === 'baseline') for (const name of event.down) standing.add(name)
      if (event.kind === 'found') standing.add(event.name)
      if (event.kind === 'down') {
        expect(pressed.has(event.name)).toBe(false)
        pressed.add(event.name)
      }
      if (event.kind === 'up') expect(pressed.delete(event.name) || standing.delete(event.name)).toBe(true)
      if (event.kind === 'link' && event.state === 'lost') expect([...pressed, ...standing]).toEqual([])
    })
    driver.start()
    await clock.advanceAsync(50)
    const [input] = layout.inputs
    for (const act of acts) {
      if (act.act === 'report') hid.report(...(layout.isNumbered ? [input?.reportId ?? 0] : []), ...(act.isCut ? [] : [act.bits]))
      if (act.act === 'other') hid.report(...act.bytes)
      if (act.act === 'wait') await clock.advanceAsync(act.ms)
      if (act.act === 'show') driver.show(act.hold ? { hold: 'on' } : {})
      if (act.act === 'lose' && hid.isOpen) hid.lose(failure('LINK_LOST', 'scripted'))
      expect(pressed.has('mute') || (layout.isArmed && pressed.has('hook'))).toBe(false)
      expect([...driver.down ?? []].every((name) => layout.inputs.some((one) => one.name === name && one.kind !== 'one-shot'))).toBe(true)
    }
    await clock.advanceAsync(10_000)
    const offHook = hid.written.flatMap((report) => layout.lampReports.flatMap((lamps) => decodeLamps(lamps, report)?.get('off-hook') ?? []))
    // A dark one is followed at once by a lit one.
    expect(offHook.every((isLit, at) => isLit || offHook[at + 1] === true)).toBe(true)
    expect(offHook.filter((isLit) => !isLit).length).toBeLessThanOrEqual(1 + clock.monotonicMs() / REARM_MS)
    hid.written.splice(0)
    const stopping = driver.stop()
    await clock.advanceAsync(1_000)
    await stopping
    expect({ pressed: [...pressed], open: hid.isOpen, timers: clock.pending }).toEqual({ pressed: [], open: false, timers: 0 })
    expect(hid.written).toHaveLength(layout.lampReports.length)
    expect(hid.written.flatMap((report) => [...report.subarray(1)]).every((byte) => byte === 0)).toBe(true)
  }), { numRuns: 300 })
})

test('any bytes for a descriptor are a layout or a failure, never two keys of one name, nor a lamp beyond its report', () => {
  fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.tuple(fc.constantFrom(...DESCRIPTORS), fc.nat(), fc.nat(255)).map(([descriptor, at, value]) => descriptor.map((byte, index) => (index === at % descriptor.length ? value : byte)))), (bytes) => {
    const parsed = parseHidDescriptor(bytes)
    const layout = parsed.ok ? telephonyOf(parsed.value) : parsed
    if (!layout.ok) {
      expect(layout.error.code).toMatch(/^(LINK_UNSUPPORTED|WIRE_MALFORMED|WIRE_TOO_LONG)$/)
      return
    }
    expect(new Set(layout.value.inputs.map(({ name }) => name)).size).toBe(layout.value.inputs.length)
    for (const { id, bytes: length, lamps } of layout.value.lampReports) for (const { bit } of lamps) expect(bit, `lamp of report ${id}`).toBeLessThan(length * 8)
  }), { numRuns: 1_500 })
})

/** What a person does to the headset, and the console to its lamps. */
const anyDeed = fc.oneof(
  fc.constantFrom('hook', 'mute', 'flash', 'flash up', 'hold shown', 'nothing shown', 'arm up', 'arm down'),
  fc.constantFrom(5, 40, 200, 320, 2_600),
)

test('no key is told that nobody pressed, however the headset answers what is written to it', async () => {
  await fc.assert(fc.asyncProperty(fc.constantFrom(PLANTRONICS, HEADSET, LEVEL_MUTE), fc.array(anyDeed, { maxLength: 40 }), async (descriptor, deeds) => {
    const { clock, driver, headset, told } = await readyHeadset(descriptor)
    const pressed = { hook: 0, mute: 0, flash: 0 }
    for (const deed of deeds) {
      if (typeof deed === 'number') await clock.advanceAsync(deed)
      else if (deed === 'hook' || deed === 'mute' || deed === 'flash') {
        pressed[deed]++
        headset.press(deed)
      } else if (deed === 'flash up') headset.release('flash')
      else if (deed.startsWith('arm')) {
        // Moving it presses mute.
        pressed.mute++
        headset.moveArm(deed === 'arm up' ? 'up' : 'down')
      } else driver.show(deed === 'hold shown' ? { hold: 'on' } : {})
    }
    await clock.advanceAsync(5_000)
    for (const [name, times] of Object.entries(pressed)) expect(told.filter((one) => one === `${name} down`).length, name).toBeLessThanOrEqual(times)
    // Whatever was done, the call is held again and the lamp says what the microphone is said to be.
    expect(headset.isInCall).toBe(true)
    const microphone = told.findLast((one) => one.startsWith('microphone'))
    if (microphone !== undefined) expect(headset.lit.has('mute')).toBe(microphone !== 'microphone open')
    await Promise.all([driver.stop(), clock.advanceAsync(1_000)])
    expect([...headset.lit]).toEqual([])
  }), { numRuns: 400 })
})
