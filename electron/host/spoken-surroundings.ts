// What a spoken test must know of the rest of the console, gathered whole each time it is asked.
import type { Ears } from './ears.ts'
import type { Parts } from './parts.ts'
import type { SpokenDeps } from './spoken/spoken.ts'
import type { SpokenSurroundings, SpokenTarget } from './spoken/types.ts'
import { isOnAir } from './switch-facts.ts'

export function spokenSurroundings({ deps: { site }, topics, fallback, ptt, alarms }: Parts, ears: Ears): SpokenSurroundings {
  const { active, step, countdown } = fallback.state
  const { speaker, localKey } = ears.on(active.channel)
  const onRbs = active.group === undefined
  return {
    observes: site.mode === 'observe' || site.position.callTaking,
    drill: topics.value('site').site?.drill !== undefined,
    settled: step.phase === 'settled' && active.confirmed,
    countdown: countdown !== undefined,
    onAir: isOnAir(ptt.state),
    emergencyOpen: alarms.standing.some((alarm) => alarm.kind === 'emergency'),
    active: active.channel,
    ...(step.phase === 'settled' ? {} : { to: step.to }),
    heardOnActive: speaker !== undefined || localKey,
    pedalShared: onRbs && site.devices.some((one) => one.driver === 'hid-buttons' && one.sharedWithRbs && one.relay === undefined),
  }
}

/**
 * The channel that is to be tested. What is worked by is tested in the group it stands on: nothing is turned under who works.
 *
 * @remarks Whether somebody speaks on a set without a carrier wire nobody can tell: it may be tested, and the person listens first.
 */
export function spokenTarget({ deps: { site }, drill, fallback, channels, ptt }: Parts, ears: Ears, id: string): SpokenTarget | undefined {
  const planned = site.plan.channels.find((one) => one.id === id)
  if (!planned) return undefined
  const { active, wantedGroup } = fallback.state
  const channel = channels.find((one) => one.id === id)
  const { speaker, localKey } = ears.on(id)
  const ofItsOwn = 'group' in planned ? planned.group : planned.kind === 'keyed' ? '' : undefined
  const group = id === active.channel && active.group !== undefined ? active.group : (ofItsOwn ?? site.plan.testGroup ?? wantedGroup)
  const standsOn = ofItsOwn === undefined ? channel?.verification?.gssi : undefined
  return {
    channel: id,
    kind: planned.kind,
    group,
    ...(standsOn === undefined ? {} : { standsOn }),
    readiness: fallback.readiness[id]?.state ?? 'unknown',
    heard: speaker !== undefined || localKey,
    // Where a drill left its radio is not where a test may put it back to.
    inUse: drill.owes || channel === undefined || channel.driver.isInUse || ptt.state.mayTransmit.includes(id),
  }
}

export function witnessesOf({ deps: { site } }: Parts, ears: Ears): ReturnType<SpokenDeps['witnesses']> {
  const ids = new Set(site.services.filter(({ role }) => role === 'witness').flatMap(({ probes }) => probes.flatMap((probe) => (probe.kind === 'witness' ? [probe.device] : []))))
  return site.devices.filter(({ id }) => ids.has(id)).map(({ id, label }) => {
    const hears = ears.hears(id)
    return { device: id, label, ...(hears === undefined ? {} : { hears }) }
  })
}
