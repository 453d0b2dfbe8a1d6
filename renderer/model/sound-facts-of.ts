// What of the console's state can be heard. A fault sounds by its alarm: what nobody has to answer to is silent.
import { DRILL_ALARM } from '../../electron/contract/switching.ts'
import type { AlarmView, Topics } from '../../electron/contract/topics.ts'
import type { LinkView } from '../link/link-machine.ts'
import { isRbs, openEmergencies } from './console-view.ts'
import type { FaultState, SoundFacts, SoundFault } from '../sound/sound-facts.ts'
import type { SoundClaim } from '../sound/sound-turn.ts'

/** Two ticks this long before the stop. */
const LAST_SECONDS_MS = 10_000
/** Nor can anybody take an emergency call then. */
const EMERGENCY_LOST_MS = 60_000
/** Nobody can acknowledge that the console is gone: it is said for so long, and then the screen goes on saying it. */
const LOST_SOUNDS_MS = 15_000

export interface Heard {
  readonly topics: Topics
  readonly link: LinkView
  readonly linkSinceUtcMs: number
  readonly nowUtcMs: number
  /** Emergency calls that stood open when the console was last heard. */
  readonly openBefore: readonly string[]
}

export function soundFactsOf({ topics, link, linkSinceUtcMs, nowUtcMs, openBefore }: Heard): SoundFacts {
  const alarms = Object.values(topics.alarms)
  const { ptt } = topics.ptt
  const isLost = link.link === 'lost'
  const drill = topics.site.site?.drill !== undefined
  return {
    // A console that dies takes nobody's call for help: the tone goes on until it is back, or so long that nobody can miss it.
    emergencies: isLost ? (nowUtcMs - linkSinceUtcMs > EMERGENCY_LOST_MS ? [] : openBefore) : openEmergencies(topics),
    faults: isLost ? [{ id: 'host', state: 'down', annunciation: linkSinceUtcMs, ...(drill ? { real: true as const } : {}), acknowledged: nowUtcMs - linkSinceUtcMs > LOST_SOUNDS_MS }] : alarms.flatMap((alarm) => faultOf(alarm, alarms)).map((fault) => (drill && !fault.id.startsWith(DRILL_ALARM) ? { ...fault, real: true as const } : fault)),
    ...(topics.switch.switch ? { worksVia: topics.switch.switch.channel } : {}),
    ...quietBefore(topics),
    returnOffered: topics.switch.switch?.returnOffered ?? false,
    ...(ptt?.phase === 'talking' ? { transmitting: { softPassed: ptt.softPassed === true, lastSeconds: (ptt.endsUtcMs ?? Number.POSITIVE_INFINITY) - nowUtcMs <= LAST_SECONDS_MS } } : {}),
    receiving: ptt?.heard !== undefined,
    drill,
  }
}

/**
 * A page that does not hear the console must not keep silent one that does. While it still has something to sound, its own
 * fault or an emergency call that stood open, it goes on as long as no other page wants to; then it lets go for good.
 */
export function soundClaimOf(heard: Heard): SoundClaim {
  switch (heard.link.link) {
    case 'live':
    case 'stale':
      return 'whole'
    case 'connecting':
    case 'taking-over':
      return 'yielding'
    case 'lost': {
      const { emergencies, faults } = soundFactsOf(heard)
      return emergencies.length > 0 || faults.some((fault) => !fault.acknowledged) ? 'yielding' : 'none'
    }
  }
}

const BY_CODE: Readonly<Record<string, FaultState>> = { 'service-down': 'down', 'service-unstable': 'unstable', 'service-degraded': 'degraded', 'service-unknown': 'unknown' }
const BY_SEVERITY: Readonly<Record<AlarmView['severity'], FaultState>> = { warning: 'degraded', error: 'unstable', critical: 'down', emergency: 'down' }

/** What stands under another is told by that one; when that has ended, the host says whether this one is to be heard. */
function faultOf(alarm: AlarmView, all: readonly AlarmView[]): SoundFault[] {
  const { id, kind, code, severity, acknowledged, causedBy, soundedUtcMs } = alarm
  if (kind === 'emergency') return []
  if (causedBy !== undefined && (soundedUtcMs === undefined || all.some((other) => other.id === causedBy))) return []
  const over = all.filter((other) => other.causedBy === id).map((other) => other.id)
  return [{ id, state: BY_CODE[code] ?? BY_SEVERITY[severity], annunciation: soundedUtcMs ?? alarm.sinceUtcMs, acknowledged, ...(over.length > 0 ? { over } : {}) }]
}

/** On an alternative: whoever switched had heard what stood before. Back on the RBS it matters anew. */
function quietBefore({ channels, switch: { switch: state } }: Topics): Pick<SoundFacts, 'quietBefore'> {
  return state && !isRbs(channels[state.channel]) && channels[state.channel] ? { quietBefore: state.sinceUtcMs } : {}
}
