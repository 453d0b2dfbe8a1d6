// Keyed sets, relays and terminal servers in a site file: what is right is read with its defaults, what is wrong is pointed at.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'

const DEMO = readFileSync(new URL('../../../resources/sites/demo.yaml', import.meta.url), 'utf8')

const DEVICES = `devices:
  - { id: set, driver: keyed-radio, label: Portoset, transport: { kind: serial, path: /dev/ttyUSB0, keyBy: rts-not-dtr, carrier: { input: dcd } } }
  - { id: far-set, driver: keyed-radio, label: Verre set, transport: { kind: rfc2217, host: ts1, port: 4001, keyBy: rts, readBack: { input: cts, activeLow: true } }, carrierOffMs: 300 }
  - { id: usb-set, driver: keyed-radio, label: USB-set, transport: { kind: cm108, vendorId: '0d8c', productId: '013a', carrier: { byte: 0, bit: 1, activeLow: true } } }
  - { id: relay, driver: changeover-relay, label: Omschakelrelais, transport: { kind: serial, path: /dev/ttyUSB1, keyBy: dtr, readBack: { input: dsr } } }
`
const CHANNELS = `    - { id: set, kind: keyed, label: Portoset, device: set, group: '4037002', audio: { microphone: hoorn, loudspeaker: set, recorded: false } }
    - { id: far-set, kind: keyed, label: Verre set, device: far-set, hears: false, audio: { microphone: hoorn, loudspeaker: set, recorded: false } }
`
const site = (text: string) => loadSite(text, 'site.yaml')
const whole = DEMO.replace('devices:\n', DEVICES).replace('  cards:\n', `${CHANNELS}  cards:\n`).replace('buttons: { middle: ptt }', 'buttons: { middle: ptt }\n    relay: relay')
  .replace('transport: { kind: tcp, host: 127.0.0.1, port: 45002 }', 'transport: { kind: rfc2217, host: ts1, port: 4002, baud: 9600 }')

test('keyed sets over every kind of line, a relay and a terminal server are read with their defaults', () => {
  const read = site(whole)
  if (!read.ok) throw new Error(JSON.stringify(read))
  const { devices, plan } = read.site
  expect(devices.slice(0, 4)).toMatchObject([
    { driver: 'keyed-radio', carrierOnMs: 40, carrierOffMs: 150, transport: { keyBy: 'rts-not-dtr', activeLow: false, carrier: { input: 'dcd', activeLow: false } } },
    { carrierOffMs: 300, transport: { kind: 'rfc2217', readBack: { input: 'cts', activeLow: true } } },
    { transport: { pin: 3, activeLow: false, carrier: { byte: 0, bit: 1, activeLow: true } } },
    { driver: 'changeover-relay', transport: { readBack: { input: 'dsr' } } },
  ])
  expect(devices.find((one) => one.id === 'control-radio')).toMatchObject({ transport: { kind: 'rfc2217', baud: 9600 } })
  expect(plan.channels.slice(2)).toMatchObject([
    { kind: 'keyed', group: '4037002', hears: true, loses: ['ptt-id', 'emergency-banner', 'sds', 'status'], verifyEveryS: 30 },
    { kind: 'keyed', hears: false },
  ])
})

describe('one mistake', () => {
  const mistakes: readonly (readonly [title: string, from: string, to: string, codes: string, says: string])[] = [
    ['a way of keying that does not exist', 'keyBy: rts-not-dtr', 'keyBy: rts-dtr', 'wrong-value', 'rts-dtr'],
    ['a pin the chip does not have', "productId: '013a',", "productId: '013a', pin: 5,", 'wrong-value', '5'],
    ['a carrier bit at a serial port', 'carrier: { input: dcd }', 'carrier: { byte: 0, bit: 1 }', 'missing unknown-key unknown-key', 'input is missing'],
    ['a relay whose position nobody reads', ', readBack: { input: dsr } }', ' }', 'missing', 'readBack is missing'],
    ['a set on a group that is not in the plan', "group: '4037002'", "group: '4037009'", 'unknown-reference', 'there is no group 4037009'],
    ['a keyed channel over a TETRA radio', 'label: Portoset, device: set', 'label: Portoset, device: desk-radio', 'wrong-reference', 'device desk-radio is of another kind'],
    ['a second channel over the same set', 'device: far-set, hears', 'device: set, hears', 'shared-device', 'device set already carries plan.channels[2]'],
    ['a pedal on a relay that does not exist', 'relay: relay', 'relay: relais', 'unknown-reference', 'there is no device relais'],
    ['a pedal on a device that is no relay', '    relay: relay', '    relay: set', 'wrong-reference', 'device set is of another kind'],
    ['a witness that is a keyed set', 'weight: primary, device: control-radio', 'weight: primary, device: set', 'wrong-reference', 'device set is of another kind'],
    ['a set and a relay on one port', '/dev/ttyUSB1', '/dev/ttyUSB0', 'shared-port', '/dev/ttyUSB0 already belongs to device set'],
    ['two devices on one port of a terminal server', 'port: 4002', 'port: 4001', 'shared-port', 'ts1:4001 already belongs to device far-set'],
  ]
  test.each(mistakes.map(([title, ...rest]) => ({ title, rest })))('$title is pointed out, and nothing else', ({ rest: [from, to, codes, says] }) => {
    expect(whole).toContain(from)
    const read = site(whole.replace(from, to))
    const problems = read.ok ? [] : read.problems
    expect(problems.map((one) => one.complaint.code)).toEqual(codes.split(' '))
    expect(problems[0]?.message).toContain(says)
  })
})
