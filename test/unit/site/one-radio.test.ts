// One radio, one use: what a site file may not let two channels, two devices, or a channel and the control radio share.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'
import { describeComplaint } from '../../../electron/host/site/problem-text.ts'

const DEMO = readFileSync(new URL('../../../resources/sites/demo.yaml', import.meta.url), 'utf8')
const AUDIO = 'audio: { microphone: handset, loudspeaker: set, recorded: false }'
const DEVICES = `devices:
  - { id: room-radio, driver: tetra-pei, label: Mobilofoon zaal, transport: { kind: tcp, host: TS1, port: 4001 } }
  - { id: dmo-radio, driver: tetra-pei, label: DMO, transport: { kind: serial, path: /dev/ttyUSB0 } }
  - { id: set, driver: keyed-radio, label: Portoset, transport: { kind: rfc2217, host: ts2, port: 4002, keyBy: rts } }
`
const CHANNELS = `    - { id: room-radio, kind: tetra, label: Mobilofoon zaal, device: room-radio, shared: true, ${AUDIO} }
    - { id: dmo, kind: dmo, label: DMO, device: dmo-radio, group: '90001', groupLabel: BRW 1, ${AUDIO} }
    - { id: set, kind: keyed, label: Portoset, device: set, ${AUDIO} }
`
const whole = DEMO.replace('devices:\n', DEVICES).replace('  cards:\n', `${CHANNELS}  cards:\n`)

test('a radio of the room, one in direct mode and a keyed set beside each other are as it should be', () => {
  const read = loadSite(whole, 'site.yaml')
  expect(read.ok ? read.site.plan.channels.map(({ kind }) => kind) : read.problems).toEqual(['rbs', 'tetra', 'tetra', 'dmo', 'keyed'])
})

describe('one mistake', () => {
  const mistakes: readonly (readonly [title: string, ...string[]])[] = [
    ['a second channel over a radio', 'device: room-radio, shared: true', 'device: desk-radio', 'shared-device', 'desk-radio, audio', 'device desk-radio already carries plan.channels[1]', 'apparaat desk-radio draagt al plan.channels[1]'],
    ['direct mode over the radio of another channel', 'device: dmo-radio', 'device: desk-radio', 'shared-device', "desk-radio, group: '90001'", 'device desk-radio already carries plan.channels[1]', 'apparaat desk-radio draagt al plan.channels[1]'],
    ['direct mode over a radio of the room', 'device: dmo-radio', 'device: room-radio', 'shared-device', "room-radio, group: '90001'", 'device room-radio already carries plan.channels[2]', 'apparaat room-radio draagt al plan.channels[2]'],
    ['direct mode over a keyed set', 'device: dmo-radio', 'device: set', 'wrong-reference', "set, group: '90001'", 'device set is of another kind', 'apparaat set is van een andere soort'],
    ['direct mode over a radio that is not there', 'device: dmo-radio', 'device: dmo-radoi', 'unknown-reference', 'dmo-radoi', 'there is no device dmo-radoi', 'er is geen apparaat dmo-radoi'],
    ['a keyed channel over a radio of the room', 'device: set', 'device: room-radio', 'wrong-reference', 'room-radio, audio', 'device room-radio is of another kind', 'apparaat room-radio is van een andere soort'],
    ['a radio of the room on a line of this desk', '{ kind: tcp, host: TS1, port: 4001 }', '{ kind: serial, path: /dev/ttyUSB5 }', 'not-shareable', 'true, audio', 'is on a line of this workstation alone', 'zit op een lijn van alleen deze werkplek'],
    ['a radio of the room that is the control radio', 'weight: primary, device: control-radio', 'weight: primary, device: room-radio', 'no-witness', 'room-radio }', 'is that of plan.channels[2], which is let go of', 'is dat van plan.channels[2], dat wordt vrijgegeven'],
    ['a radio in direct mode that is the control radio', 'weight: primary, device: control-radio', 'weight: primary, device: dmo-radio', 'no-witness', 'dmo-radio }', 'is that of plan.channels[3], which stands in direct mode', 'is dat van plan.channels[3], dat in DMO staat'],
    ['two devices on one port, written otherwise', 'host: ts2, port: 4002', 'host: ts1, port: 4001', 'shared-port', '{ kind: rfc2217', 'ts1:4001 already belongs to device room-radio', 'ts1:4001 is al van apparaat room-radio'],
  ]
  test.each(mistakes)('%s is pointed out where it stands, in both languages, and nothing else', (_title, ...rest) => {
    const [from = '', to = '', code = '', points = '', en = '', nl = ''] = rest
    expect(whole).toContain(from)
    const text = whole.replace(from, to)
    const read = loadSite(text, 'site.yaml')
    const problems = read.ok ? [] : read.problems
    expect(problems.map(({ complaint }) => complaint.code)).toEqual([code])
    const [problem] = problems
    if (!problem) throw new Error('no problem')
    expect(text.split('\n')[problem.line - 1]?.slice(problem.column - 1)).toMatch(new RegExp(`^${points.replaceAll(/[{}[\]()']/g, String.raw`\$&`)}`))
    expect(problem.message).toContain(en)
    expect(describeComplaint(problem.complaint, 'nl').message).toContain(nl)
    expect(problem.expected).not.toBe('')
  })
})
