// What a socket's error says about the target.
import type { ProbeResult } from '../types.ts'

/** Only a refusal is said by the target itself; every other error is a road that may be closed on our side. */
export function resultOfSocketError(error: NodeJS.ErrnoException): ProbeResult {
  const detail = error.code ?? error.message
  return error.code === 'ECONNREFUSED' ? { kind: 'refused', detail } : { kind: 'unreachable', detail }
}

export const NO_ADDRESS: ProbeResult = { kind: 'unreachable', detail: 'no address for this name' }
