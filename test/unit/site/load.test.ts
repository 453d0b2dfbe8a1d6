// Each mistake a technician can make in a site file is told with its line, and all of them at once.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadSite, loadSiteBytes } from '../../../electron/host/site/load.ts'
import { formatProblem } from '../../../electron/host/site/problem-text.ts'
import type { Complaint, SiteProblem } from '../../../electron/host/site/problems.ts'
import type { Site } from '../../../electron/host/site/schema.ts'

const correct = readFileSync(new URL('./correct.yaml', import.meta.url), 'utf8')

const siteOf = (text: string): Site => {
  const reading = loadSite(text, 'site.yaml')
  if (!reading.ok) throw new Error(reading.problems.map((one) => formatProblem(one)).join('\n'))
  return reading.site
}
const problemsOf = (text: string): readonly SiteProblem[] => {
  const reading = loadSite(text, 'site.yaml')
  return reading.ok ? [] : reading.problems
}
/** The correct file with one place changed; the place must exist once. */
const changed = (from: string, to: string, text = correct): string => {
  expect(text.split(from), `«${from}» stands once in the file`).toHaveLength(2)
  return text.replace(from, () => to)
}

describe('a correct site file', () => {
  test('is read with every default filled in', () => {
    const site = siteOf(correct)
    expect(site.settings).toMatchObject({ probeEveryMs: 1_000, silenceDownMs: 4_000, cusumMiss: 340, hardTimeoutMs: 120_000, pageKeepAliveMs: 300 })
    expect(Object.keys(site.settings)).toHaveLength(34 + 10 + 6 + 2)
    expect(site.services[0]?.probes[0]).toEqual({ id: 'rbs-sip', kind: 'sip', weight: 'primary', transport: 'udp', host: '127.0.0.1', port: 45_060, latencyLimitMs: 300 })
    expect(site.devices[0]).toMatchObject({ driver: 'tetra-pei', required: true, transport: { kind: 'tcp', port: 45_001 } })
    expect(site.plan.channels[0]).toMatchObject({ kind: 'rbs', dependsOn: [], loses: [] })
    expect(site.ledger).toEqual({ retention: { samplesDays: 90, trafficDays: 90, contentDays: 365, incidentYears: 5 } })
  })

  test('a file without mode, language, settings, devices and cards gets the careful defaults', () => {
    const minimal = [
      'format: 1',
      'room: { code: OB, name: Oost-Brabant }',
      'position: { id: OB-01, label: Tafel 1, discipline: politie }',
      'services:',
      '  - { id: rbs, role: console, label: RBS, probes: [{ id: rbs-tcp, kind: tcp, host: 10.0.0.1, port: 5060 }] }',
      'plan:',
      '  version: 1',
      '  approvedBy: supervisor',
      '  checkedOn: 2026-11-01',
      '  channels:',
      '    - { id: rbs, kind: rbs, label: RBS, service: rbs, audio: { microphone: headset, loudspeaker: RBS, recorded: true } }',
      "  groups: [{ key: 1, label: INC-1, gssi: '4037001' }]",
    ].join('\n')
    const site = siteOf(minimal)
    expect(site).toMatchObject({ mode: 'observe', language: 'nl', simulated: false, devices: [], position: { manned: true, callTaking: false } })
    expect(site.plan).toMatchObject({ automatic: false, cards: [] })
    expect(site.units).toEqual([])
    expect(site.services[0]?.probes[0]).toMatchObject({ weight: 'primary', latencyLimitMs: 300 })
  })

  test('two radios of one unit may have its call sign', () => {
    const units = [{ ssi: '6101629', label: '21-4131' }, { ssi: '6101630', label: '21-4131' }]
    expect(siteOf(`${correct}\nunits: ${JSON.stringify(units)}\n`).units).toEqual(units)
  })

  test('a serial radio gets 38 400 baud without flow control', () => {
    const text = changed('{ kind: tcp, host: 127.0.0.1, port: 45002 }', "{ kind: serial, path: /dev/ttyUSB0 }\n    ownIdentity: '4012345'")
    expect(siteOf(text).devices[1]).toMatchObject({ ownIdentity: '4012345', transport: { kind: 'serial', path: '/dev/ttyUSB0', baud: 38_400, rtscts: false } })
  })

  test('a radio, a pedal and an adapter of several ports can be named by where they are plugged in', () => {
    const serial = "{ kind: serial, usb: { vendorId: '0403', productId: '6011', serial: FT1, port: 1-1.4, interface: 2 } }"
    expect(siteOf(changed('{ kind: tcp, host: 127.0.0.1, port: 45002 }', serial)).devices[1]).toMatchObject({ transport: { kind: 'serial', usb: { vendorId: '0403', productId: '6011', serial: 'FT1', port: '1-1.4', interface: 2 } } })
    const hid = "{ kind: hid, vendorId: '05f3', productId: '0438', port: 1-2, unitId: 7 }"
    const panel = changed('product: vec-footpedal', 'product: xkeys-xk3-pedal', changed('{ kind: simulated, host: 127.0.0.1, port: 45003 }', hid))
    expect(siteOf(panel).devices[2]).toMatchObject({ transport: { port: '1-2', unitId: 7 } })
  })

  test('two equal adapters at two ports are two devices', () => {
    const text = changed('{ kind: tcp, host: 127.0.0.1, port: 45001 }', "{ kind: serial, usb: { vendorId: '0403', productId: '6001', port: 1-1 } }")
    expect(siteOf(changed('{ kind: tcp, host: 127.0.0.1, port: 45002 }', "{ kind: serial, usb: { vendorId: '0403', productId: '6001', port: 1-2 } }", text)).devices).toHaveLength(3)
  })

  test('two transmit buttons on one pedal are allowed', () => {
    expect(siteOf(changed('{ middle: ptt }', '{ left: ptt, middle: ptt }')).devices[2]).toMatchObject({ buttons: { left: 'ptt', middle: 'ptt' } })
  })

  test('a panel may have a key for everything the plan holds, and spare ones', () => {
    const buttons = { left: 'channel-2', middle: 'group-4', right: 'spare' }
    expect(siteOf(changed('{ middle: ptt }', JSON.stringify(buttons))).devices[2]).toMatchObject({ buttons })
  })

  test('a real foot pedal is named by its USB identity', () => {
    const text = changed('{ kind: simulated, host: 127.0.0.1, port: 45003 }', "{ kind: hid, vendorId: '05f3', productId: '00ff' }")
    expect(siteOf(text).devices[2]).toMatchObject({ transport: { kind: 'hid', vendorId: '05f3', productId: '00ff' } })
  })

  test('a headset needs neither a product nor a key: it is read by its own descriptor, and its mute is told', () => {
    const headset = "  - { id: headset, driver: headset, label: Headset, transport: { kind: hid, vendorId: '0b0e', productId: '0e12' } }\n\nplan:\n"
    expect(siteOf(changed('\nplan:\n', headset)).devices[3]).toMatchObject({ driver: 'headset', required: true, buttons: {} })
    const keyed = headset.replace(' } }\n', " }, product: vec-footpedal, buttons: { middle: ptt, hook: ptt } }\n")
    expect(problemsOf(changed('\nplan:\n', keyed)).map((problem) => problem.complaint.code).toSorted()).toEqual(['product-mismatch', 'unknown-input'])
  })

  test('Windows line ends and a byte order mark change nothing', () => {
    expect(siteOf(`\ufeff${correct.replaceAll('\n', '\r\n')}`)).toEqual(siteOf(correct))
  })
})

