// What a drill is told of the rest of the console: which devices it may turn, and what is real meanwhile.
import type { DrillFacts } from './drill/types.ts'
import type { RadioChannel } from './fallback/radio-channel.ts'
import type { SwitchState } from './fallback/types.ts'
import type { Alarms } from './alarms.ts'
import type { Shift } from './shift/shift.ts'
import type { Site, SiteGroup } from './site/types.ts'
import type { Spoken } from './spoken/spoken.ts'
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
  readonly spoken: Pick<Spoken, 'isBusy'>
  readonly devices: Site['devices']
  readonly real: Pick<SwitchState, 'active' | 'step'>
}

export function drillFacts({ shift, watch, alarms, consoleService, spoken, devices, real }: RealThings): DrillFacts {
  const { services, diagnosis } = watch.view()
  const console = services.find(({ id }) => id === consoleService)
  return {
    outOfService: shift.isOutOfService,
    // On the RBS there is no group this console chose.
    atRest: real.active.group === undefined && real.step.phase === 'settled',
    trouble: console?.now === 'degraded' || console?.now === 'down' || console?.unstable !== undefined || diagnosis.kind === 'own-workstation',
    testing: spoken.isBusy,
    pedalShared: devices.some((one) => one.driver === 'hid-buttons' && one.sharedWithRbs && one.relay === undefined),
    emergency: alarms.standing.some(({ kind }) => kind === 'emergency'),
  }
}
