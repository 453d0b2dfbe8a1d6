// Profiles of a position: each plan holds by itself, a mistake in one is told with its line, and a console has one of them.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'
import type { SiteProblem } from '../../../electron/host/site/problems.ts'
import { profilesOf, withProfile } from '../../../electron/host/site/profiles.ts'
import type { Site } from '../../../electron/host/site/schema.ts'

const correct = readFileSync(new URL('./correct.yaml', import.meta.url), 'utf8')

const PROFILE = `
units:
  - { ssi: '6101629', label: 21-4131 }
profiles:
  - id: ambulance
    label: Ambulance
    discipline: ambulance
    plan:
      version: 7
      approvedBy: technician
      checkedOn: 2026-10-01
      testGroup: '4038001'
      drillGroups: [{ key: 1, label: OEF-1, gssi: '4038009' }]
      rollCall: { units: [21-4131] }
      channels:
        - { id: rbs, kind: rbs, label: RBS, service: rbs, audio: { microphone: headset, loudspeaker: RBS, recorded: true } }
        - { id: desk-radio, kind: tetra, label: Mobilofoon, device: desk-radio, audio: { microphone: handmicrofoon, loudspeaker: mobilofoon, recorded: false } }
      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]
  - id: intake
    label: Aanname
    discipline: multi
    callTaking: true
    plan:
      version: 2
      approvedBy: supervisor
      checkedOn: 2026-10-02
      channels:
        - { id: rbs, kind: rbs, label: RBS, service: rbs, audio: { microphone: headset, loudspeaker: RBS, recorded: true } }
      groups: [{ key: 1, label: INC-1, gssi: '4037001' }]
`

const siteOf = (text: string): Site => {
  const reading = loadSite(text, 'site.yaml')
  if (!reading.ok) throw new Error(reading.problems.map((one) => `${one.line} ${one.path} ${one.message}`).join('\n'))
  return reading.site
}
const problemsOf = (from: string, to: string): readonly SiteProblem[] => {
  expect(PROFILE.split(from), `«${from}» stands once`).toHaveLength(2)
  const reading = loadSite(`${correct}${PROFILE.replace(from, () => to)}`, 'site.yaml')
  return reading.ok ? [] : reading.problems
}
const lineOf = (part: string): number => `${correct}${PROFILE}`.split('\n').findIndex((line) => line.includes(part)) + 1

describe('a site with profiles', () => {
  const site = siteOf(`${correct}${PROFILE}`)

  test('lists the plan of the file first, with who approved each plan and when it was checked', () => {
    expect(profilesOf(site)).toEqual([
      { id: 'standard', label: 'Standaard', discipline: site.position.discipline, callTaking: false, planVersion: 1, approvedBy: 'supervisor', checkedOn: '2026-11-01' },
      { id: 'ambulance', label: 'Ambulance', discipline: 'ambulance', callTaking: false, planVersion: 7, approvedBy: 'technician', checkedOn: '2026-10-01' },
      { id: 'intake', label: 'Aanname', discipline: 'multi', callTaking: true, planVersion: 2, approvedBy: 'supervisor', checkedOn: '2026-10-02' },
    ])
  })

  test('is another site by each profile: its plan, its discipline, its switch key, and nothing else', () => {
    expect(withProfile(site, 'standard')).toBe(site)
    const intake = withProfile(site, 'intake')
    expect(intake).toEqual({ ...site, plan: site.profiles[1]?.plan, position: { ...site.position, discipline: 'multi', callTaking: true } })
    expect(withProfile(site, 'politie')).toBeUndefined()
  })
})

interface Mistake {
  readonly title: string
  readonly from: string
  readonly to: string
  readonly path: string
  readonly code: string
}

