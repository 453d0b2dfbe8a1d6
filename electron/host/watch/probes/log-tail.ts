// A log file of the RBS client or a gateway, watched for lines that tell of its health. Rules: ../log-tail/log-evidence.ts.
import type { Clock } from '../../../../native/kit/clock.ts'
import { failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import { beginLog, judgeLog, takeLook, type LogEvidence } from '../log-tail/log-evidence.ts'
import type { FollowedLog, LogReader } from '../log-tail/log-reader.ts'
import type { Probe } from '../probe.ts'

export interface LogTailProbeConfig {
  readonly kind: 'log-tail'
  readonly path: string
  readonly good: readonly string[]
  readonly bad: readonly string[]
  /** A log that must speak at least this often. */
  readonly quietMs?: number | undefined
}

/** @param reader  undefined: there is none here; @returns SITE_INVALID without anything to look for, or `reader`'s own failure */
export function openLogTailProbe(config: LogTailProbeConfig, { clock, logReader: reader }: { readonly clock: Clock; readonly logReader?: LogReader | undefined }): Result<Probe> {
  if (config.bad.length > 0 && config.good.length === 0) return fail(failure('SITE_INVALID', `${config.path}: nothing good would end what is bad`))
  if (config.bad.length === 0 && config.quietMs === undefined) return fail(failure('SITE_INVALID', `${config.path}: nothing to look for`))
  if (!reader) return fail(failure('LINK_UNSUPPORTED', 'no program to read logs with'))
  let log: FollowedLog | undefined
  let evidence: LogEvidence
  let underWay: Promise<void> | undefined
  const nowMs = (): number => Math.floor(clock.monotonicMs())

  return ok({
    async open() {
      if (log) return ok()
      const followed = reader.follow(config)
      if (!followed.ok) return followed
      log = followed.value
      evidence = beginLog(nowMs())
      return ok()
    },
    async ask() {
      if (!log) return { kind: 'unreachable', detail: 'closed' }
      // What a late look brought counts although whoever asked for it has given up.
      underWay ??= log.look().then((look) => {
        underWay = undefined
        evidence = takeLook(evidence, look, nowMs())
      })
      await underWay
      return judgeLog(evidence, config.quietMs, nowMs())
    },
    async close() {
      log?.leave()
      log = undefined
      underWay = undefined
    },
  } satisfies Probe)
}
