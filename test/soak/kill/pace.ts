// How fast a recorder starts on this machine, so that kills fall where they should.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FuzzRandom } from '../fuzz/random.ts'
import { liveAndDie, PATIENCE_MS, type Life } from './life.ts'

/** What an opening and a close take here is measured, so that kills fall all over them and little beyond. */
const FIRST_GUESS_MS = { opening: 60, closing: 6 } as const
const BEYOND = 1.2
const NEWEST_WEIGHS = 0.2

/** How long an opening and a close take on this machine, lately. */
export class Pace {
  readonly #ms: Record<'opening' | 'closing', number> = { ...FIRST_GUESS_MS }

  heard({ openingMs, closingMs }: Life): void {
    if (openingMs !== undefined) this.#ms.opening += NEWEST_WEIGHS * (openingMs - this.#ms.opening)
    if (closingMs !== undefined) this.#ms.closing += NEWEST_WEIGHS * (closingMs - this.#ms.closing)
  }

  during(what: 'opening' | 'closing', random: FuzzRandom): number {
    return random.below(Math.ceil(this.#ms[what] * BEYOND) + 1)
  }
}

/** Node writes its cache at a clean end only, and a killed recorder has none. */
export async function warmUp(compileCache: string): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'soak-kill-'))
  const plan = { folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), copy: join(root, 'copy.jsonl'), run: 'warm-up', lanes: 1, pauseMs: 0, samplesPerSecond: 0, notes: 1 }
  await liveAndDie(plan, compileCache, { after: 'closed', ms: PATIENCE_MS })
  rmSync(root, { recursive: true, force: true })
}
