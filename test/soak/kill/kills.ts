// Kills one record again and again and judges it after each: all that was acknowledged stands there, the chain holds, it goes on.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFuzzRandom, type FuzzRandom } from '../fuzz/random.ts'
import { judgeLive, judgeSetAside, previousFolder, type Promised } from '../record/judge.ts'
import type { Acknowledged, RecorderPlan, Said } from '../record/marks.ts'
import { liveAndDie, type KillMoment } from './life.ts'
import { Pace, warmUp } from './pace.ts'

/** In which doing it was killed. `setting aside`: the record was damaged before, and its next openings are killed. */
export type KillWay = 'opening' | 'writing' | 'closing' | 'setting aside'

export interface KillTally {
  kills: number
  /** Starts; some end by themselves before they are killed. */
  lives: number
  acknowledged: number
  /** Entries that stood in the records at their ends, samples too. */
  written: number
  anchored: number
  readonly lost: string[]
  readonly broken: string[]
  readonly ways: Record<KillWay, number>
  /** Times that the disk did not answer within a second, as the record told. */
  slow: number
  /** Folders, each with a record that goes on through its kills. */
  folders: number
  bytes: number
}

export interface KillOptions {
  /** The first kill of this piece, counted from 1 over all pieces. */
  readonly from: number
  readonly times: number
  readonly seed: number
  readonly say: (line: string) => void
}

/** Then a new folder: each kill is judged over the whole record, and a long one takes its time. */
const KILLS_PER_FOLDER = 100
const WRITING_MS = 200
const CLOSE_AFTER_MS = 120
/** In the folder, from the first sign of an opening to well after a set-aside. */
const CHANGES = 16
/** A quarter while opening, a sixth while closing, a twelfth damaged: the rest while writing. */
const ODDS = { opening: 4, closing: 5, damaged: 12 } as const

export async function killAgainAndAgain({ from, times, seed, say }: KillOptions): Promise<KillTally> {
  const ways = { opening: 0, writing: 0, closing: 0, 'setting aside': 0 }
  const tally: KillTally = { kills: 0, lives: 0, acknowledged: 0, written: 0, anchored: 0, slow: 0, lost: [], broken: [], ways, folders: 0, bytes: 0 }
  const compileCache = mkdtempSync(join(tmpdir(), 'soak-kill-cache-'))
  const pace = new Pace()
  try {
    await warmUp(compileCache)
    while (tally.kills < times) await killSeries({ from, times, seed }, new Series({ tally, say, compileCache, pace }), tally)
  } finally {
    rmSync(compileCache, { recursive: true, force: true })
  }
  return tally
}

async function killSeries({ from, times, seed }: Omit<KillOptions, 'say'>, series: Series, tally: KillTally): Promise<void> {
  try {
    const until = Math.min(times, tally.kills + KILLS_PER_FOLDER)
    while (tally.kills < until) await series.next(createFuzzRandom(seed, `kill ${from + tally.kills} life ${tally.lives}`), from + tally.kills)
  } finally {
    series.end()
  }
}

interface SeriesDeps {
  readonly tally: KillTally
  readonly say: (line: string) => void
  readonly compileCache: string
  readonly pace: Pace
}

class Series {
  readonly #tally: KillTally
  readonly #deps: SeriesDeps
  readonly #root = mkdtempSync(join(tmpdir(), 'soak-kill-'))
  readonly #acknowledged = new Map<string, Acknowledged>()
  #closed = false
  #committedSeq = 0
  #anchoredSeq = 0
  #ledger = ''
  #bytes = 0
  #lastSeq = 0

  constructor(deps: SeriesDeps) {
    this.#deps = deps
    this.#tally = deps.tally
    deps.tally.folders++
  }

