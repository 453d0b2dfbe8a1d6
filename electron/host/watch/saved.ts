// What the watch must remember over a restart of the host: that a service was down, and its penalty. Ages, not moments:
// the monotonic clock starts anew with the machine.
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
  const { recovering, instability } = memoryOf(state)
  const { points, atMs, count, unstable, upSinceMs } = instability
  return {
    recovering,
    penalty: Math.round(points),
    penaltyAgeMs: Math.max(0, nowMs - atMs),
    downs: count,
    ...(unstable && { unstable: { ageMs: Math.max(0, nowMs - unstable.sinceMs), count: unstable.count } }),
    ...(upSinceMs !== undefined && { upForMs: Math.max(0, nowMs - upSinceMs) }),
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
  const instability: Instability = {
    points: saved.penalty,
    atMs: nowMs - saved.penaltyAgeMs - awayMs,
    count: saved.downs,
    ...(saved.unstable && { unstable: { sinceMs: nowMs - saved.unstable.ageMs - awayMs, count: saved.unstable.count } }),
    // Down when we left: nobody saw it come up, so its good time starts now. Nor was anybody looking while we were away.
    upSinceMs: saved.upForMs === undefined ? nowMs : nowMs - saved.upForMs,
  }
  return { recovering: saved.recovering, instability }
}
