// What every probe of the site file has, and what those have that measure latency.
import { id, oneOf, whole } from './fields.ts'

export const probeBase = {
  id: id(),
  weight: oneOf(['primary', 'secondary']).default('primary').describe('A primary probe decides the condition, a secondary one adds evidence.'),
}

export const latencyLimitMs = whole(1, 10_000, 'ms').default(300).describe('Replies slower than this count towards degraded. 1–10000 ms, default 300.')
