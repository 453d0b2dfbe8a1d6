// The second verifier, typed. It is plain JavaScript that shares nothing with the project, its types least of all.
// @ts-expect-error -- for the reason above it brings no declarations
import * as verifier from '../../resources/verify/verify.mjs'

export interface StrangersReport {
  readonly verdict: string
  readonly code: number
  readonly text: string
  readonly findings: readonly { readonly verdict: string; readonly seq?: number; readonly count?: number }[]
  readonly lastSeq: number
  readonly headCode: string
}

interface Verifier {
  readonly verifyFolder: (folder: string, anchors?: readonly string[]) => StrangersReport
  readonly readHeadCode: (text: string) => { readonly seq: number; readonly letters: string } | undefined
}

export const { verifyFolder, readHeadCode } = verifier as Verifier
