// Deletes from the record what is older than the site keeps it: some minutes after a start and each hour. Each step is one
// entry `content.deleted` that says what and why, so that whoever verifies the record finds every missing text explained.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { createMachine } from '../../../native/kit/machine.ts'
import type { Result } from '../../../native/kit/result.ts'
import { z } from 'zod'
import type { ClockQuality, Ledger, StoredEntry } from '../ledger/port.ts'
import type { RecordReader } from '../ledger/reader/port.ts'
import type { HostDeps } from '../parts.ts'
import type { Recorder } from '../recorder.ts'
import type { RetentionSettings } from '../site/types.ts'
import type { ClockLook } from './clock-trust.ts'
import { laneRules, LANES } from './lanes.ts'
import { NOTHING_DONE, RETENTION_START, retentionReducer, type Places, type RetentionEffect, type RetentionEvent } from './retention-machine.ts'

const CONTENT_DELETED_KIND = 'content.deleted'
/** A console that has just started has better things to do. */
const FIRST_PASS_MS = 600_000
const EVERY_MS = 3_600_000
/** Between two steps: whoever writes meanwhile comes first. */
const REST_MS = 500
/** Deletions by hand lie between those of this; further back, a record is looked through anew. */
const LOOK_BACK = 200

export interface RetentionDeps {
  readonly clock: Clock
  readonly log: Pick<HostDeps['log'], 'info' | 'warn'>
  readonly ledger: Pick<Ledger, 'latest'>
  readonly reader: Pick<RecordReader, 'due'>
  readonly recorder: Pick<Recorder, 'system'>
  readonly settings: RetentionSettings
  readonly clockQuality: () => ClockQuality
}

export interface Retention {
  start(): void
  stop(): void
}

export function createRetention(deps: RetentionDeps): Retention {
  const { clock, log, ledger, reader, recorder, settings, clockQuality } = deps
  let timer: Timer | undefined
  let isStopped = false

  const look = (): ClockLook => ({ utcMs: Math.round(clock.utcMs()), monotonicMs: clock.monotonicMs(), quality: clockQuality() })
  const later = (ms: number, event: 'hour' | 'rested'): void => {
    timer?.cancel()
    if (!isStopped) timer = clock.after(ms, () => machine.dispatch({ event, look: look() }))
  }
  const answer = <Value>(of: Promise<Result<Value>>, toEvent: (value: Value) => RetentionEvent): void => {
    void of.then((result) => {
      if (isStopped) return
      if (!result.ok) log.warn('retention.failed', { code: result.error.code, detail: result.error.detail })
      machine.dispatch(result.ok ? toEvent(result.value) : { event: 'failed' })
    })
  }
  const perform = (effect: RetentionEffect): void => {
    switch (effect.effect) {
      case 'read-places':
        return answer(ledger.latest([CONTENT_DELETED_KIND], LOOK_BACK), (entries) => ({ event: 'places-read', ...placesIn(entries) }))
      case 'ask':
        return answer(reader.due(effect.asked), (due) => ({ event: 'due-read', due }))
      case 'delete': {
        const { kinds, ranges, texts } = effect.due
        return answer(recorder.system(CONTENT_DELETED_KIND, { kinds, ranges, texts, why: 'retention', lane: effect.lane, through: effect.places }), () => ({ event: 'deleted' }))
      }
      case 'rest':
        return later(REST_MS, 'rested')
      case 'wait':
        return later(EVERY_MS, 'hour')
      case 'tell':
        return log.info('retention.deleted', { texts: effect.texts })
      case 'tell-clock':
        return log.info('retention.waits-for-clock', {})
    }
  }
  const machine = createMachine({ initial: RETENTION_START, reduce: retentionReducer(laneRules(settings)), perform, now: () => clock.monotonicMs() })

  return {
    start: () => later(FIRST_PASS_MS, 'hour'),
    stop() {
      isStopped = true
      timer?.cancel()
    },
  }
}

const place = z.object({ seq: z.number().int().nonnegative(), utcMs: z.number().int() })
const placesSchema = z.object({ why: z.literal('retention'), through: z.object({ samples: place, traffic: place, words: place, frozen: place, storing: place } satisfies Record<(typeof LANES)[number], z.ZodType>) })

/** Where the newest deletion of this kind says that it came. @param entries  newest first */
export function placesIn(entries: readonly StoredEntry[]): { readonly places: Places; readonly atUtcMs?: number } {
  for (const { payload, seq, utcMs } of entries) {
    const read = placesSchema.safeParse(payload)
    if (read.success && LANES.every((lane) => read.data.through[lane].seq < seq)) return { places: read.data.through, atUtcMs: utcMs }
  }
  return { places: NOTHING_DONE }
}
