// What the recorder had been promised when the power went: read off the marks that stand before that point. Pure.
import type { Promised } from '../record/judge.ts'
import { decodeSaid, type Acknowledged } from '../record/marks.ts'
import type { DiskOp } from './disk-model.ts'

export interface Promises {
  /** Of the ledger that was begun first, and of the one after it when the record was spoilt and set aside. */
  readonly first: Promised
  readonly second: Promised
  /** The record may be found damaged: somebody had begun to spoil it. */
  readonly spoilt: boolean
}

export function promisesAt(ops: readonly DiskOp[], point: number): Promises {
  const ledgers = [emptyPromise(), emptyPromise()]
  let current = 0
  let spoilt = false
  for (const op of ops.slice(0, point)) {
    if (op.op !== 'mark') continue
    const one = decodeSaid(op.text)
    const promised = ledgers[current]
    if (one.said === 'spoiling') {
      spoilt = true
      current = 1
    }
    if (!promised) continue
    if (one.said === 'acknowledged') promised.acknowledged.set(one.mark, one)
    if (one.said === 'committed') promised.committedSeq = Math.max(promised.committedSeq, one.seq)
    if (one.said === 'anchored') promised.anchoredSeq = Math.max(promised.anchoredSeq, one.seq)
  }
  const [first = emptyPromise(), second = emptyPromise()] = ledgers
  return { first, second, spoilt }
}

const emptyPromise = () => ({ acknowledged: new Map<string, Acknowledged>(), committedSeq: 0, anchoredSeq: 0 })
