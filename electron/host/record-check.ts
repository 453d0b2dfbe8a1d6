// The whole record verified on a person's word, while it is written. That somebody looked, and what was found, is recorded.
import type { Clock } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { CallOutput } from '../contract/calls.ts'
import type { Alarms } from './alarms.ts'
import type { CheckAsked, CheckRecord } from './ledger/port.ts'
import type { Recorder } from './recorder.ts'

export type RecordChecked = CallOutput<'record.check'>

export interface RecordCheckDeps {
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly recorder: Pick<Recorder, 'person'>
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>
  readonly checking: { readonly asked: CheckAsked; readonly check: CheckRecord } | undefined
}

export interface RecordCheck {
  /** Whoever asks while one runs gets its answer. @returns STORE_UNREADABLE, STORE_BUSY when it takes too long */
  run(): Promise<Result<RecordChecked>>
}

const ALARM = 'record-check'
/** From here on somebody touched it: FORMATS, `verify`. */
const DAMAGE_CODE = 20

export function createRecordCheck({ clock, recorder, alarms, checking }: RecordCheckDeps): RecordCheck {
  let running: Promise<Result<RecordChecked>> | undefined
  const run = async (): Promise<Result<RecordChecked>> => {
    if (!checking) return fail(failure('STORE_UNREADABLE', 'no record to check'))
    const fromMs = clock.monotonicMs()
    const found = await checking.check(checking.asked)
    if (!found.ok) return found
    const { code, verdict, text, lastSeq, anchoredSeq, headCode, outsideAnchor } = found.value
    const tookMs = Math.round(clock.monotonicMs() - fromMs)
    const isAltered = code >= DAMAGE_CODE
    if (isAltered) alarms.raise({ id: ALARM, kind: 'record', severity: 'critical', code: 'STORE_ALTERED', params: { detail: text } })
    else alarms.clear(ALARM)
    // A record that cannot be written now was looked at all the same: the alarm of that stands by itself.
    void recorder.person('record.checked', { code, verdict, seq: lastSeq, anchored: anchoredSeq, headCode, outside: outsideAnchor !== undefined, ms: tookMs })
    return ok({ code, verdict, seq: lastSeq, headCode, ...(outsideAnchor === undefined ? {} : { outsideAnchor }), tookMs })
  }
  return {
    run: () => (running ??= run().finally(() => {
      running = undefined
    })),
  }
}
