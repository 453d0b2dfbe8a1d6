// Whatever happens to the relay of a shared pedal: the pedal is never ours while the armature stands at the RBS for longer than
// a look takes, and the coil is never drawn after the RBS was wanted.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ChangeoverRelay, createSimulatedRelay } from '../../../native/changeover-relay/index.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createSerialKeyLine } from '../../../native/serial-key-line/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

type Act = 'radio' | 'rbs' | 'jam' | 'free' | 'break' | 'mend contact' | 'push radio' | 'push rbs' | 'lose' | 'no line' | 'line back' | 'lines fail' | 'lines work' | 'wait' | 'wait long'
const act = fc.constantFrom<Act>('radio', 'radio', 'rbs', 'jam', 'free', 'break', 'mend contact', 'push radio', 'push rbs', 'lose', 'no line', 'line back', 'lines fail', 'lines work', 'wait', 'wait long')
const LOOK_MS = 25 // one reading of the contact each 20 ms

test('the pedal is ours only where the relay stands at the radio and is wanted there', async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
    const clock = createManualClock()
    const serial = new ScriptedSerial()
    const coil = createSimulatedRelay({ clock, tell: (contact) => { serial.inputs = { ...serial.inputs, cts: contact } } })
    serial.onOutputs = ({ rts }) => coil.draw(rts)
    const line = createSerialKeyLine({ clock, transport: serial, wires: { by: 'rts', activeLow: false }, readBack: { input: 'cts', activeLow: false } })
    const relay = new ChangeoverRelay({ clock, line, access: 'full' })
    let wanted = 'rbs'
    relay.start()
    await clock.advanceAsync(300)
    for (const one of acts) {
      switch (one) {
        case 'radio': relay.want('radio'); wanted = 'radio'; break
        case 'rbs': relay.want('rbs'); wanted = 'rbs'; break
        case 'jam': coil.jam(true); break
        case 'free': coil.jam(false); break
        case 'break': coil.breakContact(true); break
        case 'mend contact': coil.breakContact(false); break
        case 'push radio': coil.push(true); break
        case 'push rbs': coil.push(false); break
        case 'lose': if (serial.isOpen) serial.lose(); break
        case 'no line': serial.openResult = fail(failure('LINK_MISSING', 'test')); break
        case 'line back': serial.openResult = ok(); break
        case 'lines fail': serial.linesResult = fail(failure('LINK_TIMEOUT', 'test')); break
        case 'lines work': serial.linesResult = ok(); break
        case 'wait': break
        case 'wait long': await clock.advanceAsync(3_000); break
      }
      if (wanted === 'rbs') expect(relay.isPedalOurs).toBe(false)
      await clock.advanceAsync(LOOK_MS)
      if (relay.isPedalOurs) expect([wanted, coil.isAtRadio]).toEqual(['radio', true])
      if (wanted === 'rbs' && serial.isOpen && serial.linesResult.ok) expect(serial.outputs.at(-1)?.rts).toBe(false)
    }
    serial.linesResult = ok()
    const stopping = relay.stop()
    await clock.advanceAsync(1_000)
    await stopping
    expect([relay.isPedalOurs, serial.isOpen]).toEqual([false, false])
  }), { numRuns: 60 })
})