interface Mistake {
  readonly title: string
  readonly from: string
  readonly to: string
  readonly code: Complaint['code']
  /** Text at which the problem is pointed out, first occurrence; its line and column are expected. */
  readonly points: string
  readonly says: string
  readonly right: string
}

const mistakes: readonly Mistake[] = [
  { title: 'a key nobody knows', from: 'callTaking: false', to: 'callTaking: false, floor: 3', code: 'unknown-key', points: 'floor: 3', says: 'floor is not a key of this block', right: 'one of id, label, discipline, manned, callTaking' },
  { title: 'a misspelt key, once and not also as missing', from: 'discipline: brandweer', to: 'dicsipline: brandweer', code: 'unknown-key', points: 'dicsipline', says: 'did you mean discipline?', right: 'discipline' },
  { title: 'a misspelt setting', from: 'settings: {}', to: 'settings: { silenceDownMS: 4000 }', code: 'unknown-key', points: 'silenceDownMS', says: 'did you mean silenceDownMs?', right: 'probeEveryMs' },
  { title: 'a missing key', from: 'label: Tafel 7, ', to: '', code: 'missing', points: '{ id: DEMO-07', says: 'label is missing', right: 'label: a text of 1 to 40 characters' },
  { title: 'a missing transport', from: "    transport: { kind: simulated, host: 127.0.0.1, port: 45003 }\n", to: '', code: 'missing', points: 'id: pedal', says: 'transport is missing', right: 'transport: a block with kind, …' },
  { title: 'a missing block', from: 'room: { code: DEMO, name: Meldkamer demo }\n', to: '', code: 'missing', points: 'format: 1', says: 'room is missing', right: 'a block with code, name' },
  { title: 'an empty value', from: 'language: nl', to: 'language:', code: 'wrong-value', points: 'language:', says: 'nothing is filled in', right: 'one of nl, en' },
  { title: 'a word that is not one of the words', from: 'mode: act', to: 'mode: observ', code: 'wrong-value', points: 'observ\n', says: 'observ does not fit here; did you mean observe?', right: 'one of observe, advise, act' },
  { title: 'yes for true', from: 'manned: true', to: 'manned: yes', code: 'wrong-value', points: 'yes,', says: 'yes does not fit here', right: 'true or false' },
  { title: 'a port out of range', from: 'port: 45002', to: 'port: 450020', code: 'wrong-value', points: '450020', says: '450020 does not fit here', right: 'a whole number 1–65535' },
  { title: 'a setting with a fraction', from: 'settings: {}', to: 'settings: { lagMs: 0.25 }', code: 'wrong-value', points: '0.25', says: '0.25 does not fit', right: 'a whole number 100–5000 ms' },
  { title: 'a group number without quotes', from: "gssi: '4037002'", to: 'gssi: 4037002', code: 'wrong-value', points: '4037002', says: '4037002 does not fit', right: "digits in quotes, such as '4037001'" },
  { title: 'an impossible day', from: '2026-11-01', to: '2026-11-31', code: 'wrong-value', points: '2026-11-31', says: '2026-11-31', right: 'a date such as 2026-11-01' },
  { title: 'planned work on a day that does not exist', from: "    label: RBS\n    dependsOn: [lan]\n", to: "    label: RBS\n    dependsOn: [lan]\n    maintenance: [{ kind: once, from: 2026-11-31 02:00, until: 2026-12-01 05:00 }]\n", code: 'wrong-value', points: '2026-11-31', says: '2026-11-31', right: 'a day and time such as 2026-12-01 02:00' },
  { title: 'planned work that ends before it begins', from: "    label: RBS\n    dependsOn: [lan]\n", to: "    label: RBS\n    dependsOn: [lan]\n    maintenance: [{ kind: once, from: 2026-12-01 05:00, until: 2026-12-01 02:00 }]\n", code: 'ends-before-it-begins', points: '2026-12-01 02:00', says: '2026-12-01 02:00 is not after 2026-12-01 05:00', right: 'until later than from' },
  { title: 'planned work at an hour no clock has', from: "    label: RBS\n    dependsOn: [lan]\n", to: "    label: RBS\n    dependsOn: [lan]\n    maintenance: [{ kind: weekly, day: tue, at: '24:00', hours: 3 }]\n", code: 'wrong-value', points: "'24:00'", says: '24:00 does not fit', right: "a time in quotes, such as '02:00'" },
  { title: 'a web address of another protocol', from: 'http://127.0.0.1:45080/', to: 'ftp://127.0.0.1/', code: 'wrong-value', points: "'ftp:", says: 'ftp://', right: 'begins with http://' },
  { title: 'a baud rate no port has', from: '{ kind: tcp, host: 127.0.0.1, port: 45002 }', to: '{ kind: serial, path: /dev/ttyS0, baud: 38500 }', code: 'wrong-value', points: '38500', says: '38500', right: '38400' },
  { title: 'a relative serial path', from: '{ kind: tcp, host: 127.0.0.1, port: 45002 }', to: '{ kind: serial, path: ttyS0 }', code: 'wrong-value', points: 'ttyS0', says: 'ttyS0', right: 'an absolute path' },
  { title: 'a serial line without a port', from: '{ kind: tcp, host: 127.0.0.1, port: 45002 }', to: '{ kind: serial, baud: 9600 }', code: 'missing', points: '{ kind: serial, baud: 9600 }', says: 'path is missing', right: 'or instead of path, usb with vendorId and productId' },
  { title: 'a serial line with two ports', from: '{ kind: tcp, host: 127.0.0.1, port: 45002 }', to: "{ kind: serial, path: /dev/ttyUSB0, usb: { vendorId: '0403', productId: '6001' } }", code: 'excluded', points: 'usb: {', says: 'usb does not go together with path', right: 'either path or usb' },
  { title: 'a USB port with a space', from: '{ kind: tcp, host: 127.0.0.1, port: 45002 }', to: "{ kind: serial, usb: { vendorId: '0403', productId: '6001', port: 1 - 1 } }", code: 'wrong-value', points: '1 - 1', says: '1 - 1 does not fit', right: 'a USB port such as 1-1.4' },
  { title: 'a unit number that no panel can have', from: 'product: vec-footpedal\n    transport: { kind: simulated, host: 127.0.0.1, port: 45003 }', to: "product: xkeys-xk3-pedal\n    transport: { kind: hid, vendorId: '05f3', productId: '0438', unitId: 256 }", code: 'wrong-value', points: '256', says: '256 does not fit', right: '0–255' },
  { title: 'a unit number of a pedal that has none', from: '{ kind: simulated, host: 127.0.0.1, port: 45003 }', to: "{ kind: hid, vendorId: '05f3', productId: '00ff', unitId: 7 }", code: 'no-unit-number', points: 'unitId: 7', says: 'a vec-footpedal has no unit number', right: 'serial or port' },
  { title: 'two devices that are one adapter', from: '{ kind: tcp, host: 127.0.0.1, port: 45001 }\n  - id: control-radio\n    driver: tetra-pei\n    label: Controleradio\n    transport: { kind: tcp, host: 127.0.0.1, port: 45002 }', to: "{ kind: serial, usb: { vendorId: '0403', productId: '6001', port: 1-1.4 } }\n  - id: control-radio\n    driver: tetra-pei\n    label: Controleradio\n    transport: { kind: serial, usb: { productId: '6001', vendorId: '0403', port: 1-1.4 }, baud: 9600 }", code: 'shared-port', points: "{ kind: serial, usb: { productId", says: '0403:6001 port 1-1.4 already belongs to device desk-radio', right: 'one device on one port' },
  { title: 'no groups', from: "    - { key: 1, label: INC-1, gssi: '4037001' }\n    - { key: 2, label: INC-2, gssi: '4037002' }\n    - { key: 3, label: INC-3, gssi: '4037003' }\n    - { key: 4, label: INC-4, gssi: '4037004' }", to: '    []', code: 'wrong-value', points: '[]', says: '[…] does not fit', right: 'a list of 1 to 8 items' },
  { title: 'a fingerprint for a line that has no certificate', from: 'transport: udp, host: 127.0.0.1, port: 45060', to: `transport: tcp, host: 127.0.0.1, fingerprint256: ${'AB:'.repeat(31)}CD`, code: 'excluded', points: 'fingerprint256', says: 'fingerprint256 does not go together with transport: tcp', right: 'either transport: tcp or fingerprint256' },
  { title: 'an authority beside the fingerprint that makes it needless', from: 'transport: udp, host: 127.0.0.1, port: 45060', to: `transport: tls, host: 127.0.0.1, ca: /etc/rbs.pem, fingerprint256: ${'AB'.repeat(32)}`, code: 'excluded', points: 'ca: /etc', says: 'ca does not go together with fingerprint256', right: 'either fingerprint256 or ca' },
  { title: 'a fingerprint that is too short', from: 'transport: udp, host: 127.0.0.1, port: 45060', to: 'transport: tls, host: 127.0.0.1, fingerprint256: AB:CD', code: 'wrong-value', points: 'AB:CD', says: 'AB:CD does not fit', right: 'a SHA-256 fingerprint' },
  { title: 'a name that no name server can be asked', from: "kind: http, weight: primary, url: 'http://127.0.0.1:45080/'", to: 'kind: dns, server: 127.0.0.1, name: rbs..example', code: 'wrong-value', points: 'rbs..example', says: 'rbs..example does not fit', right: 'a name with dots' },
  { title: 'a time server asked too often', from: "kind: http, weight: primary, url: 'http://127.0.0.1:45080/'", to: 'kind: clock, server: 127.0.0.1, everyS: 15', code: 'wrong-value', points: '15 }', says: '15 does not fit', right: '16–1024' },
  { title: 'a channel kind nobody knows', from: 'kind: tetra', to: 'kind: marifoon', code: 'wrong-value', points: 'marifoon', says: 'marifoon does not fit here', right: 'rbs, tetra, keyed, dmo' },
  { title: 'a channel kind that does not exist', from: 'kind: tetra', to: 'kind: tetar', code: 'wrong-value', points: 'tetar', says: 'did you mean tetra?', right: 'one of rbs, tetra' },
  { title: 'a device without a driver', from: '    driver: hid-buttons\n', to: '', code: 'missing', points: 'id: pedal', says: 'driver is missing', right: 'one of tetra-pei, hid-buttons' },
  { title: 'a key whose meaning is misspelt', from: '{ middle: ptt }', to: '{ middle: ptt, left: swich }', code: 'wrong-value', points: 'swich', says: 'did you mean switch?', right: 'take-emergency, acknowledge, report, tap-speech-drops, tap-ptt-refused, tap-no-reception, spare' },
  { title: 'a key that is to bring a window forward', from: '{ middle: ptt }', to: '{ middle: show-main }', code: 'wrong-value', points: 'show-main', says: 'show-main does not fit here', right: 'one of ptt, switch, back' },
  { title: 'a key for a group that the plan does not have', from: '{ middle: ptt }', to: '{ left: group-5 }', code: 'not-in-plan', points: 'group-5', says: 'the plan has nothing for group-5', right: 'channel-1, channel-2, group-1, group-2, group-3, group-4' },
  { title: 'a key for a channel that the plan does not have', from: '{ middle: ptt }', to: '{ left: channel-3 }', code: 'not-in-plan', points: 'channel-3', says: 'the plan has nothing for channel-3', right: 'channel-2' },
  { title: 'a service id used twice', from: 'devices:\n', to: '  - { id: lan, role: other, label: GMS, probes: [{ id: gms, kind: tcp, host: gms, port: 1 }] }\n\ndevices:\n', code: 'duplicate', points: 'lan, role: other', says: 'id lan is already used by services[2].id', right: 'a value of its own' },
  { title: 'a probe id used twice', from: 'id: lan-http', to: 'id: rbs-tcp', code: 'duplicate', points: 'rbs-tcp, kind: http', says: 'services[0].probes[2].id', right: 'a value of its own' },
  { title: 'a card with the id of a channel', from: '- id: portable-radios', to: '- id: desk-radio', code: 'duplicate', points: 'desk-radio\n      label: Portofoons', says: 'plan.channels[1].id', right: 'a value of its own' },
  { title: 'a group key used twice', from: 'key: 4', to: 'key: 3', code: 'duplicate', points: '3, label: INC-4', says: 'key 3 is already used by plan.groups[2].key', right: 'a value of its own' },
  { title: 'a group key beyond eight', from: 'key: 4', to: 'key: 9', code: 'wrong-value', points: '9, label: INC-4', says: '9 does not fit', right: '1–8' },
  { title: 'two group keys with one name', from: 'label: INC-4', to: 'label: INC-3', code: 'duplicate', points: "INC-3, gssi: '4037004'", says: 'label INC-3', right: 'a value of its own' },
  { title: 'two group keys for one group', from: "gssi: '4037004' }", to: "gssi: '4037003'  }", code: 'duplicate', points: "'4037003'  }", says: 'gssi 4037003', right: 'a value of its own' },
  { title: 'two call signs for one unit', from: "    - { key: 4, label: INC-4, gssi: '4037004' }", to: "    - { key: 4, label: INC-4, gssi: '4037004' }\nunits:\n  - { ssi: '6101629', label: 21-4131 }\n  - { ssi: '6101629', label: 21-4132 }", code: 'duplicate', points: "'6101629', label: 21-4132", says: 'ssi 6101629 is already used by units[0].ssi', right: 'a value of its own' },
  { title: 'a call sign for a number without quotes', from: "    - { key: 4, label: INC-4, gssi: '4037004' }", to: "    - { key: 4, label: INC-4, gssi: '4037004' }\nunits: [{ ssi: 6101629, label: 21-4131 }]", code: 'wrong-value', points: '6101629', says: '6101629 does not fit', right: 'digits in quotes' },
  { title: 'a witness probe of a device that does not exist', from: 'weight: primary, device: control-radio', to: 'weight: primary, device: controlradio2', code: 'unknown-reference', points: 'controlradio2', says: 'there is no device controlradio2; did you mean control-radio?', right: 'desk-radio, control-radio, pedal' },
  { title: 'a witness probe of a pedal', from: 'weight: primary, device: control-radio', to: 'weight: primary, device: pedal', code: 'wrong-reference', points: 'pedal }', says: 'device pedal is of another kind', right: 'driver: tetra-pei' },
  { title: 'a channel over a pedal', from: '      device: desk-radio', to: '      device: pedal', code: 'wrong-reference', points: 'pedal\n      dependsOn', says: 'device pedal is of another kind', right: 'driver: tetra-pei' },
  { title: 'an RBS channel that watches another service', from: '      service: rbs', to: '      service: lan', code: 'wrong-reference', points: 'lan\n      audio', says: 'service lan is of another kind', right: 'role: console' },
  { title: 'a dependency that does not exist', from: 'dependsOn: [lan]', to: 'dependsOn: [lann]', code: 'unknown-reference', points: 'lann', says: 'there is no service lann; did you mean lan?', right: 'rbs, c2000, lan' },
  { title: 'dependencies in a circle', from: 'label: Netwerk', to: 'label: Netwerk\n    dependsOn: [rbs]', code: 'dependency-cycle', points: 'rbs]', says: 'rbs → lan → rbs', right: 'without a circle' },
  { title: 'a fallback channel before the RBS', from: 'kind: rbs\n      label: RBS\n      service: rbs', to: 'kind: tetra\n      label: RBS\n      device: control-radio', code: 'first-channel', points: 'tetra\n      label: RBS', says: 'the first channel is not the RBS', right: 'kind: rbs first' },
  { title: 'a second RBS', from: 'kind: tetra\n      label: Mobilofoon\n      device: desk-radio\n      dependsOn: [c2000]\n      verifyEveryS: 30', to: 'kind: rbs\n      label: Mobilofoon\n      service: rbs', code: 'second-rbs', points: 'rbs\n      label: Mobilofoon', says: 'a second RBS channel', right: 'exactly one' },
  { title: 'two devices on one port', from: 'port: 45002', to: 'port: 45001', code: 'shared-port', points: '{ kind: tcp, host: 127.0.0.1, port: 45001 }\n  - id: pedal', says: '127.0.0.1:45001 already belongs to device desk-radio', right: 'one device on one port' },
  { title: 'down before unknown', from: 'settings: {}', to: 'settings: { silenceDownMs: 2500 }', code: 'setting-order', points: '2500', says: 'silenceUnknownMs 2500 and silenceDownMs 2500 exclude each other', right: 'silenceUnknownMs < silenceDownMs' },
  { title: 'one unit that is enough to call the RBS limited', from: 'settings: {}', to: 'settings: { peopleUnit: 150 }', code: 'setting-order', points: '150', says: 'peopleUnit 150 and peopleDegraded 150', right: 'peopleUnit < peopleDegraded' },
  { title: 'a longest hold below the hold', from: 'settings: {}', to: 'settings: { holdMaxMs: 30000 }', code: 'setting-order', points: '30000', says: 'holdMs 60000 and holdMaxMs 30000', right: 'holdMs ≤ holdMaxMs' },
  { title: 'a warning after the cut', from: 'settings: {}', to: 'settings: { softTimeoutMs: 130000 }', code: 'setting-order', points: '130000', says: 'softTimeoutMs 130000 and hardTimeoutMs 120000', right: 'softTimeoutMs < hardTimeoutMs' },
  { title: 'a recovery that cannot happen', from: 'settings: {}', to: 'settings: { recoverReplies: 5 }', code: 'never-recovers', points: '5 }', says: 'down would never end', right: 'recoverWithinMs' },
  { title: 'a heartbeat slower than silence', from: 'settings: {}', to: 'settings: { silenceUnknownMs: 400, probeEveryMs: 300, probeTimeoutMs: 250 }', code: 'heartbeat-too-slow', points: '500', says: 'taken for silence after 400 ms', right: 'everyMs < silenceUnknownMs' },
  { title: 'a heartbeat slower than any probe', from: 'everyMs: 500', to: 'everyMs: 1200', code: 'wrong-value', points: '1200', says: '1200 does not fit', right: '50–1000 ms' },
  { title: 'a simulated pedal at a real position', from: 'simulated: true\n', to: '', code: 'simulated-device', points: 'simulated, host: 127.0.0.1, port: 45003', says: 'a simulated device at a real position', right: 'kind: hid' },
  { title: 'a pedal of another make', from: '{ kind: simulated, host: 127.0.0.1, port: 45003 }', to: "{ kind: hid, vendorId: '05f3', productId: '0438' }", code: 'product-mismatch', points: "'0438'", says: '05f3:0438 is not a vec-footpedal', right: '05f3:00ff' },
  { title: 'an input the pedal does not have', from: '{ middle: ptt }', to: '{ midle: ptt }', code: 'unknown-input', points: 'midle', says: 'did you mean middle?', right: 'left, middle, right' },
  { title: 'a pedal without a use', from: '{ middle: ptt }', to: '{}', code: 'wrong-value', points: '{}\n\nplan', says: '{} does not fit', right: 'at least one input' },
  { title: 'a key written twice', from: 'mode: act', to: 'mode: act\nmode: observe', code: 'duplicate-key', points: 'mode: observe', says: 'mode is written twice', right: 'each key once' },
]

