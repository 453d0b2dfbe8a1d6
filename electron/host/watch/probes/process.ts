// A program of this workstation, such as the RBS client: there, or not there. That it is there proves no more: one that hangs
// is there too, and whether it hangs is not asked.
import type { Clock } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import type { ProcessList } from '../processes/process-list.ts'
import type { Probe } from '../probe.ts'

export interface ProcessProbeConfig {
  readonly kind: 'process'
  readonly name: string
  /** Gone for shorter than this is a restart: a miss, and no evidence that it has ended. */
  readonly restartMs: number
}

export interface ProcessProbeDeps {
  readonly clock: Clock
  readonly processes?: ProcessList | undefined
}

/** Its absence is the system's own word: after `restartMs` it counts like a refusal. @returns LINK_UNSUPPORTED where programs cannot be listed */
export function openProcessProbe({ name, restartMs }: ProcessProbeConfig, { clock, processes }: ProcessProbeDeps): Result<Probe> {
  if (!processes) return fail(failure('LINK_UNSUPPORTED', 'programs cannot be listed on this system'))
  let goneSinceMs: number | undefined
  let isOpen = false
  return ok({
    async open() {
      if (!isOpen) processes.want(name)
      isOpen = true
      return ok()
    },
    async ask() {
      const askedMs = clock.monotonicMs()
      const seen = await processes.sees(name)
      if (seen === undefined) return { kind: 'timeout', detail: 'no list of programs' }
      if (seen) {
        goneSinceMs = undefined
        return { kind: 'reply' }
      }
      goneSinceMs ??= askedMs
      const detail = `${name} is not running`
      return clock.monotonicMs() - goneSinceMs >= restartMs ? { kind: 'refused', detail } : { kind: 'timeout', detail }
    },
    async close() {
      if (isOpen) processes.leave(name)
      isOpen = false
    },
  } satisfies Probe)
}
