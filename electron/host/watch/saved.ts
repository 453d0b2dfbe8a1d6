// What the watch must remember over a restart of the host: that a service was down and since when, its penalty, its relapses.
// Ages, not moments: the monotonic clock starts anew with the machine.
import { z } from 'zod'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { memoryOf, type ConditionMemory, type ConditionState } from './condition-state.ts'
import type { Instability } from './instability.ts'

const FORMAT = 1
const whole = z.int().min(0)

const savedServiceSchema = z.strictObject({
  recovering: z.boolean(),
  penalty: whole,
  penaltyAgeMs: whole,
  downs: whole,
  unstable: z.strictObject({ ageMs: whole, count: whole }).optional(),
  upForMs: whole.optional(),
  /** It was down when we last saw it. */
  outage: z.strictObject({ ageMs: whole, counted: z.boolean(), seenAgoMs: whole }).optional(),
  heardOwnAgoMs: whole.optional(),
  relapses: z.record(z.string(), z.strictObject({ count: whole, endedAgoMs: whole })).optional(),
})

export const savedWatchSchema = z.strictObject({
  format: z.literal(FORMAT),
  savedUtcMs: whole,
  services: z.record(z.string(), savedServiceSchema),
})

export type SavedWatch = z.infer<typeof savedWatchSchema>
type SavedService = z.infer<typeof savedServiceSchema>

export function saveWatch(services: readonly ConditionState[], nowMs: number, utcMs: number): SavedWatch {
  return { format: FORMAT, savedUtcMs: utcMs, services: Object.fromEntries(services.map((one) => [one.service.id, saveOne(one, nowMs)])) }
}

function saveOne(state: ConditionState, nowMs: number): SavedService {
  const { recovering, instability, outage, lastHeardOwnMs, relapses } = memoryOf(state, nowMs)
  const { points, atMs, count, unstable, upSinceMs } = instability
  const ago = (ms: number): number => Math.max(0, nowMs - ms)
  return {
    recovering,
    penalty: Math.round(points),
    penaltyAgeMs: ago(atMs),
    downs: count,
    ...(unstable && { unstable: { ageMs: ago(unstable.sinceMs), count: unstable.count } }),
    ...(upSinceMs !== undefined && { upForMs: ago(upSinceMs) }),
    ...(outage && { outage: { ageMs: ago(outage.sinceMs), counted: outage.counted, seenAgoMs: ago(outage.seenMs) } }),
    ...(lastHeardOwnMs !== undefined && { heardOwnAgoMs: ago(lastHeardOwnMs) }),
    ...(relapses && { relapses: Object.fromEntries(Object.entries(relapses).map(([id, { count: times, endedMs }]) => [id, { count: times, endedAgoMs: ago(endedMs) }])) }),
  }
}

/** @returns STORE_UNREADABLE when this is not what `saveWatch` wrote */
export function readSavedWatch(saved: unknown, nowMs: number, utcMs: number): Result<Record<string, ConditionMemory>> {
  const parsed = savedWatchSchema.safeParse(saved)
  if (!parsed.success) return fail(failure('STORE_UNREADABLE', z.prettifyError(parsed.error)))
  // A clock set back while we were away must not make a penalty grow.
  const awayMs = Math.max(0, utcMs - parsed.data.savedUtcMs)
  return ok(Object.fromEntries(Object.entries(parsed.data.services).map(([id, one]) => [id, readOne(one, nowMs, awayMs)])))
}

function readOne(saved: SavedService, nowMs: number, awayMs: number): ConditionMemory {
  const { outage, unstable, relapses } = saved
  const at = (agoMs: number): number => nowMs - agoMs - awayMs
  const instability: Instability = {
    points: saved.penalty,
    atMs: at(saved.penaltyAgeMs),
    count: saved.downs,
    ...(unstable && { unstable: { sinceMs: at(unstable.ageMs), count: unstable.count } }),
    // Down when we left: its good time starts when it is seen to be up. Nor was anybody looking while we were away.
    ...(outage?.counted !== true && { upSinceMs: saved.upForMs === undefined ? nowMs : nowMs - saved.upForMs }),
  }
  return {
    recovering: saved.recovering,
    instability,
    ...(outage && { outage: { sinceMs: at(outage.ageMs), counted: outage.counted, seenMs: at(outage.seenAgoMs) } }),
    ...(saved.heardOwnAgoMs !== undefined && { lastHeardOwnMs: at(saved.heardOwnAgoMs) }),
    ...(relapses && { relapses: Object.fromEntries(Object.entries(relapses).map(([id, one]) => [id, { count: one.count, endedMs: at(one.endedAgoMs) }])) }),
  }
}
