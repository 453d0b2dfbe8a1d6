// What switching must know of the rest of the console, gathered whole at each change.
import type { Ears } from './ears.ts'
import type { OutsideFacts } from './fallback/fallback.ts'
import type { Parts } from './parts.ts'
import type { PttState } from './ptt/types.ts'
import type { WatchView } from './watch/index.ts'

/** Own network gone is a proof of its own, and every probe through it fails with it. */
const OWN_NETWORK_PROOFS = 2

export const isOnAir = (state: PttState): boolean => state.transmission.phase === 'waiting' || state.transmission.phase === 'talking'

export function outsideFacts({ deps, watch, fallback, ptt, alarms, consoleService }: Parts, ears: Ears, lastEmergencyMs: number | undefined): Omit<OutsideFacts, 'manned'> {
  const view = watch.view()
  const console = view.services.find((one) => one.id === consoleService)
  const now = deps.clock.monotonicMs()
  const ownNetworkDown = view.diagnosis.kind === 'own-workstation'
  const { speaker, localKey, isUnknown } = ears.on(fallback.state.active.channel)
  return {
    rbs: console?.now ?? 'unknown',
    ownNetworkDown,
    networkSilent: isNetworkSilent(view.services),
    proofs: watch.negativeProofs(consoleService) + (ownNetworkDown ? OWN_NETWORK_PROOFS : 0),
    rbsLastReplyMs: now - (console?.lastReplyAgoMs ?? 0),
    lastOwnSpeechMs: console?.lastHeardOwnAgoMs === undefined ? undefined : now - console.lastHeardOwnAgoMs,
    ownTransmission: isOnAir(ptt.state),
    heard: speaker !== undefined || localKey || isUnknown === true,
    lastEmergencyMs,
    emergencyOpen: alarms.standing.some((alarm) => alarm.kind === 'emergency'),
  }
}

/** No control radio hears the network any more; where there is none nobody can say so. */
function isNetworkSilent(services: WatchView['services']): boolean {
  const witnesses = services.filter(({ role }) => role === 'witness')
  return witnesses.length > 0 && witnesses.every(({ now }) => now === 'down')
}

/** Strikes out what depends on a service that is down. */
export function tellDependencies({ deps, channels, watch }: Parts): void {
  const nowMs = deps.clock.monotonicMs()
  const { services } = watch.view()
  for (const channel of deps.site.plan.channels) {
    const failed = services.find((one) => channel.dependsOn.includes(one.id) && one.now === 'down')
    channels.find((one) => one.id === channel.id)?.setFailedDependency(failed && { id: failed.id, sinceMs: nowMs - failed.sinceAgoMs })
  }
}
