// Who hears what, and whether it is enough: the whole table, reviewed in test/fixtures/fallback/coverage-table.txt.
import { expect, test } from 'vitest'
import { coverageOf, type Alternative, type CoverageInput } from '../../../electron/host/fallback/coverage.ts'
import type { Readiness } from '../../../electron/host/fallback/types.ts'

const READY: Readiness = { state: 'ready', verifiedAtMs: 0 }
const STALE: Readiness = { state: 'stale', verifiedAtMs: 0 }
const LOST: Readiness = { state: 'failed', cause: 'link-lost' }
const STRUCK: Readiness = { state: 'struck-out', dependency: 'c2000' }
const UNKNOWN: Readiness = { state: 'unknown', cause: 'not-verified' }

type Spoken = Pick<Alternative, 'spoken'>
const LATELY: Spoken = { spoken: 'lately' }
const LONG_AGO: Spoken = { spoken: 'long-ago' }
const desk = (readiness: Readiness, spoken = LATELY): Alternative => ({ channel: 'desk', device: 'desk-radio', readiness, ...spoken })
const second = (readiness: Readiness, spoken = LATELY): Alternative => ({ channel: 'second', device: 'second-radio', readiness, ...spoken })
const DEVICES = { desk: 'Mobilofoon', second: 'Tweede mobilofoon', control: 'Controleradio' } as const

interface Scene {
  /** What each radio hears now: desk, second, control. */
  readonly hears: readonly [desk?: string, second?: string, control?: string]
  readonly alternatives: readonly Alternative[]
  readonly active?: CoverageInput['active']
  readonly next?: string
  readonly wanted?: string
  readonly groups?: readonly string[]
}

const ON_RBS = { channel: 'rbs', confirmed: true }
const ON_DESK = { channel: 'desk', confirmed: true }
const TWO = ['1', '2']

