// +CTOCP: our own call set-up proceeds; comes none to several times. Source: EN 300 392-5; drive-test generator's layout.
import { joinFields, readNumbers, splitFields, type NumberFields } from '../fields.ts'

const NAMES = ['cc', 'callStatus', 'aiService', 'hook', 'simplex', 'e2ee', 'comms', 'codec'] as const

export type CallProgress = { readonly cmd: '+CTOCP'; readonly cc: number } & Omit<NumberFields<(typeof NAMES)[number]>, 'cc'>

export function decodeCallProgress(parameters: string): CallProgress | undefined {
  const numbers = readNumbers(splitFields(parameters), NAMES)
  if (numbers?.cc === undefined) return undefined
  return { cmd: '+CTOCP', ...numbers, cc: numbers.cc }
}

export function encodeCallProgress(progress: Omit<CallProgress, 'cmd'>): string {
  return `+CTOCP: ${joinFields(NAMES.map((name) => progress[name]))}`
}
