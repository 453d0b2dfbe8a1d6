// Traces that somebody brings: whatever they hold, a replay says what is wrong with which line, or goes on in order of time.
import { readdirSync } from 'node:fs'
import { createReplay } from '../../../../electron/host/replay.ts'
import { readFixture } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, type FuzzTarget } from '../target.ts'

const FOLDER = 'test/fixtures/watch/traces'
/** A case is cut to so many bytes; a longer trace would be cut in the middle. */
const CASE_MAX_BYTES = 3000
const encode = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'))

const HEADER = '{"trace":1,"services":[{"id":"rbs","probes":["a","b"],"dependsOn":["lan"]},{"id":"c2000","probes":["r"]},{"id":"lan","probes":["l"]}],"probes":{"b":{"weight":"secondary"}},"settings":{"goodMs":1000}}'
const VALUES = ['0', '-1', '1e308', '1e999', '9007199254740993', 'null', 'true', '""', '"rbs"', '"__proto__"', '[]', '{}', '"\\ud800"'] as const

export const traces: FuzzTarget = {
  name: 'traces',
  reads: 'traces for `replay`',
  corpus: () => readdirSync(new URL('../../../../test/fixtures/watch/traces/', import.meta.url)).filter((name) => name.endsWith('.jsonl'))
    .map((name) => encode(readFixture(`${FOLDER}/${name}`))).filter((bytes) => bytes.length <= CASE_MAX_BYTES),
  make: trace,
  words: [...VALUES, '"t":', '"probe":"a"', '"result":"reply"', '"result":"timeout"', '"host":"lag"', '"ms":', '"tick":true', '"regular":', '"sent":', '"latencyMs":', ',', '}\n{', '[[[['],
  maxBytes: CASE_MAX_BYTES,
  run: (bytes) => {
    const replay = createReplay()
    let lastMs = -Infinity
    const kinds = new Set<string>()
    let lines = 0
    for (const line of Buffer.from(bytes).toString('utf8').split('\n')) {
      lines += 1
      const told = replay.take(line)
      if (!told.ok) {
        obey(told.error.code === 'WIRE_MALFORMED' && told.error.detail.startsWith(`line ${lines}: `), 'a complaint names its line')
        return `complaint ${told.error.detail.replace(/^line \d+: /, '').replace(/[^a-z :]/gi, '').slice(0, 24)}`
      }
      for (const one of told.value) {
        obey(one.t >= lastMs, 'what is told is in order of time')
        lastMs = one.t
        kinds.add('from' in one ? one.to : 'alarm' in one ? 'sounds' : one.diagnosis)
      }
    }
    return replay.end().ok ? [...kinds].toSorted().join(' ') : 'empty'
  },
}

/** A header, and lines in order with a field or two at an edge. */
function trace(random: FuzzRandom): Uint8Array {
  const lines = [HEADER]
  let t = 0
  for (let left = random.below(40); left > 0; left--) {
    t += random.pick([0, 1, 250, 800, 1000, 2500, 4000, 60_000, 3_600_000])
    lines.push(JSON.stringify({ t, ...said(random) }))
  }
  const text = lines.join('\n')
  return encode(random.oneIn(3) ? text.replace(/:(?:\d+|"[^"]*")/g, (value) => (random.oneIn(20) ? `:${random.pick(VALUES)}` : value)) : text)
}

function said(random: FuzzRandom): object {
  const probe = random.pick(['a', 'b', 'r', 'l'])
  switch (random.below(9)) {
    case 0: return random.pick<object>([{ host: 'lag', ms: random.below(9000) }, { host: 'resume' }, { host: 'resume', ms: 1e12 }, { host: 'network-down' }, { host: 'network-up' }])
    case 1: return random.pick<object>([{ maintenance: 'rbs', on: random.oneIn(2) }, { lifted: 'rbs' }, { tap: 'speech-drops', service: 'rbs' }, { tap: 'no-reception', service: 'rbs', from: 'unit', unit: 'x', report: 'r' }, { retracted: 'r', service: 'rbs' }, { acknowledge: 'rbs' }, { tick: true }, { probe, usable: random.oneIn(2) }])
    case 2:
    case 3: return { probe, result: random.pick(['timeout', 'refused', 'unreachable', 'unplugged']), ...(random.oneIn(4) && { regular: random.oneIn(2) }) }
    case 4: return { probe: 'r', result: 'reply', registration: random.pick(['home', 'none', 'searching']), cell: random.pick(['wide', 'local']), heardOwn: random.oneIn(2) }
    default: return { probe, result: 'reply', latencyMs: random.pick([0, 10, 400, 5000]), ...(random.oneIn(9) && { sent: random.below(9000) }) }
  }
}
