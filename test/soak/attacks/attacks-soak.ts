// A thousand seeded attacks on a record: each gets exactly its verdict from both verifiers.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../native/transport/clock.ts'
import { runAttack } from './run-attacks.ts'
import type { Soak, SoakVerdict, Tell } from '../soak.ts'

const ATTACKS = 1000
const ROW = 'verdicts'
const TELL_EACH = 250

export const attacksSoak: Soak = {
  what: 'attacks on a record, each with the verdict that follows from it, against both verifiers',
  usage: 'attacks [--times N] [--seed S]',
  rows: [{ name: ROW, what: `${ATTACKS} attacks by seed: edits, cuts, replays, forged keys, flipped bits` }],
  async run(argv, tell) {
    const asked = parse(argv)
    if (!asked) return { outcome: 'wrong-use', why: 'attacks takes --times and --seed with a whole number from 1' }
    return runAll(asked, tell)
  },
}

interface Asked {
  readonly times: number
  readonly seed: number
}

function parse(argv: readonly string[]): Asked | undefined {
  const asked = { times: ATTACKS, seed: 1 }
  for (let at = 0; at < argv.length; at += 2) {
    const value = Number(argv[at + 1])
    const name = argv[at]
    if (!Number.isSafeInteger(value) || value < 1) return undefined
    if (name === '--times') asked.times = value
    else if (name === '--seed') asked.seed = value
    else return undefined
  }
  return asked
}

function runAll({ times, seed }: Asked, tell: Tell): SoakVerdict {
  const root = mkdtempSync(join(tmpdir(), 'attacks-'))
  const from = systemClock.monotonicMs()
  const kinds = new Set<string>()
  let found = 0
  try {
    for (let at = 0; at < times; at++) {
      const { attack, fault } = runAttack(seed + at, join(root, 'ledger'))
      kinds.add(attack)
      if (fault !== undefined) {
        found++
        tell.say(`seed ${seed + at}, ${attack}: ${fault}`)
      }
      if ((at + 1) % TELL_EACH === 0) tell.say(`${at + 1} attacks, ${found} with another verdict`)
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  tell.row({ soak: 'attacks', row: ROW, n: times, found, seed, figures: { kinds: kinds.size, ms: Math.round(systemClock.monotonicMs() - from) } })
  return { outcome: found > 0 ? 'found' : 'passed' }
}
