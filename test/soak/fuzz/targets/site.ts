// The site file a person edits: whatever they do to it, it ends with a site or with problems that point into the file.
import { loadSiteBytes } from '../../../../electron/host/site/load.ts'
import { formatProblem } from '../../../../electron/host/site/problem-text.ts'
import { readFixture } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, type FuzzTarget } from '../target.ts'

const SITES = ['resources/sites/demo.yaml', 'test/unit/site/correct.yaml'] as const
const VALUES = ['', '~', 'true', '-1', '1e9', '0x10', '.nan', '"', "'", '[]', '{}', '[', '{', '*a', '&a x', '<<: *a', '!!binary x', '!!set', '? x', '- ', '2026-11-01', 'rbs', 'kind', '\t', '#', '|', '>-', ': ', '%', '---', '...', '\u0000'] as const
/** Between a whole file and a scrap, because a whole file costs as much as a hundred scraps. */
const WHOLE_EVERY = 256
/** The parser takes 15 µs for each byte of a text that is nothing but errors. */
const SITE_CASE_MAX_BYTES = 1024

const lines = (): readonly string[] => (known ??= SITES.flatMap((path) => readFixture(path).split('\n')))
let known: readonly string[] | undefined
const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))

export const site: FuzzTarget = {
  name: 'site',
  reads: 'site files',
  // Scraps of the files, so that the pool is cheap; whole ones come from `make`.
  corpus: () => lines().filter((line) => line.trim() !== '').map((line) => encode(`${line.trim()}\n`)),
  make: (random) => encode(random.oneIn(WHOLE_EVERY) ? wholeDamaged(random) : scrap(random)),
  words: [...VALUES, 'services:\n', 'devices:\n', 'plan:\n', '  ', '\n', '\u00ef\u00bb\u00bf', '&x [*x]', '[[[[[[[['],
  maxBytes: SITE_CASE_MAX_BYTES,
  run,
}

function wholeDamaged(random: FuzzRandom): string {
  const all = readFixture(random.pick(SITES)).split('\n')
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(all.length)
    const line = all[at] ?? ''
    all[at] = random.pick([() => '', () => `${line}\n${line}`, () => line.replace(/: .*/, `: ${random.pick(VALUES)}`), () => ` ${line}`, () => line.slice(0, random.below(line.length + 1))])()
  }
  return all.join('\n')
}

/** A few lines of a site under a key of their own, at depths that fit or do not. */
function scrap(random: FuzzRandom): string {
  const from = lines()
  let text = random.pick(['', '', 'format: 1\n', 'services:\n', 'devices:\n', 'plan:\n  channels:\n', 'settings:\n'])
  for (let left = 1 + random.below(3); left > 0; left--) {
    const line = from[random.below(from.length)] ?? ''
    text += `${random.oneIn(3) ? line.replace(/: .*/, `: ${random.pick(VALUES)}`) : line}\n`
  }
  return text
}

function run(bytes: Uint8Array): string {
  const reading = loadSiteBytes(bytes, 'site.yaml')
  if (reading.ok) return 'site'
  const last = Buffer.from(bytes).toString('utf8').split(/\r\n|[\n\r]/).length
  let before = 1
  for (const problem of reading.problems) {
    obey(problem.line >= before && problem.line <= last && problem.column >= 1, 'each problem has a place in the file, in the order of the file')
    before = problem.line
    for (const words of [formatProblem(problem), formatProblem(problem, 'nl')]) obey(!/undefined|\[object/.test(words), 'each problem has words in both languages')
  }
  return [...new Set(reading.problems.map(({ complaint }) => `${complaint.code}${'kind' in complaint ? ` ${complaint.kind.split(':')[0]}` : ''}`))].toSorted().slice(0, 3).join(' ')
}