const SCENES: Readonly<Record<string, Scene>> = {
  'on the RBS, desk ready, control on group 2': { hears: ['1', undefined, '2'], alternatives: [desk(READY)], next: 'desk', groups: TWO },
  'on the RBS, desk ready on another group, control on 2': { hears: ['3', undefined, '2'], alternatives: [desk(READY)], next: 'desk', groups: TWO },
  'on the RBS, desk ready, two groups nobody hears': { hears: ['1', undefined, '2'], alternatives: [desk(READY)], next: 'desk' },
  'on the RBS, desk would leave group 3': { hears: ['3', undefined, undefined], alternatives: [desk(READY)], next: 'desk' },
  'on the RBS, two ready, each on its group': { hears: ['2', '2', '3'], alternatives: [desk(READY), second(READY)], next: 'desk', groups: ['1', '2', '3'] },
  'on the RBS, desk lost': { hears: [undefined, undefined, '2'], alternatives: [desk(LOST)], groups: TWO },
  'on the RBS, desk stale': { hears: ['1', undefined, '2'], alternatives: [desk(STALE)], groups: TWO },
  'on the RBS, desk not asked yet': { hears: [undefined], alternatives: [desk(UNKNOWN)], groups: TWO },
  'on the RBS, all struck out': { hears: ['1', '2', undefined], alternatives: [desk(STRUCK), second(STRUCK)], groups: TWO },
  'on the RBS, one struck out, one lost': { hears: ['1'], alternatives: [desk(STRUCK), second(LOST)], groups: TWO },
  'on the RBS, one struck out, one ready': { hears: ['1', '2'], alternatives: [desk(STRUCK), second(READY)], next: 'second', groups: TWO },
  'on the RBS, no alternative in the plan': { hears: [undefined, undefined, '2'], alternatives: [], groups: TWO },
  'on the desk radio, nothing else, all heard': { hears: ['1', undefined, '2'], alternatives: [desk(READY)], active: ON_DESK, groups: TWO },
  'on the desk radio, second ready, all heard': { hears: ['1', '2', undefined], alternatives: [desk(READY), second(READY)], active: ON_DESK, next: 'second', groups: TWO },
  'on the desk radio, group turned by hand out of the plan': { hears: ['9', undefined, '1'], alternatives: [desk(READY), second(READY)], active: ON_DESK, next: 'second', groups: TWO },
  'on the desk radio, two groups nobody hears': { hears: ['1', undefined, '2'], alternatives: [desk(READY)], active: ON_DESK },
  'on the desk radio, in local site trunking, nothing else': { hears: [undefined, undefined, '2'], alternatives: [desk({ state: 'failed', cause: 'local-site' })], active: ON_DESK, groups: TWO },
  'on the desk radio, lost, second ready': { hears: [undefined, '2'], alternatives: [desk(LOST), second(READY)], active: { channel: 'desk', confirmed: false }, next: 'second', groups: TWO },
  'on the desk radio, unconfirmed, nothing else': { hears: ['1'], alternatives: [desk(READY)], active: { channel: 'desk', confirmed: false }, groups: ['1'] },
  'on the desk radio, struck out, nothing else': { hears: ['1'], alternatives: [desk(STRUCK)], active: ON_DESK, groups: ['1'] },
  'on the RBS, desk never heard': { hears: ['1', undefined, '2'], alternatives: [desk(READY, {})], next: 'desk', groups: TWO },
  'on the RBS, desk heard long ago': { hears: ['1', undefined, '2'], alternatives: [desk(READY, LONG_AGO)], next: 'desk', groups: TWO },
  'on the RBS, desk never heard, second lately': { hears: ['1', '2'], alternatives: [desk(READY, {}), second(READY)], next: 'desk', groups: TWO },
  'on the RBS, desk never heard, second lately but lost': { hears: ['1', undefined, '2'], alternatives: [desk(READY, {}), second(LOST)], next: 'desk', groups: TWO },
  'on the RBS, desk heard long ago, two groups nobody hears': { hears: ['1', undefined, '2'], alternatives: [desk(READY, LONG_AGO)], next: 'desk' },
  'on the RBS, desk lost, never heard': { hears: [undefined, undefined, '2'], alternatives: [desk(LOST, {})], groups: TWO },
  'on the desk radio, never heard, nothing else': { hears: ['1', undefined, '2'], alternatives: [desk(READY, {})], active: ON_DESK, groups: TWO },
  'on the desk radio, stale, second stale': { hears: ['1', '2'], alternatives: [desk(STALE), second(STALE)], active: ON_DESK, groups: TWO },
}

function inputOf({ hears, alternatives, active = ON_RBS, next, wanted = '1', groups = ['1', '2', '3', '4'] }: Scene): CoverageInput {
  const devices = (['desk', 'second', 'control'] as const).map((name, at) => ({ id: `${name}-radio`, label: DEVICES[name], ...(hears[at] === undefined ? {} : { hears: hears[at] }) }))
  return { groups, devices, alternatives, active, next, wantedGroup: wanted }
}

test('coverage and sufficiency are in each scene what their reviewed table says', async () => {
  const lines = Object.entries(SCENES).map(([name, scene]) => {
    const { groups, unheard, sufficiency, reasons } = coverageOf(inputOf(scene))
    const heard = groups.map(({ gssi, heardBy }) => `${gssi}: ${heardBy.map((id) => id.replace('-radio', '')).join('+') || '–'}`).join('  ')
    const because = reasons.map(({ code, ...rest }) => [code, ...Object.values(rest)].join(' ')).join(', ')
    return `${name}\n  ${heard}   unheard ${unheard.join(',') || 'none'}   ${sufficiency}${because === '' ? '' : ` (${because})`}\n`
  })
  await expect(lines.join('\n')).toMatchFileSnapshot('../../fixtures/fallback/coverage-table.txt')
})

test('names each device that could hear, also one that hears nothing now', () => {
  expect(coverageOf(inputOf({ hears: [], alternatives: [desk(LOST)] })).devices).toEqual([
    { id: 'desk-radio', label: 'Mobilofoon' }, { id: 'second-radio', label: 'Tweede mobilofoon' }, { id: 'control-radio', label: 'Controleradio' },
  ])
})
