// A channel in direct mode in a site file: what is right is read with its defaults, what is wrong is pointed at.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'

const DEMO = readFileSync(new URL('../../../resources/sites/demo.yaml', import.meta.url), 'utf8')
const DEVICE = "devices:\n  - { id: direct, driver: tetra-pei, label: DMO-portofoon, transport: { kind: serial, path: /dev/ttyUSB3 } }\n"
const CHANNEL = "    - { id: dmo, kind: dmo, label: DMO, device: direct, group: '4037901', groupLabel: BRW 1, audio: { microphone: handset, loudspeaker: DMO, recorded: false } }\n"
const whole = DEMO.replace('devices:\n', DEVICE).replace('  cards:\n', `${CHANNEL}  cards:\n`)

test('a radio in direct mode is read with its defaults, on a group that is none of the plan', () => {
  const read = loadSite(whole, 'site.yaml')
  if (!read.ok) throw new Error(JSON.stringify(read))
  expect(read.site.plan.channels.at(-1)).toMatchObject({ kind: 'dmo', device: 'direct', group: '4037901', groupLabel: 'BRW 1', verifyEveryS: 30, loses: ['ptt-id', 'emergency-banner', 'sds', 'status', 'patch', 'position', 'queue'] })
})

test.each([
  ['a radio that is not there', 'label: DMO, device: direct', 'label: DMO, device: direkt', ['unknown-reference'], 'there is no device direkt'],
  ['a pedal', 'label: DMO, device: direct', 'label: DMO, device: pedal', ['wrong-reference'], 'device pedal is of another kind'],
  ['the radio of another channel', 'label: DMO, device: direct', 'label: DMO, device: desk-radio', ['shared-device'], 'device desk-radio already carries plan.channels[1]'],
  ['the control radio, which then hears no network', 'label: DMO, device: direct', 'label: DMO, device: control-radio', ['no-witness'], 'control-radio'],
  ['no group', "group: '4037901', ", '', ['missing'], 'group is missing'],
  ['a group without a name', 'groupLabel: BRW 1, ', '', ['missing'], 'groupLabel is missing'],
] as const)('direct mode over %s is pointed out, and nothing else', (...[, from, to, codes, says]) => {
  expect(whole).toContain(from)
  const read = loadSite(whole.replace(from, to), 'site.yaml')
  const problems = read.ok ? [] : read.problems
  expect(problems.map((one) => one.complaint.code)).toEqual(codes)
  expect(problems[0]?.message).toContain(says)
})
