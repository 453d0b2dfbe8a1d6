// Words host, shells and page share. Meaning and numbers: README.md here and the architecture's sections 5 to 7.

/** Condition of a service, everywhere the same five words. */
export type Condition = 'ok' | 'degraded' | 'unstable' | 'down' | 'unknown'

/** What is true of a service at this moment; `unstable` is a label beside it, with its own life. */
export type ConditionNow = Exclude<Condition, 'unstable'>

export type ServiceRole = 'console' | 'witness' | 'telephony' | 'network' | 'gateway' | 'power' | 'other'

/** How something is asked: what a person is told of it, for the id is the site's. */
export type ProbeKind = 'tcp' | 'http' | 'sip' | 'dns' | 'clock' | 'icmp' | 'log-tail' | 'process' | 'serial-line' | 'heartbeat' | 'witness'

/** A primary probe decides the condition; a secondary one only adds evidence. */
export type ProbeWeight = 'primary' | 'secondary'

export type DiagnosisKind =
  | 'normal'
  | 'console-fault'
  | 'network-outage'
  | 'witness-lost'
  | 'local-site'
  | 'own-workstation'
  | 'common-dependency'
  | 'unknown'

/** `ok` is shown as `proven` (in orde) only with end-to-end proof younger than its limit, else as `reachable` (bereikbaar). */
export type ProofDepth = 'proven' | 'reachable'

/** `observe`: looks and records, sends nothing but questions. `advise`: carries out what a person presses. `act`: may switch by itself where the plan allows it. */
export type SiteMode = 'observe' | 'advise' | 'act'

/** Who asked. Never a name. */
export type Role = 'dispatcher' | 'supervisor' | 'technician' | 'auditor' | 'system'

export type Registration = 'home' | 'visited' | 'searching' | 'none' | 'rejected'

/** `local`: the serving cell is cut off from the network although the radio says registered. */
export type CellMode = 'wide' | 'local'

export type Language = 'nl' | 'en'

/** What a person notices of speech that fails. */
export type Symptom = 'speech-drops' | 'ptt-refused' | 'no-reception'

/** Whose ears: the dispatcher of this position, or a unit that told the dispatcher. */
export type ReportFrom = 'dispatcher' | 'unit'

/** JSON as the ledger takes it: no floats, whole numbers up to 2^53 − 1 either side of zero. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}
