// What may be in the way of beginning anew with another plan, gathered whole.
import type { Ears } from './ears.ts'
import type { Parts } from './parts.ts'
import type { SafetyFacts } from './shift/safe.ts'
import { isOnAir } from './switch-facts.ts'

const TESTING: ReadonlySet<string> = new Set(['selecting', 'speak', 'listen'])

export function shiftFacts({ topics, watch, fallback, ptt, alarms, consoleService }: Pick<Parts, 'topics' | 'watch' | 'fallback' | 'ptt' | 'alarms' | 'consoleService'>, ears: Ears): SafetyFacts & { readonly channel: string } {
  const { active, step, countdown } = fallback.state
  const { speaker, localKey, isUnknown } = ears.on(active.channel)
  const console = watch.view().services.find(({ id }) => id === consoleService)
  return {
    channel: active.channel,
    transmitting: isOnAir(ptt.state),
    heard: speaker !== undefined || localKey || isUnknown === true,
    switching: step.phase !== 'settled' || !active.confirmed,
    countdown: countdown !== undefined,
    emergency: alarms.standing.some(({ kind }) => kind === 'emergency'),
    onAlternative: active.group !== undefined,
    consoleInTrouble: console?.unstable !== undefined || (console?.now !== 'ok' && console?.now !== 'degraded'),
    testing: TESTING.has(topics.value('spokenTest').test?.step ?? ''),
    drill: topics.value('site').site?.drill !== undefined,
    recordFailing: topics.value('record').record?.failing !== undefined,
  }
}
