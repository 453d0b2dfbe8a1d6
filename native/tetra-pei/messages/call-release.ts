// +CTCR: a call is over, and why. Source: EN 300 392-5; sample `+CTCR: 1,13`.
import { DISCONNECT_CAUSES, nameOf, releaseWording, type ReleaseWording } from '../constants.ts'
import { readNumbers, splitFields } from '../fields.ts'

export interface CallRelease {
  readonly cmd: '+CTCR'
  readonly cc: number
  readonly cause: number
  readonly causeName: string
  /** What to tell the person who spoke. */
  readonly wording: ReleaseWording
}

export function decodeCallRelease(parameters: string): CallRelease | undefined {
  const numbers = readNumbers(splitFields(parameters), ['cc', 'cause'])
  if (numbers?.cc === undefined || numbers.cause === undefined) return undefined
  const { cc, cause } = numbers
  return { cmd: '+CTCR', cc, cause, causeName: nameOf(DISCONNECT_CAUSES, cause), wording: releaseWording(cause) }
}

export function encodeCallRelease(release: Pick<CallRelease, 'cc' | 'cause'>): string {
  return `+CTCR: ${release.cc},${release.cause}`
}