  /** One kill, or some when the record is damaged first. */
  async next(random: FuzzRandom, kill: number): Promise<void> {
    if (this.#ledger !== '' && random.oneIn(ODDS.damaged)) return this.#damageAndKill(random, kill)
    const { pace } = this.#deps
    if (random.oneIn(ODDS.opening)) await this.#live('opening', kill, { after: 'starting', ms: pace.during('opening', random) })
    else if (random.oneIn(ODDS.closing)) await this.#live('closing', kill, { after: 'closing', ms: pace.during('closing', random) }, 1 + random.below(CLOSE_AFTER_MS))
    else await this.#live('writing', kill, { after: 'acknowledged', ms: random.below(WRITING_MS) })
    this.#judge(kill)
  }

  end(): void {
    this.#count()
    rmSync(this.#root, { recursive: true, force: true })
  }

  /** The last checkpoint is spoilt; openings that set the record aside are killed; the one that lives must name it. */
  async #damageAndKill(random: FuzzRandom, kill: number): Promise<void> {
    appendFileSync(join(this.#folder, 'checkpoints.jsonl'), 'spoilt\n')
    const evidence = hashFiles(this.#folder)
    const before = this.#promised()
    this.#count()
    this.#forget()
    for (let times = 1 + random.below(3); times > 0; times--) await this.#live('setting aside', kill, { changes: 1 + random.below(CHANGES) })
    // As often as it takes until one has written something.
    await this.#live('writing', kill, { after: 'acknowledged', ms: random.below(WRITING_MS) })
    const damaged = this.#ledger
    this.#judge(kill)
    if (this.#ledger === damaged) return this.#broken(kill, 'a damaged record went on as if nothing were')
    const kept = this.#ledger === '' ? undefined : previousFolder(this.#folder)
    if (kept === undefined) return this.#broken(kill, 'a record was set aside and its successor does not name it')
    for (const lost of judgeSetAside(kept, before)) this.#lost(kill, `set aside, ${lost}`)
    for (const [name, hash] of evidence) {
      const there = join(kept, name)
      if (!existsSync(there) || hashFile(there) !== hash) this.#broken(kill, `${name} was not set aside as it was found`)
    }
  }

  async #live(way: KillWay, kill: number, moment: KillMoment, closeAfterMs?: number): Promise<void> {
    const run = `${kill}.${this.#tally.lives++}`
    const plan: RecorderPlan = {
      folder: this.#folder, keyFolder: join(this.#root, 'keys'), copy: this.#copy, run, lanes: 4, pauseMs: 4, samplesPerSecond: 2000,
      ...(closeAfterMs === undefined ? {} : { closeAfterMs }),
    }
    const life = await liveAndDie(plan, this.#deps.compileCache, moment)
    this.#deps.pace.heard(life)
    if (life.killed) {
      this.#tally.kills++
      this.#tally.ways[way]++
    }
    if (life.fault !== undefined) this.#broken(kill, life.fault)
    this.#closed = life.said.at(-1)?.said === 'closed'
    for (const one of life.said) this.#hear(one, kill, way)
  }

  #hear(one: Said, kill: number, way: KillWay): void {
    if (one.said === 'acknowledged') {
      this.#acknowledged.set(one.mark, one)
      this.#tally.acknowledged++
    }
    if (one.said === 'committed') this.#committedSeq = Math.max(this.#committedSeq, one.seq)
    if (one.said === 'anchored') {
      this.#anchoredSeq = Math.max(this.#anchoredSeq, one.seq)
      this.#tally.anchored++
    }
    // A machine with other work may be silent for a second: told, kept in memory, nothing lost by it.
    if (one.said === 'refused' && one.code === 'STORE_BUSY') this.#tally.slow++
    else if (one.said === 'refused') this.#broken(kill, `${way}: ${one.code} ${one.detail}`)
  }

  #judge(kill: number): void {
    // Nothing was promised yet, and what stands there may be the half of a beginning.
    if (this.#committedSeq === 0 && this.#acknowledged.size === 0) return
    const { lost, broken, ledger, lastSeq, bytes } = judgeLive(this.#folder, this.#copy, this.#promised())
    for (const one of lost) this.#lost(kill, one)
    for (const one of broken) this.#broken(kill, one)
    this.#ledger = ledger
    this.#bytes = bytes
    this.#lastSeq = lastSeq
  }

  #promised(): Promised {
    return { acknowledged: new Map(this.#acknowledged), committedSeq: this.#committedSeq, anchoredSeq: this.#anchoredSeq, closed: this.#closed }
  }

  #count(): void {
    this.#tally.bytes += this.#bytes
    this.#tally.written += this.#lastSeq
  }

  #forget(): void {
    this.#acknowledged.clear()
    this.#committedSeq = 0
    this.#anchoredSeq = 0
  }

  #lost(kill: number, what: string): void {
    this.#tally.lost.push(what)
    this.#deps.say(`kill ${kill}: lost: ${what}`)
  }

  #broken(kill: number, what: string): void {
    this.#tally.broken.push(what)
    this.#deps.say(`kill ${kill}: ${what}`)
  }

  get #folder(): string {
    return join(this.#root, 'ledger')
  }

  get #copy(): string {
    return join(this.#root, 'copy.jsonl')
  }
}

const hashFile = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

/** Without SQLite's index, which is no evidence and changes with every reader. */
function hashFiles(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isFile() && !/-shm$|\.lock$/.test(one.name))
    .map((one) => [one.name, hashFile(join(folder, one.name))])
}
