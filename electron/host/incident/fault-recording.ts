// Makes an entry of what the machine decided: describes the moment first, and takes back what found no room.
import type { Result } from '../../../native/kit/result.ts'
import { begunUtcMs, entryOf, type FaultMoment } from './fault-words.ts'
import type { Fault, FaultDescription, FaultEffect, FaultEvent } from './types.ts'

export type Write = (kind: string, payload: object, content?: string) => Promise<Result<{ readonly seq: number }>>

/** @param said  goes into the entry with it */
export type PerformFaultEffect = (effect: FaultEffect, write: Write, said?: object) => Promise<Result<{ readonly seq: number }>>

export interface FaultRecordingDeps {
  readonly dispatch: (event: FaultEvent) => void
  readonly faultOf: (number: string) => Fault | undefined
  readonly describe: (service: string | undefined) => FaultMoment
  /** An entry at or before that moment. */
  readonly firstSeqAt: (utcMs: number) => number
  /** A number was given: it is kept before anybody can have read it. */
  readonly given: () => void
}

export function createFaultRecording(deps: FaultRecordingDeps): PerformFaultEffect {
  const { dispatch, faultOf } = deps
  const windowStart = (number: string): Pick<FaultDescription, 'fromSeq'> => {
    const window = faultOf(number)?.freeze
    return window ? { fromSeq: deps.firstSeqAt(window.fromUtcMs) } : {}
  }
  const describe = (effect: FaultEffect): FaultMoment | undefined => {
    if (effect.effect === 'record-pressed') return deps.describe(undefined)
    if (effect.effect === 'record-changed' && effect.because === 'relapse') dispatch({ event: 'described', number: effect.number, as: windowStart(effect.number) })
    if (effect.effect !== 'record-opened') return undefined
    const moment = deps.describe(effect.service)
    const began = begunUtcMs(moment.begun)
    dispatch({ event: 'described', number: effect.number, as: { ...(began === undefined ? {} : { begunUtcMs: began }), symptom: moment.proposal.symptom, ...windowStart(effect.number) } })
    deps.given()
    return moment
  }
  const lost = (effect: FaultEffect): void => {
    if (effect.effect === 'record-opened') dispatch({ event: 'opening-lost', number: effect.number })
    if (effect.effect === 'record-changed') dispatch({ event: 'change-lost', before: effect.before })
  }
  return async (effect, write, said = {}) => {
    const moment = describe(effect)
    const { kind, payload, picture, identities } = entryOf(effect, 'number' in effect ? faultOf(effect.number) : undefined, moment)
    const whole = await write(kind, { ...payload, ...said, ...(picture ? { picture } : {}) }, identities)
    // A picture that the record cannot hold must not cost the click.
    const recorded = !whole.ok && whole.error.code === 'CALL_INVALID' && picture ? await write(kind, { ...payload, ...said, picture: { invalid: true } }) : whole
    if (!recorded.ok && (recorded.error.code === 'STORE_SPOOL_FULL' || recorded.error.code === 'CALL_INVALID')) lost(effect)
    return recorded
  }
}