describe('one mistake', () => {
  test.each(mistakes)('$title is pointed out, and nothing else', ({ from, to, code, points, says, right }) => {
    const text = changed(from, to)
    const problems = problemsOf(text)
    expect(problems.map((one) => one.complaint.code), problems.map((one) => formatProblem(one)).join('\n')).toEqual([code])
    const [problem] = problems
    const before = text.slice(0, text.indexOf(points)).split('\n')
    expect({ line: problem?.line, column: problem?.column }).toEqual({ line: before.length, column: (before.at(-1)?.length ?? 0) + 1 })
    expect(problem?.message).toContain(says)
    expect(problem?.expected).toContain(right)
  })

  test('a service named as the alarm of the own network is refused by that name', () => {
    const [problem] = problemsOf(changed('- id: lan\n', '- id: own-network\n').replace('dependsOn: [lan]', 'dependsOn: [own-network]'))
    expect(problem).toMatchObject({ complaint: { code: 'wrong-value', found: 'own-network' } })
    expect(problem?.expected).toContain('not own-network')
  })

  test.each(mistakes)('$title is said in Dutch too', ({ from, to }) => {
    const [problem] = problemsOf(changed(from, to))
    const [english, dutch] = [formatProblem(problem as SiteProblem), formatProblem(problem as SiteProblem, 'nl')]
    expect(dutch).toMatch(/^site\.yaml:\d+:\d+\b.*Goed is: /)
    expect(dutch).not.toBe(english)
  })
})

