// The relay on its wires: it moves before the pedal counts, and every doubt leaves the pedal with the RBS.
import { expect, test } from 'vitest'
import { ChangeoverRelay, createSimulatedRelay } from '../../../native/changeover-relay/index.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { createSerialKeyLine } from '../../../native/serial-key-line/index.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

async function bench() {
  const clock = createManualClock()
  const serial = new ScriptedSerial()
  const coil = createSimulatedRelay({ clock, tell: (contact) => { serial.inputs = { ...serial.inputs, cts: contact } } })
  serial.onOutputs = ({ rts }) => coil.draw(rts)
  const line = createSerialKeyLine({ clock, transport: serial, wires: { by: 'rts', activeLow: false }, readBack: { input: 'cts', activeLow: false } })
  const relay = new ChangeoverRelay({ clock, line, access: 'full' })
  const events: string[] = []
  relay.onEvent((event) => events.push(event.event === 'pedal' ? (event.ours ? 'ours' : 'not ours') : event.event === 'fault' ? event.fault : event.event === 'link' ? `link-${event.link.link}` : event.event))
  relay.start()
  await clock.advanceAsync(300)
  return { clock, serial, coil, relay, events, news: () => events.splice(0) }
}

test('it rests at the RBS, moves when the radio is wanted, and the pedal is ours only after its contact says so', async () => {
  const { clock, relay, coil, news } = await bench()
  expect([news(), relay.isPedalOurs]).toEqual([['link-up'], false])
  relay.want('radio')
  expect(relay.isPedalOurs).toBe(false)
  await clock.advanceAsync(60)
  expect([news(), relay.isPedalOurs, coil.isAtRadio]).toEqual([['ours'], true, true])
  relay.want('rbs')
  expect([news(), relay.isPedalOurs]).toEqual([['not ours'], false])
  await clock.advanceAsync(300)
  expect([news(), coil.isAtRadio]).toEqual([[], false])
})

test('a relay that does not move within 200 ms is told, sent back, and the pedal stays the RBS\'s until it is wanted anew', async () => {
  const { clock, relay, coil, news, serial } = await bench()
  news()
  coil.jam(true)
  relay.want('radio')
  await clock.advanceAsync(199)
  expect(news()).toEqual([])
  await clock.advanceAsync(1)
  expect([news(), serial.outputs.at(-1)]).toEqual([['did-not-move'], { rts: false, dtr: false }])
  coil.jam(false)
  await clock.advanceAsync(5_000)
  expect([news(), relay.isPedalOurs]).toEqual([[], false])
  relay.want('rbs')
  await clock.advanceAsync(300)
  relay.want('radio')
  await clock.advanceAsync(100)
  expect(news()).toEqual(['fault-over', 'ours'])
})

test('a contact that cannot be read is no position, and the pedal is not ours', async () => {
  const { clock, relay, serial, news } = await bench()
  news()
  relay.want('radio')
  await clock.advanceAsync(100)
  news()
  serial.readInputs = async () => fail(failure('LINK_TIMEOUT', 'test'))
  await clock.advanceAsync(40)
  expect(news()).toEqual(['not ours'])
  await clock.advanceAsync(300)
  expect([news(), serial.outputs.at(-1)]).toEqual([['position-unknown'], { rts: false, dtr: false }])
})

test('a relay that leaves the radio by itself takes the pedal away at once and is told', async () => {
  const { clock, relay, coil, news } = await bench()
  relay.want('radio')
  await clock.advanceAsync(100)
  news()
  coil.push(false)
  await clock.advanceAsync(25)
  expect([news(), relay.isPedalOurs]).toEqual([['not ours'], false])
  await clock.advanceAsync(250)
  expect(news()).toEqual(['moved-by-itself'])
})

test('bouncing contacts take the pedal for a moment and raise nothing', async () => {
  const { clock, relay, coil, news } = await bench()
  relay.want('radio')
  await clock.advanceAsync(100)
  news()
  coil.push(false)
  await clock.advanceAsync(25)
  coil.push(true)
  await clock.advanceAsync(300)
  expect(news()).toEqual(['not ours', 'ours'])
})

test('a contact that says radio while the RBS is wanted is a fault, and the pedal is not ours', async () => {
  const { clock, coil, relay, news } = await bench()
  news()
  coil.jam(true)
  coil.push(true)
  await clock.advanceAsync(300)
  expect([news(), relay.isPedalOurs]).toEqual([['moved-by-itself'], false])
  coil.push(false)
  await clock.advanceAsync(100)
  expect(news()).toEqual(['fault-over'])
})

test('unplugged at the radio the pedal is the RBS\'s at once; plugged in again it is moved back', async () => {
  const { clock, relay, serial, news } = await bench()
  relay.want('radio')
  await clock.advanceAsync(100)
  news()
  serial.lose()
  expect([news(), relay.isPedalOurs]).toEqual([['not ours', 'link-down', 'unreachable'], false])
  await clock.advanceAsync(1_300)
  expect(news()).toEqual(['link-up', 'fault-over', 'ours'])
})

test('stopping leaves the relay at the RBS before the line is let go', async () => {
  const { clock, relay, serial, coil } = await bench()
  relay.want('radio')
  await clock.advanceAsync(100)
  const stopping = relay.stop()
  await clock.advanceAsync(100)
  await stopping
  expect([serial.outputs.at(-1), serial.isOpen, coil.isAtRadio]).toEqual([{ rts: false, dtr: false }, false, false])
})
