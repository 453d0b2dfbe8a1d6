// What a log proves of the service that writes it. Pure. A bad line is the product's own word that it does not work, so it
// stands like a refusal until a good line; a moment written in a line is not trusted as time, only that it came now.
import type { ProbeResult } from '../types.ts'
import type { LogLook } from './log-messages.ts'
import type { LogVerdict } from './log-words.ts'

export interface LogEvidence {
  /** When the last line came, or when we began to look. */
  readonly spokeMs: number
  /** The last line that said anything of health, since we began. */
  readonly telling?: LogVerdict
  /** Why the log could not be read at the last look. */
  readonly unread?: string
}

export const beginLog = (nowMs: number): LogEvidence => ({ spokeMs: nowMs })

export function takeLook(before: LogEvidence, look: LogLook, nowMs: number): LogEvidence {
  if (look.found === 'nothing') return { ...before, unread: `${look.cause} ${look.detail}` }
  const { unread: _, ...rest } = before
  return {
    ...rest,
    spokeMs: look.lines > 0 ? nowMs : before.spokeMs,
    ...(look.telling && { telling: look.telling }),
  }
}

/** @param quietMs  a log that says nothing for longer than this is a miss; absent: it may be quiet */
export function judgeLog({ telling, unread, spokeMs }: LogEvidence, quietMs: number | undefined, nowMs: number): ProbeResult {
  if (telling?.verdict === 'bad') return { kind: 'refused', detail: telling.pattern }
  if (unread !== undefined) return { kind: 'unreachable', detail: unread }
  if (quietMs !== undefined && nowMs - spokeMs > quietMs) return { kind: 'timeout', detail: `silent for ${Math.floor((nowMs - spokeMs) / 1000)} s` }
  return { kind: 'reply', ...(telling && { detail: telling.pattern }) }
}
