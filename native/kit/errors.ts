// Every failure has a code; one table says how bad it is, whether trying again helps, and who can act.

/** Who can do something about it: the word a message for people ends with. */
export type Actor = 'dispatcher' | 'supervisor' | 'technician' | 'maker' | 'nobody'

export interface ErrorRow {
  readonly severity: 'info' | 'warning' | 'error' | 'critical'
  /** `at-once`: the caller may repeat now; `later`: a back-off is running; `never`: something must change first. */
  readonly retry: 'at-once' | 'later' | 'never'
  readonly actor: Actor
}

const row = (severity: ErrorRow['severity'], retry: ErrorRow['retry'], actor: Actor): ErrorRow => ({ severity, retry, actor })

/** The texts stand in the locale files under `error.<CODE>`. */
export const ERRORS = {
  // LINK: the line to a device or service
  LINK_MISSING: row('error', 'later', 'technician'),
  LINK_AMBIGUOUS: row('error', 'later', 'technician'),
  LINK_BUSY: row('error', 'later', 'technician'),
  LINK_DENIED: row('error', 'later', 'technician'),
  LINK_REFUSED: row('error', 'later', 'technician'),
  LINK_TIMEOUT: row('error', 'later', 'technician'),
  LINK_LOST: row('error', 'later', 'technician'),
  LINK_CLOSED: row('info', 'never', 'nobody'),
  LINK_UNSUPPORTED: row('warning', 'never', 'technician'),
  /** It would stay keyed if this program died, and nothing can stand guard over it here: it is never keyed. */
  LINK_UNGUARDED: row('error', 'never', 'technician'),
  // WIRE: bytes that do not say what they should
  WIRE_MALFORMED: row('warning', 'never', 'technician'),
  WIRE_UNKNOWN: row('info', 'never', 'technician'),
  WIRE_TOO_LONG: row('warning', 'never', 'technician'),
  // DEVICE: the device understood and does not do it
  DEVICE_DENIED: row('warning', 'at-once', 'dispatcher'),
  DEVICE_BUSY: row('warning', 'later', 'dispatcher'),
  DEVICE_STATE: row('warning', 'later', 'dispatcher'),
  DEVICE_UNSUPPORTED: row('warning', 'never', 'technician'),
  DEVICE_NO_NETWORK: row('error', 'later', 'dispatcher'),
  DEVICE_SILENT: row('error', 'later', 'technician'),
  DEVICE_STUCK_PEDAL: row('error', 'never', 'dispatcher'),
  // STORE: the record
  STORE_FULL: row('critical', 'later', 'technician'),
  STORE_READONLY: row('critical', 'later', 'technician'),
  STORE_BUSY: row('error', 'later', 'technician'),
  STORE_DAMAGED: row('critical', 'never', 'technician'),
  /** Somebody asked for the whole record to be checked, and it is not as it was written. It goes on; the next start sets it aside. */
  STORE_ALTERED: row('critical', 'never', 'technician'),
  STORE_UNREADABLE: row('critical', 'never', 'technician'),
  /** Written by a later version of this program: sound, and not ours to write into. */
  STORE_NEWER: row('critical', 'later', 'technician'),
  /** The record is whole; the key that signed it is gone, and a new record began. */
  STORE_KEY_LOST: row('critical', 'never', 'technician'),
  /** The system's store holds the key and does not give it: nothing is written meanwhile. */
  STORE_KEY_LOCKED: row('critical', 'later', 'technician'),
  /** The key works, and how it lies there is not as it should be. */
  STORE_KEY_UNFIT: row('warning', 'never', 'technician'),
  /** Written and not signed: the checkpoint file takes nothing. */
  STORE_UNSIGNED: row('error', 'later', 'technician'),
  /** The second checkpoint file takes nothing, or does not answer. */
  STORE_SECOND_FILE: row('warning', 'later', 'technician'),
  /** The record itself is written; the copy of it that the site asked for is not. */
  STORE_NOT_COPIED: row('warning', 'later', 'technician'),
  STORE_SPOOL_FULL: row('critical', 'later', 'technician'),
  // CALL: what a page, a key or a script asked of the host
  CALL_UNKNOWN: row('warning', 'never', 'maker'),
  CALL_INVALID: row('warning', 'never', 'maker'),
  CALL_REFUSED: row('info', 'at-once', 'dispatcher'),
  /** Nothing was done: what it is about stands in the record, which cannot be read at this moment. */
  CALL_NOT_YET: row('warning', 'later', 'dispatcher'),
  CALL_TIMEOUT: row('warning', 'at-once', 'dispatcher'),
  CALL_HOST_GONE: row('critical', 'later', 'dispatcher'),
  // SITE: the site file and the place we run in
  SITE_MISSING: row('error', 'never', 'technician'),
  SITE_INVALID: row('error', 'never', 'technician'),
  SITE_ALREADY_RUNNING: row('error', 'never', 'dispatcher'),
  // BUG: ours
  BUG_UNEXPECTED: row('critical', 'never', 'maker'),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

/** One failure. `detail` holds what a technician needs (path, number, word of the device), never a person's words. */
export interface Failure {
  readonly code: ErrorCode
  readonly detail: string
}

export const failure = (code: ErrorCode, detail = ''): Failure => ({ code, detail })
