// The plan for the outputs that can be heard now. A cue whose output is silent is neither planned nor remembered as heard, so
// that a loudspeaker that stops takes nothing from the headset, and what came meanwhile is heard once it is back. A call for
// help alone finds another way: where the headset is silent it sounds from the loudspeaker, in place of the faults. Pure.
import type { SoundFacts, SoundOutput } from './sound-facts.ts'
import { planSound, type SoundMemory, type SoundPlan } from './sound-plan.ts'

export interface Hearing {
  readonly heard: readonly SoundOutput[]
  readonly nowMs: number
}

export function planHeard(before: SoundMemory, facts: SoundFacts, { heard, nowMs }: Hearing): SoundPlan {
  const silent = { fault: !heard.includes('fault'), headset: !heard.includes('headset') }
  // Never while one transmits: a loudspeaker would be transmitted too.
  if (silent.headset && !silent.fault && facts.emergencies.length > 0 && !facts.transmitting) return byLoudspeaker(before, facts, nowMs)
  const plan = planSound(before, withoutSilent(facts, silent), nowMs)
  return {
    ...plan,
    state: {
      ...plan.state,
      ...(silent.fault ? { faults: before.faults, downAtMs: before.downAtMs, worksVia: before.worksVia ?? facts.worksVia, returnHeard: before.returnHeard && facts.returnOffered } : {}),
      ...(silent.headset ? { emergencyAtMs: before.emergencyAtMs, emergencies: before.emergencies ?? [], softHeard: before.softHeard && facts.transmitting?.softPassed === true, lastHeard: before.lastHeard && facts.transmitting?.lastSeconds === true } : {}),
    },
  }
}

/** Faults wait until the call is taken, and are not remembered as heard. */
function byLoudspeaker(before: SoundMemory, facts: SoundFacts, nowMs: number): SoundPlan {
  const { cues, state, ...plan } = planSound(before, { ...facts, faults: [], worksVia: undefined, returnOffered: false }, nowMs)
  const { faults, downAtMs, worksVia, returnHeard, softHeard, lastHeard } = before
  return {
    ...plan,
    level: 'open',
    cues: cues.filter(({ sound }) => sound === 'emergency').map((cue) => ({ ...cue, output: 'fault' })),
    state: { ...state, faults, downAtMs, worksVia: worksVia ?? facts.worksVia, returnHeard: returnHeard && facts.returnOffered, softHeard, lastHeard },
  }
}

type Silent = Readonly<Record<SoundOutput, boolean>>

/** That one transmits stays known: it is what mutes the loudspeaker. */
function withoutSilent(facts: SoundFacts, silent: Silent): SoundFacts {
  const { transmitting } = facts
  return {
    ...facts,
    ...(silent.headset ? { emergencies: [], transmitting: transmitting && { softPassed: false, lastSeconds: false } } : {}),
    ...(silent.fault ? { faults: [], worksVia: undefined, returnOffered: false } : {}),
  }
}
