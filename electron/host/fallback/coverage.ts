// Which device hears which group, and whether the alternatives are enough. Pure. Architecture section 6, "Sufficiency".
import type { CoverageView, SufficiencyReason } from '../../contract/topics.ts'
import type { Readiness } from './types.ts'

export interface HearingDevice {
  readonly id: string
  readonly label: string
  /** GSSI it hears now; absent: none. */
  readonly hears?: string
  /** A keyed set: its loudspeaker is heard, its network's emergency signals are not. */
  readonly byEarOnly?: boolean
}

export interface Alternative {
  readonly channel: string
  readonly device: string
  readonly readiness: Readiness
  /** Its group cannot be chosen: a switch to it moves nothing. */
  readonly isFixed?: boolean
  /** How long ago it was heard in a spoken test; absent: never. */
  readonly spoken?: 'lately' | 'long-ago'
}

export interface CoverageInput {
  /** GSSIs of the plan, in its order. */
  readonly groups: readonly string[]
  readonly devices: readonly HearingDevice[]
  /** Speech channels besides the RBS, in the plan's order. */
  readonly alternatives: readonly Alternative[]
  /** What the position works by; `rbs` is no alternative. */
  readonly active: { readonly channel: string; readonly confirmed: boolean }
  /** The alternative a switch would take now. */
  readonly next: string | undefined
  readonly wantedGroup: string
}

/** A radio as it stands; what it hears is asked of it, never assumed. */
export interface RadioStanding {
  readonly linkUp: boolean
  readonly registration: string
  readonly cell: string
  readonly gssi: string
}

/** In local site trunking a radio hears only its own site: that is not hearing the group. */
export function hearsGroup({ linkUp, registration, cell, gssi }: RadioStanding): string | undefined {
  const isReached = linkUp && (registration === 'home' || registration === 'visited') && cell !== 'local'
  return isReached && gssi !== '' ? gssi : undefined
}

export function coverageOf(input: CoverageInput): CoverageView {
  const { groups, devices, alternatives, active } = input
  const isOnAlternative = alternatives.some((one) => one.channel === active.channel)
  const then = isOnAlternative ? devices : afterSwitch(input)
  const isHeard = (gssi: string): boolean => then.some((device) => device.hears === gssi)
  const unheard = groups.filter((gssi) => !isHeard(gssi))
  const heardWell = (gssi: string): boolean => then.some((device) => device.hears === gssi && device.byEarOnly !== true)
  const byEarOnly = groups.filter((gssi) => isHeard(gssi) && !heardWell(gssi))
  const insufficient = insufficientReason(input)
  const thin = thinReasons(input, then, { missing: unheard.length, isLast: !insufficient && isOnAlternative && isLastReady(input) })
  return {
    devices: devices.map(({ id, label }) => ({ id, label })),
    groups: groups.map((gssi) => ({ gssi, heardBy: devices.filter((device) => device.hears === gssi).map((device) => device.id) })),
    unheard,
    ...(byEarOnly.length > 0 ? { byEarOnly } : {}),
    sufficiency: insufficient ? 'insufficient' : thin.length > 0 ? 'thin' : 'sufficient',
    reasons: insufficient ? [insufficient, ...thin] : thin,
  }
}

/** The next alternative moves to the wanted group and hears its old one no more; the other radios stay where they are. */
function afterSwitch({ devices, alternatives, next, wantedGroup }: CoverageInput): readonly HearingDevice[] {
  const moved = alternatives.find((one) => one.channel === next && one.isFixed !== true)?.device
  return devices.map((device) => (device.id === moved ? { ...device, hears: wantedGroup } : device))
}

/** What could be spoken through now: the one in use while its device stands by it, the others only when ready. */
function working({ alternatives, active }: Pick<CoverageInput, 'alternatives' | 'active'>): readonly Alternative[] {
  return alternatives.filter(({ channel, readiness: { state } }) => (channel === active.channel ? active.confirmed && state !== 'failed' && state !== 'struck-out' : state === 'ready'))
}

/** At least one proven spoken path: what only answers on its line may be mute all the same. */
function unproven(input: CoverageInput): readonly SufficiencyReason[] {
  const able = working(input)
  if (able.length === 0 || able.some(({ spoken }) => spoken === 'lately')) return []
  return [{ code: able.some(({ spoken }) => spoken === 'long-ago') ? 'spoken-test-old' : 'no-spoken-test' }]
}

function insufficientReason({ alternatives, active }: CoverageInput): SufficiencyReason | undefined {
  if (working({ alternatives, active }).length > 0) return undefined
  const dependencies = alternatives.flatMap((one) => (one.readiness.state === 'struck-out' ? [one.readiness.dependency] : []))
  const [dependency] = dependencies
  const isShared = dependency !== undefined && dependencies.length === alternatives.length
  return isShared ? { code: 'shared-dependency', dependency } : { code: 'nothing-ready' }
}

const isLastReady = ({ alternatives, active }: CoverageInput): boolean =>
  !alternatives.some((one) => one.channel !== active.channel && one.readiness.state === 'ready')

/** Worst first: a call for help in the group one works in, then one elsewhere, then whether speech was ever heard, then the next loss. */
function thinReasons(input: CoverageInput, then: readonly HearingDevice[], at: { readonly missing: number; readonly isLast: boolean }): SufficiencyReason[] {
  const { alternatives, wantedGroup } = input
  const driven = new Set(alternatives.map((one) => one.device))
  const hearsEmergency = then.some((device) => driven.has(device.id) && device.byEarOnly !== true && device.hears === wantedGroup)
  return [
    ...(hearsEmergency ? [] : [{ code: 'no-emergency' } as const]),
    ...(at.missing > 0 ? [{ code: 'groups-missing', count: at.missing } as const] : []),
    ...unproven(input),
    ...(at.isLast ? [{ code: 'one-left' } as const] : []),
  ]
}
