// +CTCC: the call stands. Source: EN 300 392-5; the order of the fields is inferred by matching samples with +CTICN,
// the eighth is taken for the priority.
import { joinFields, readNumbers, splitFields, type NumberFields } from '../fields.ts'

const NAMES = ['cc', 'hook', 'simplex', 'aiService', 'e2ee', 'comms', 'codec', 'priority'] as const

export type CallConnect = { readonly cmd: '+CTCC'; readonly cc: number } & Omit<NumberFields<(typeof NAMES)[number]>, 'cc'>

export function decodeCallConnect(parameters: string): CallConnect | undefined {
  const numbers = readNumbers(splitFields(parameters), NAMES)
  if (numbers?.cc === undefined) return undefined
  return { cmd: '+CTCC', ...numbers, cc: numbers.cc }
}

export function encodeCallConnect(connect: Omit<CallConnect, 'cmd'>): string {
  return `+CTCC: ${joinFields(NAMES.map((name) => connect[name]))}`
}
