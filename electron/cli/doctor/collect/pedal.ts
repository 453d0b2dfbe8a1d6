// Asks a pedal or panel how it stands, where it can be asked. The question is the one the console itself puts at opening.
import type { Clock } from '../../../../native/kit/clock.ts'
import type { HidTransport } from '../../../../native/kit/transport.ts'
import { readButtons } from '../../../../native/hid-buttons/index.ts'
import type { HidProduct } from '../../../../native/registry.ts'
import { quantiles } from '../../../host/traffic/device-facts.ts'
import type { ButtonsFacts } from '../judge/buttons.ts'

const QUESTIONS = 5
const ANSWER_MS = 1_000

/** @param access  `read`: this site only looks, and a question is a report that is written */
export async function askPedal(transport: HidTransport, product: HidProduct, clock: Clock, access: 'read' | 'full'): Promise<ButtonsFacts> {
  if (!product.ask) return { state: 'cannot-be-asked' }
  if (access === 'read') return { state: 'not-asked' }
  const answersMs: number[] = []
  let down: readonly string[] | undefined
  for (let at = 0; at < QUESTIONS; at++) {
    const startMs = clock.monotonicMs()
    const report = await answerTo(transport, product.ask, clock)
    if (!report) continue
    answersMs.push(clock.monotonicMs() - startMs)
    down = readButtons(product, undefined, report).state?.down ?? down
  }
  const answerMs = quantiles(answersMs)
  return answerMs ? { state: 'answered', answerMs, ...(down ? { down } : {}) } : { state: 'silent' }
}

function answerTo(transport: HidTransport, question: Uint8Array, clock: Clock): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const done = (report: Uint8Array | undefined): void => {
      timer.cancel()
      leave()
      resolve(report)
    }
    const timer = clock.after(ANSWER_MS, () => done(undefined))
    const leave = transport.onReport((report) => done(report))
    void transport.write(question)
  })
}
