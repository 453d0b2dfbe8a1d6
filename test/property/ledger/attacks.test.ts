// Every attack gets exactly its verdict, from both verifiers. A thousand: npm run soak -- attacks.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ATTACKS, runAttack } from '../../soak/attacks/run-attacks.ts'

const SEEDS = 160
const LIMIT_MS = 60_000

test(`of ${SEEDS} seeded attacks each gets the verdict that follows from it, and both verifiers say the same`, { timeout: LIMIT_MS }, () => {
  const root = mkdtempSync(join(tmpdir(), 'attacks-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const runs = Array.from({ length: SEEDS }, (_, at) => runAttack(at + 1, join(root, 'ledger')))
  expect(runs.filter(({ fault }) => fault !== undefined)).toEqual([])
  // None of them is left out: a kind that no seed reaches would prove nothing.
  const reached = new Set(runs.map(({ attack }) => attack))
  expect(Object.keys(ATTACKS).filter((name) => !reached.has(name))).toEqual([])
})
