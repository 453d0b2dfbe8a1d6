// What can be wrong with a site file or a device file, as data: problem-text.ts says it in words, in English or Dutch.

/** Where in the file, as keys and list positions from the top. */
export type SitePath = readonly (string | number)[]

export type ReferenceTarget = 'service' | 'device' | 'product' | 'group'
export type UniqueThing = 'id' | 'key' | 'label' | 'gssi' | 'ssi' | 'name'

/** `kind` is the word of fields.ts under which problem-text.ts explains what would be right. */
export type Complaint =
  | { readonly code: 'not-text' }
  | { readonly code: 'too-large'; readonly limitKiB: number }
  | { readonly code: 'too-deep'; readonly limit: number }
  | { readonly code: 'empty' }
  | { readonly code: 'yaml-syntax'; readonly detail: string }
  | { readonly code: 'json-syntax'; readonly detail: string }
  | { readonly code: 'duplicate-key'; readonly key: string }
  | { readonly code: 'unknown-key'; readonly key: string; readonly keys: readonly string[]; readonly suggestion?: string }
  | { readonly code: 'missing'; readonly key: string; readonly kind: string }
  | { readonly code: 'wrong-value'; readonly found: string; readonly kind: string; readonly suggestion?: string }
  | { readonly code: 'duplicate'; readonly thing: UniqueThing; readonly value: string; readonly first: SitePath }
  | { readonly code: 'unknown-reference'; readonly to: ReferenceTarget; readonly value: string; readonly options: readonly string[]; readonly suggestion?: string }
  | { readonly code: 'wrong-reference'; readonly to: ReferenceTarget; readonly value: string; readonly needed: string }
  | { readonly code: 'dependency-cycle'; readonly ids: readonly string[] }
  | { readonly code: 'first-channel' }
  | { readonly code: 'second-rbs' }
  | { readonly code: 'shared-port'; readonly address: string; readonly other: string }
  | { readonly code: 'no-unit-number'; readonly product: string }
  | { readonly code: 'setting-order'; readonly low: string; readonly lowValue: number; readonly high: string; readonly highValue: number; readonly strict: boolean }
  | { readonly code: 'never-recovers'; readonly everyMs: number; readonly replies: number; readonly withinMs: number }
  | { readonly code: 'heartbeat-too-slow'; readonly everyMs: number; readonly silenceMs: number }
  | { readonly code: 'ends-before-it-begins'; readonly from: string; readonly until: string }
  | { readonly code: 'simulated-device' }
  | { readonly code: 'product-mismatch'; readonly product: string; readonly usb: string; readonly options: readonly string[] }
  /** A key for a channel or group that the plan does not have. */
  | { readonly code: 'not-in-plan'; readonly meaning: string; readonly options: readonly string[] }
  | { readonly code: 'unknown-input'; readonly input: string; readonly options: readonly string[]; readonly suggestion?: string }
  /** It tells a press and never a release. */
  | { readonly code: 'no-release'; readonly input: string; readonly options: readonly string[] }
  /** Two channels of the plan over one radio: what it says would be taken for the other's. */
  | { readonly code: 'shared-device'; readonly device: string; readonly first: SitePath }
  /** A radio of the room on a line of this workstation alone. */
  | { readonly code: 'not-shareable'; readonly device: string; readonly kind: string }
  /** A control radio must listen to the network all the time; that of a channel does not: let go of, or in direct mode. */
  | { readonly code: 'no-witness'; readonly device: string; readonly channel: SitePath; readonly why: 'shared' | 'dmo' }
  | { readonly code: 'excluded'; readonly key: string; readonly by: string }
  | { readonly code: 'same-bit'; readonly name: string; readonly other: string }
  | { readonly code: 'beyond-report'; readonly name: string; readonly bytes: number }

/** A complaint and what it is about; `at` says whether the key or the value is to be pointed at. */
export interface Finding {
  readonly path: SitePath
  readonly at: 'key' | 'value'
  readonly complaint: Complaint
}

export interface SiteProblem {
  readonly file: string
  /** From 1, as editors count. */
  readonly line: number
  readonly column: number
  /** `services[0].probes[1].port`; `''` is the whole file. */
  readonly path: string
  readonly complaint: Complaint
  /** What is wrong, in English. */
  readonly message: string
  /** What would be right, in English. */
  readonly expected: string
}

export function pathText(path: SitePath): string {
  let text = ''
  for (const step of path) text += typeof step === 'number' ? `[${step}]` : text === '' ? step : `.${step}`
  return text
}