describe('a broken file', () => {
  test('all mistakes are told at once, in the order of the file', () => {
    let text = changed('mode: act', 'mode: acts')
    text = changed('id: rbs-tcp, kind: tcp', 'id: rbs-tcp, knid: tcp', text)
    text = changed('dependsOn: [lan]', 'dependsOn: [wan]', text)
    text = changed('      device: desk-radio', '      device: desk-radoi', text)
    text = changed('key: 4', 'key: 3', text)
    const codes = problemsOf(text).map((one) => [one.path, one.complaint.code])
    expect(codes).toEqual([
      ['mode', 'wrong-value'],
      ['services[0].dependsOn[0]', 'unknown-reference'],
      ['services[0].probes[2]', 'missing'],
      ['plan.channels[1].device', 'unknown-reference'],
      ['plan.groups[3].key', 'duplicate'],
    ])
  })

  test('a syntax error is told with its line, without guesses about what follows', () => {
    const text = changed('mode: act', 'mode: [act')
    const problems = problemsOf(text)
    expect(new Set(problems.map((one) => one.complaint.code))).toEqual(new Set(['yaml-syntax']))
    expect(problems[0]?.line).toBeGreaterThanOrEqual(text.slice(0, text.indexOf('mode: [')).split('\n').length)
  })

  test.each([
    ['an empty file', '', 'empty'],
    ['a file of comments', '# nothing yet\n', 'wrong-value'],
    ['a list', '- format: 1', 'wrong-value'],
    ['two documents', `${correct}---\n${correct}`, 'yaml-syntax'],
    ['a tab for indentation', 'format: 1\nroom:\n\tcode: OB\n', 'yaml-syntax'],
    ['a file larger than any site', `# ${'x'.repeat(600 * 1024)}`, 'too-large'],
    ['brackets without end', '['.repeat(500_000), 'too-deep'],
    ['keys of keys of keys, over which the parser would sit for minutes', '? '.repeat(250_000), 'too-deep'],
    ['keys of keys one below the other', Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}?`).join('\n'), 'too-deep'],
    ['lists in lists on one line', `services: ${'- '.repeat(40)}`, 'too-deep'],
    ['aliases that multiply', `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`, 'yaml-syntax'],
  ])('%s is refused, not read half', (_title, text, code) => {
    expect(problemsOf(text)[0]?.complaint.code).toBe(code)
  })

  test('nesting that is too deep is pointed out where it becomes so', () => {
    expect(problemsOf(`mode: act\nplan: ${'['.repeat(33)}`)).toMatchObject([{ line: 2, column: 39, complaint: { code: 'too-deep', limit: 32 } }])
  })

  test('question marks in a text are text', () => {
    const asking = changed('label: Netwerk', 'label: Wat nu? En dan? Nee? Ja? Goed? Zo?')
    expect(problemsOf(asking).map((one) => one.complaint.code)).not.toContain('too-deep')
  })

  test('bytes that are not UTF-8 are refused', () => {
    const reading = loadSiteBytes(Uint8Array.of(0x66, 0x3a, 0xff, 0xfe), 'site.yaml')
    expect(reading).toMatchObject({ ok: false, problems: [{ complaint: { code: 'not-text' } }] })
  })

  test('a key named __proto__ is a key nobody knows and changes no object', () => {
    const problems = problemsOf(changed('settings: {}', 'settings: { __proto__: { lagMs: 1 } }'))
    expect(problems.map((one) => one.complaint.code)).toContain('unknown-key')
    expect(({} as Record<string, unknown>)['lagMs']).toBeUndefined()
  })

  test('a value that is an alias is pointed out where it is used', () => {
    const text = changed('label: Netwerk', 'label: Netwerk\n    dependsOn: [*word]', changed('language: nl', 'language: &word nl'))
    const line = text.slice(0, text.indexOf('*word')).split('\n').length
    expect(problemsOf(text)).toMatchObject([{ complaint: { code: 'unknown-reference' }, path: 'services[2].dependsOn[0]', line }])
  })
})
