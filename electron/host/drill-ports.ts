// Joins a drill to the rest of the console: which devices it may turn, a switch of its own, and what is real meanwhile.
import type { Alarms } from './alarms.ts'
import { createDrill, type Drill, type DrillDeps } from './drill/drill.ts'
import { drillChannel, type SwitchDoor } from './drill/switch-door.ts'
import type { DrillFacts } from './drill/types.ts'
import { createFallback, type Fallback } from './fallback/fallback.ts'
import type { RadioChannel } from './fallback/radio-channel.ts'
import type { SwitchReport, SwitchState } from './fallback/types.ts'
import type { HostDeps } from './parts.ts'
import { audioUndeclaredIn, planOf } from './plan-channels.ts'
import { switchAfter } from './restore.ts'
import type { Shift } from './shift/shift.ts'
import type { Site, SiteGroup } from './site/types.ts'
import type { Watch } from './watch/index.ts'

interface DrillDevices {
  /** None of them is worked in for real, whatever the site file says. */
  readonly groups: readonly SiteGroup[]
  /** Ways out that a drill has. */
  readonly channels: readonly RadioChannel[]
  /** Those of them whose group it chooses. */
  readonly radios: readonly RadioChannel[]
}

/** Not the radio of the room, which is no drill's to take; no direct mode; of keyed sets only one that stands on a group of the drill. */
export function drillDevices({ plan }: Pick<Site, 'plan'>, channels: readonly RadioChannel[]): DrillDevices {
  const groups = plan.drillGroups.filter(({ gssi }) => !plan.groups.some((real) => real.gssi === gssi))
  const of = (isDrills: (channel: Site['plan']['channels'][number]) => boolean): readonly RadioChannel[] =>
    channels.filter(({ id }) => plan.channels.some((channel) => channel.id === id && isDrills(channel)))
  const radios = of((channel) => channel.kind === 'tetra' && !channel.shared)
  const sets = of((channel) => channel.kind === 'keyed' && groups.some(({ gssi }) => gssi === channel.group))
  return { groups, radios, channels: channels.filter((one) => radios.includes(one) || sets.includes(one)) }
}

interface RealThings {
  readonly shift: Pick<Shift, 'isOutOfService'>
  readonly watch: Pick<Watch, 'view'>
  readonly alarms: Pick<Alarms, 'standing'>
  readonly consoleService: string
  readonly isTesting: () => boolean
  readonly devices: Site['devices']
  readonly real: Pick<SwitchState, 'active' | 'step'>
}

export function drillFacts({ shift, watch, alarms, consoleService, isTesting, devices, real }: RealThings): DrillFacts {
  const { services, diagnosis } = watch.view()
  const console = services.find(({ id }) => id === consoleService)
  return {
    outOfService: shift.isOutOfService,
    // On the RBS there is no group this console chose.
    atRest: real.active.group === undefined && real.step.phase === 'settled',
    trouble: console?.now === 'degraded' || console?.now === 'down' || console?.unstable !== undefined || diagnosis.kind === 'own-workstation',
    testing: isTesting(),
    pedalShared: devices.some((one) => one.driver === 'hid-buttons' && one.sharedWithRbs && one.relay === undefined),
    emergency: alarms.standing.some(({ kind }) => kind === 'emergency'),
  }
}

interface DrillParts {
  readonly shift: RealThings['shift']
  readonly watch: RealThings['watch']
  readonly alarms: Alarms
  readonly recorder: DrillDeps['recorder']
  readonly numbers: DrillDeps['numbers']
  readonly consoleService: string
  readonly channels: readonly RadioChannel[]
  readonly fallback: SwitchDoor
  readonly realFallback: Fallback
  readonly isTesting: RealThings['isTesting']
}

interface DrillTold extends Pick<DrillDeps, 'takeTested' | 'isTested'> {
  readonly releaseEverything: () => void
  readonly onReport: (report: SwitchReport, state: SwitchState) => void
  readonly onSwitch: () => void
  readonly onChange: () => void
}

/** The drill of this position. Its switch is another one, made for each drill and thrown away whole. */
export function createDrilling({ site, clock }: Pick<HostDeps, 'site' | 'clock'>, parts: DrillParts, { releaseEverything, takeTested, isTested, onReport, onSwitch, onChange }: DrillTold): Drill {
  const { shift, watch, alarms, recorder, numbers, consoleService, fallback, realFallback, isTesting } = parts
  const { groups, channels, radios } = drillDevices(site, parts.channels)
  const plan = planOf(site)
  const gssis = groups.map(({ gssi }) => gssi)
  return createDrill({
    clock,
    mode: plan.mode,
    groups,
    service: { id: consoleService, label: site.services.find(({ id }) => id === consoleService)?.label ?? consoleService },
    channels: radios,
    door: fallback,
    takeTested,
    isTested,
    createSwitch: () => createFallback({
      clock,
      plan: { ...plan, channels: plan.channels.filter(({ id, kind }) => kind === 'rbs' || channels.some((one) => one.id === id)), groups: gssis },
      manned: true,
      audioUndeclared: audioUndeclaredIn(site),
      settings: site.settings,
      channels: channels.map((channel) => drillChannel(channel, gssis)),
      releaseEverything,
      onReport,
      onChange: onSwitch,
    }),
    facts: () => drillFacts({ shift, watch, alarms, consoleService, isTesting, devices: site.devices, real: realFallback.state }),
    recorder,
    numbers,
    alarms,
    releaseEverything,
    standsAfter: () => switchAfter(realFallback.state, { nowMs: clock.monotonicMs(), utcMs: clock.utcMs() }),
    onChange,
  })
}
