// What a radio proves when it is asked: that it answers, is registered, in which cell, on which group, and which groups it knows.
// Source: EN 300 392-5, +CREG, +CTBCT, +CTGS.
import type { Clock } from '../kit/clock.ts'
import type { RadioProof, RadioVerification } from '../kit/driver.ts'
import { ok, type Result } from '../kit/result.ts'
import type { RadioParts } from './parts.ts'

type ProofParts = Pick<RadioParts, 'asking' | 'picture' | 'setUp'>

export async function pollRadio({ asking, picture }: ProofParts, clock: Clock): Promise<Result<RadioProof>> {
  const sentMs = clock.monotonicMs()
  const asked = await asking.ask('AT+CREG?')
  if (!asked.ok) return asked
  const { registration, cell } = picture.standing
  return ok({ registration, cell, latencyMs: clock.monotonicMs() - sentMs })
}

/** @param known  groups of the radio's own lists; absent or empty: it has none that can be read */
export async function verifyRadio(parts: ProofParts, clock: Clock, groups: { readonly wanted: readonly string[]; readonly known: ReadonlySet<string> | undefined }): Promise<Result<RadioVerification>> {
  const { asking, picture, setUp } = parts
  const proof = await pollRadio(parts, clock)
  if (!proof.ok) return proof
  for (const question of ['AT+CTBCT?', 'AT+CTGS?'].filter((one) => !setUp.isOff(one))) {
    const asked = await asking.ask(question)
    // A radio that does not know the question, or has no cell to tell of, is not a radio that fails.
    if (!asked.ok && (asked.error.code === 'LINK_TIMEOUT' || asked.error.code === 'LINK_CLOSED')) return asked
  }
  const { wanted, known } = groups
  const missingGroups = known && known.size > 0 ? wanted.filter((gssi) => !known.has(gssi)) : []
  const { gssi, standing: { registration, cell } } = picture
  return ok({ ...proof.value, registration, cell, missingGroups, ...(gssi === undefined ? {} : { gssi }) })
}
