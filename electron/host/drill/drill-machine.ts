// When a drill may begin, what it pretends, and what ends it. Pure: drill.ts carries out the effects. Its whole table is
// test/fixtures/drill/drill-table.txt. Architecture section 6: only at a position out of service, over as soon as anything is real.
import type { Reduce, Step } from '../../../native/kit/machine.ts'
import type { DrillEnd } from '../../contract/switching.ts'
import { storyAt } from './story.ts'
import type { DrillEffect, DrillEvent, DrillFacts, DrillPlan, DrillRefusal, DrillState } from './types.ts'

type DrillStep = Step<DrillState, DrillEffect>
type Running = Extract<DrillState, { drill: 'running' }>

export const NO_DRILL: DrillState = { drill: 'none' }

const stay = (state: DrillState): DrillStep => ({ state, effects: [] })
const refuse = (state: DrillState, cause: DrillRefusal): DrillStep => ({ state, effects: [{ effect: 'refuse', cause }] })

export const drillReducer = (plan: DrillPlan): Reduce<DrillState, DrillEvent, DrillEffect> =>
  (state, event, nowMs) => {
    switch (event.event) {
      case 'begin-pressed': {
        const cause = refusalOf(plan, state, event.facts)
        return cause === undefined ? stay({ drill: 'opening', story: event.story }) : refuse(state, cause)
      }
      case 'numbered':
        return numbered(state, event.number, nowMs)
      case 'not-numbered':
        return state.drill === 'opening' ? stay(NO_DRILL) : stay(state)
      case 'end-pressed':
        return state.drill === 'running' ? ended(state, event.end) : refuse(state, 'no-drill')
      case 'facts-changed': {
        const end = endOf(event.facts)
        return end === undefined ? stay(state) : over(state, end)
      }
      case 'alarm-raised':
        return over(state, 'real-service')
      case 'emergency-heard':
        return over(state, 'real-emergency')
      case 'story-due':
        return state.drill === 'running' ? told(state, nowMs) : stay(state)
    }
  }

function refusalOf(plan: DrillPlan, state: DrillState, facts: DrillFacts): DrillRefusal | undefined {
  if (state.drill !== 'none') return 'runs-already'
  if (plan.mode === 'observe') return 'observe-mode'
  if (plan.groups.length === 0) return 'no-drill-group'
  if (!facts.outOfService) return 'in-service'
  if (facts.pedalShared) return 'spoken-pedal-shared'
  if (facts.testing) return 'spoken-runs'
  return facts.atRest && endOf(facts) === undefined ? undefined : 'real-trouble'
}

/** A call for help before everything else: it is what the record must name. */
function endOf(facts: DrillFacts): DrillEnd | undefined {
  if (facts.emergency) return 'real-emergency'
  if (facts.trouble) return 'real-service'
  return facts.outOfService ? undefined : 'in-service'
}

/** Something real came while its number was being written: then it never began. */
function numbered(state: DrillState, number: string, nowMs: number): DrillStep {
  if (state.drill !== 'opening') return stay(state)
  const { story } = state
  const { pretended, nextMs } = storyAt(story, nowMs, nowMs)
  return {
    state: { drill: 'running', story, number, sinceMs: nowMs, pretended },
    effects: [{ effect: 'begin', number, story }, { effect: 'pretend', pretended }, ...wake(nextMs, nowMs)],
  }
}

function told(state: Running, nowMs: number): DrillStep {
  const { pretended, nextMs } = storyAt(state.story, state.sinceMs, nowMs)
  const isSame = pretended.now === state.pretended.now && pretended.sinceMs === state.pretended.sinceMs
  return { state: isSame ? state : { ...state, pretended }, effects: [...(isSame ? [] : [{ effect: 'pretend', pretended } as const]), ...wake(nextMs, nowMs)] }
}

function over(state: DrillState, end: DrillEnd): DrillStep {
  switch (state.drill) {
    case 'none':
      return stay(state)
    case 'opening':
      return stay(NO_DRILL)
    case 'running':
      return ended(state, end)
  }
}

const ended = ({ number }: Running, end: DrillEnd): DrillStep => ({ state: NO_DRILL, effects: [{ effect: 'stop-waking' }, { effect: 'end', number, end }] })

const wake = (atMs: number | undefined, nowMs: number): DrillEffect[] => (atMs === undefined ? [] : [{ effect: 'wake', ms: Math.max(0, atMs - nowMs) }])
