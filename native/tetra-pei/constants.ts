// The numbers of the PEI and what they mean. Source: EN 300 392-5 as tabulated by open code that cites its clauses;
// rows marked [M] are from memory of the air interface standard and wait for the text. No lookup here ever fails:
// radios send numbers no table knows.

type Names = Readonly<Record<number, string>>

/** The name of a number, or `unknown <n>`. */
export function nameOf(table: Names, value: number): string {
  return table[value] ?? `unknown ${value}`
}

export const AI_SERVICES = {
  0: 'speech',
  1: '7.2k data',
  2: '4.8k data, depth 1',
  3: '4.8k data, depth 4',
  4: '4.8k data, depth 8',
  5: '2.4k data, depth 1',
  6: '2.4k data, depth 4',
  7: '2.4k data, depth 8',
  8: 'packet data',
  9: 'SDS type 1',
  10: 'SDS type 2',
  11: 'SDS type 3',
  12: 'SDS type 4',
  13: 'status',
} as const satisfies Names

/** AI services whose `+CTSDSR` is followed by a line of user data. */
export const SDS_SERVICES = { first: 9, last: 13, tl: 12, status: 13 } as const

export const AI_MODES = {
  0: 'TMO',
  1: 'DMO',
  2: 'TMO, DMO watch',
  3: 'DMO, TMO watch',
  4: 'TMO and DMO',
  5: 'gateway',
  6: 'DMO repeater',
} as const satisfies Names

export const IDENTITY_TYPES = { 0: 'SSI', 1: 'TSI', 2: 'SNA', 3: 'PABX', 4: 'PSTN', 5: 'extended TSI' } as const satisfies Names

export const CALL_STATUS = {
  0: 'progressing',
  1: 'queued',
  2: 'party paged',
  3: 'continue',
  4: 'hang time expired',
} as const satisfies Names

/** Who got the floor. Only `0` means that we transmit. */
export const TX_GRANT = { granted: 0, notGranted: 1, queued: 2, grantedToAnother: 3 } as const
export const TX_GRANTS = { 0: 'granted', 1: 'not granted', 2: 'queued', 3: 'granted to another' } as const satisfies Names

/** [M] 0: we may ask for the floor, 1: we may not. */
export const TX_REQUEST = { allowed: 0, forbidden: 1 } as const

export const TX_DEMAND = { low: 0, high: 1, preEmptive: 2, emergency: 3 } as const

/** [I] `ring` needs ATA, `direct` is through-connected: every group call on record has it. */
export const HOOK = { ring: 0, direct: 1 } as const

/** [M] */
export const COMMS_TYPE = { pointToPoint: 0, group: 1, groupAcknowledged: 2, broadcast: 3 } as const

/** [M] 1–11 rise, 12–14 pre-empt, 15 is an emergency call. */
export const EMERGENCY_PRIORITY = 15

export const GROUP_TYPE = { none: 0, selected: 1 } as const

export const NUM_TYPES = {
  0: 'own',
  1: 'group',
  2: 'PSTN gateway',
  3: 'PABX gateway',
  4: 'service centre',
  5: 'service centre E.164',
  6: 'own, extended TSI',
  7: 'group, extended TSI',
} as const satisfies Names

/** Differs from GSM: 0 and 2 are swapped in sense. */
export const REGISTRATIONS = {
  0: 'searching',
  1: 'home',
  2: 'none',
  3: 'rejected',
  4: 'unknown',
  5: 'visited',
} as const satisfies Names
export type RegistrationWord = (typeof REGISTRATIONS)[keyof typeof REGISTRATIONS]

export function registrationOf(stat: number): RegistrationWord {
  return (REGISTRATIONS as Readonly<Record<number, RegistrationWord>>)[stat] ?? 'unknown'
}

/** `+CMGS: <instance>,<status>`. 4 means it went over the air, not that it arrived. */
export const SDS_STATUS = { sent: 4, failed: 5 } as const

export const DM_COMM_TYPES = {
  0: 'any',
  1: 'MS-MS',
  2: 'via DM-REP',
  3: 'via DM-GATE',
  4: 'via DM-REP/GATE',
  6: 'MS-MS, gateway registration kept',
} as const satisfies Names

/** Why a call ended, as far as it matters to the person who spoke; texts stand in the locale files. */
export type ReleaseWording = 'ended' | 'pre-empted' | 'network-busy' | 'unknown-number' | 'link-lost' | 'other'

/** 13 is the normal end of a group call: its hang time ran out. */
export const CAUSE_TIMER_EXPIRY = 13

export const DISCONNECT_CAUSES = {
  0: 'unknown',
  1: 'user request',
  2: 'busy',
  3: 'not reachable',
  4: 'called party lacks encryption',
  5: 'congestion',
  6: 'traffic not allowed',
  7: 'incompatible traffic',
  8: 'service unavailable',
  9: 'pre-emption',
  10: 'invalid call identifier',
  11: 'rejected by called party',
  12: 'no idle call entity',
  13: 'timer expiry',
  14: 'disconnected by the network',
  15: 'no acknowledgement',
  16: 'unknown identity',
  17: 'supplementary service',
  18: 'unknown external number',
  19: 'restoration failed',
  20: 'called party needs encryption',
  21: 'concurrent set-up unsupported',
  22: 'both under the same DM gateway',
  31: 'unacceptable service offered',
  32: 'pre-empted by late gateway',
  33: 'repeater link failed',
  34: 'gateway link failed',
  35: 'rejected by gateway',
  36: 'V+D set-up failed',
  37: 'V+D resource lost',
  38: 'V+D authority lost',
  39: 'channel taken',
  40: 'security mismatch',
} as const satisfies Names

const RELEASE_WORDINGS: Readonly<Record<number, ReleaseWording>> = {
  1: 'ended',
  13: 'ended',
  14: 'ended',
  9: 'pre-empted',
  5: 'network-busy',
  8: 'network-busy',
  16: 'unknown-number',
  18: 'unknown-number',
  19: 'link-lost',
  37: 'link-lost',
  38: 'link-lost',
}

export function releaseWording(cause: number): ReleaseWording {
  return RELEASE_WORDINGS[cause] ?? 'other'
}

/** Basic service details of a cell, bit 11 first [M]; without this bit the site has lost the network: local site trunking. */
export const CELL_SYSTEM_WIDE = 0x040
