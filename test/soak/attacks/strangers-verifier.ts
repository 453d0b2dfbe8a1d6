// The second verifier, typed. It is plain JavaScript that shares nothing with the project, its types least of all.

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

/** As an auditor has it: by its place, not by our imports. */
const PLACE = new URL('../../../resources/verify/verify.mjs', import.meta.url)

export const { verifyFolder, readHeadCode } = (await import(PLACE.href)) as Verifier