const MISTAKES: readonly Mistake[] = [
  { title: 'a device that does not exist', from: 'label: Mobilofoon, device: desk-radio', to: 'label: Mobilofoon, device: dsk-radio', path: 'profiles[0].plan.channels[1].device', code: 'unknown-reference' },
  { title: 'a service that does not exist', from: "label: RBS, service: rbs, audio: { microphone: headset, loudspeaker: RBS, recorded: true } }\n        - { id: desk-radio", to: "label: RBS, service: rsb, audio: { microphone: headset, loudspeaker: RBS, recorded: true } }\n        - { id: desk-radio", path: 'profiles[0].plan.channels[0].service', code: 'unknown-reference' },
  { title: 'a unit that does not exist in its roll call', from: 'rollCall: { units: [21-4131] }', to: 'rollCall: { units: [21-4132] }', path: 'profiles[0].plan.rollCall.units[0]', code: 'unknown-reference' },
  { title: 'a drill group that is a group of the plan', from: "label: OEF-1, gssi: '4038009'", to: "label: OEF-1, gssi: '4038001'", path: 'profiles[0].plan.drillGroups[0].gssi', code: 'duplicate' },
  { title: 'a drill group that stands twice', from: "[{ key: 1, label: OEF-1, gssi: '4038009' }]", to: "[{ key: 1, label: OEF-1, gssi: '4038009' }, { key: 2, label: OEF-2, gssi: '4038009' }]", path: 'profiles[0].plan.drillGroups[1].gssi', code: 'duplicate' },
  { title: 'a test group on which drills transmit', from: "testGroup: '4038001'", to: "testGroup: '4038009'", path: 'profiles[0].plan.testGroup', code: 'duplicate' },
  { title: 'a profile that is called as the plan of the file is', from: 'id: intake', to: 'id: standard', path: 'profiles[1].id', code: 'duplicate' },
  { title: 'two profiles of one name', from: 'id: intake', to: 'id: ambulance', path: 'profiles[1].id', code: 'duplicate' },
]

describe('a mistake in a profile is told with its place and its line:', () => {
  test.each(MISTAKES)('$title', ({ from, to, path, code }) => {
    const problems = problemsOf(from, to)
    expect(problems.map((one) => [one.path, one.complaint.code])).toEqual([[path, code]])
    // A change within one line moves no other line.
    expect(problems[0]?.line).toBe(lineOf(from.split('\n')[0] ?? ''))
  })

  test('a group that does not exist, of a set that stands on it', () => {
    const keyed = `        - { id: analogue, kind: keyed, label: Set, device: desk-radio, group: '4037001', audio: { microphone: zwanenhals, loudspeaker: set, recorded: false } }\n`
    const problems = problemsOf("      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]", `${keyed}      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]`)
    expect(problems.map((one) => [one.path, one.complaint.code])).toEqual([
      // The radio of the channel before it: not of the kind a set needs.
      ['profiles[0].plan.channels[2].device', 'wrong-reference'],
      ['profiles[0].plan.channels[2].group', 'unknown-reference'],
    ])
  })

  test('one radio on two channels of a plan, also where the second stands in direct mode; two plans may both use it', () => {
    const dmo = `        - { id: direct, kind: dmo, label: DMO, device: desk-radio, group: '9001', groupLabel: BRW 1, audio: { microphone: handset, loudspeaker: handset, recorded: false } }\n`
    const problems = problemsOf("      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]", `${dmo}      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]`)
    expect(problems.map((one) => [one.path, one.complaint.code])).toEqual([['profiles[0].plan.channels[2].device', 'shared-device']])
  })

  test('a radio in direct mode that does not exist', () => {
    const dmo = `        - { id: direct, kind: dmo, label: DMO, device: porto, group: '9001', groupLabel: BRW 1, audio: { microphone: handset, loudspeaker: handset, recorded: false } }\n`
    const problems = problemsOf("      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]", `${dmo}      groups: [{ key: 1, label: AMB-1, gssi: '4038001' }]`)
    expect(problems.map((one) => [one.path, one.complaint.code])).toEqual([['profiles[0].plan.channels[2].device', 'unknown-reference']])
  })
})
