// Reads the radio's own group list in small slices, so that a press never waits behind 2 000 lines.
// Source: EN 300 392-5, +CNUMS and +CNUMD; one open program writes `AT+CNUMS=0,<from>,<to>` before it reads.
import type { Result } from '../kit/result.ts'
import type { CommandOutcome } from './command-queue.ts'
import { encodeSelectGroupList, type GroupListCmd } from './messages/group-list.ts'

type Ask = (text: string) => Promise<Result<Extract<CommandOutcome, { outcome: 'result' }>>>

const SLICE = 20 // about 0.25 s at 38 400 baud
const MOST_GROUPS = 2000

/** GSSIs of both lists, or undefined when the radio has neither; a list it refuses half-way counts as unreadable. */
export async function readGroups(ask: Ask): Promise<ReadonlySet<string> | undefined> {
  const found = new Set<string>()
  let readable = false
  for (const cmd of ['+CNUMS', '+CNUMD'] as const) readable = (await readList(ask, cmd, found)) || readable
  return readable ? found : undefined
}

async function readList(ask: Ask, cmd: GroupListCmd, found: Set<string>): Promise<boolean> {
  for (let first = 1; first <= MOST_GROUPS; first += SLICE) {
    const chosen = await ask(encodeSelectGroupList({ cmd, mode: 0, first, last: first + SLICE - 1 }))
    if (!chosen.ok) return first > 1
    const read = await ask(`AT${cmd}?`)
    if (!read.ok) return false
    const gssis = read.value.answers.flatMap((answer) => ('gssi' in answer && typeof answer.gssi === 'number' ? [String(answer.gssi)] : []))
    const before = found.size
    for (const gssi of gssis) found.add(gssi)
    // A radio that ignores the slice gives the same lines again.
    if (gssis.length < SLICE || found.size === before) return true
  }
  return true
}
