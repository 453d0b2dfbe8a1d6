// What a radio refuses a command with, and what the one who sent it should do. Source: EN 300 392-5 error codes as
// tabulated by open code; the policies are ours, argued in the reference's section 1.3.

/**
 * - `back-off`: repeat after BUSY_BACK_OFF_MS
 * - `offer`: it did not go over the air; a person decides about a second try
 * - `network`: the radio has no network; wait for registration
 * - `state`: right command, wrong moment; show the state, no repeat
 * - `done`: what was asked for is already so
 * - `unsupported`: this radio cannot; mark the feature off and go on
 * - `inhibited`: transmit inhibit is on; say so in red
 * - `lock`: PIN or SIM; a technician's work
 * - `fail`: nothing of the above; show number and name
 */
export type CmePolicy = 'back-off' | 'offer' | 'network' | 'state' | 'done' | 'unsupported' | 'inhibited' | 'lock' | 'fail'

export interface CmeRow {
  readonly name: string
  readonly policy: CmePolicy
}

/** Pauses before the second, third and fourth attempt; there is no fifth. */
export const BUSY_BACK_OFF_MS = [300, 600, 1200] as const

const row = (name: string, policy: CmePolicy): CmeRow => ({ name, policy })

export const CME_ERRORS = {
  0: row('could not send over the air', 'offer'),
  1: row('no reliable link to TE', 'fail'),
  2: row('PEI link in use', 'fail'),
  3: row('not in this state', 'state'),
  4: row('command not supported', 'unsupported'),
  5: row('PIN needed', 'lock'),
  10: row('no SIM', 'lock'),
  11: row('SIM PIN1 needed', 'lock'),
  12: row('PIN1 unblock needed', 'lock'),
  13: row('SIM failure', 'lock'),
  14: row('SIM not ready', 'lock'),
  15: row('SIM not recognised', 'lock'),
  16: row('wrong PIN', 'lock'),
  17: row('SIM PIN2 needed', 'lock'),
  18: row('PIN2 unblock needed', 'lock'),
  20: row('message stack full', 'fail'),
  21: row('no such stack index', 'fail'),
  22: row('stack index empty', 'fail'),
  23: row('stack access failed', 'fail'),
  24: row('status text too long', 'fail'),
  25: row('bad character in status text', 'fail'),
  26: row('dial string too long', 'fail'),
  27: row('bad character in dial string', 'fail'),
  30: row('out of service', 'network'),
  31: row('no layer 2 acknowledgement', 'offer'),
  32: row('user data could not be decoded', 'fail'),
  33: row('parameter of wrong type', 'unsupported'),
  34: row('parameter out of range', 'unsupported'),
  // To a bare AT it means a rest of an earlier line in the radio's buffer: send AT again.
  35: row('syntax error', 'unsupported'),
  36: row('user data without +CMGS', 'fail'),
  37: row('user data timed out', 'fail'),
  38: row('protocol already registered', 'done'),
  39: row('SDS-TL registration table full', 'unsupported'),
  40: row('not in DMO', 'state'),
  41: row('transmit inhibit on', 'inhibited'),
  42: row('busy with signalling', 'back-off'),
  43: row('not in V+D', 'state'),
  44: row('unknown parameter', 'unsupported'),
  50: row('no network service', 'network'),
} as const satisfies Readonly<Record<number, CmeRow>>

/** Codes from here on are each maker's own. */
const MAKER_SPECIFIC_FROM = 100

export function cmeError(code: number): CmeRow {
  const known = (CME_ERRORS as Readonly<Record<number, CmeRow>>)[code]
  return known ?? row(code >= MAKER_SPECIFIC_FROM ? `maker specific ${code}` : `reserved ${code}`, 'fail')
}
