// The plan for the outputs that can be heard now. A cue whose output is silent is neither planned nor remembered as heard, so
// that a loudspeaker that stops takes nothing from the headset, and what came meanwhile is heard once it is back. Pure.
import type { SoundFacts, SoundOutput } from './sound-facts.ts'
import { planSound, type SoundMemory, type SoundPlan } from './sound-plan.ts'

export interface Hearing {
  readonly heard: readonly SoundOutput[]
  readonly nowMs: number
}

export function planHeard(before: SoundMemory, facts: SoundFacts, { heard, nowMs }: Hearing): SoundPlan {
  const silent = { fault: !heard.includes('fault'), headset: !heard.includes('headset') }
  const plan = planSound(before, withoutSilent(facts, silent), nowMs)
  return {
    ...plan,
    state: {
      ...plan.state,
      ...(silent.fault ? { faults: before.faults, downAtMs: before.downAtMs, worksVia: before.worksVia ?? facts.worksVia, returnHeard: before.returnHeard && facts.returnOffered } : {}),
      ...(silent.headset ? { emergencyAtMs: before.emergencyAtMs, softHeard: before.softHeard && facts.transmitting?.softPassed === true, lastHeard: before.lastHeard && facts.transmitting?.lastSeconds === true } : {}),
    },
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
