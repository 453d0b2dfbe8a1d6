// achterwacht replay TRACE: what the console would have told of what a trace holds. Format: FORMATS, `replay`.
import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { createReplay } from '../host/replay.ts'
import { REPLAY_USAGE } from './replay-usage.ts'
import { textLines } from './text-lines.ts'

const WRONG_USE = 2
const MALFORMED = 1

export interface ReplayPorts {
  /** What `-` means. */
  readonly input: () => Readable
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}

/** @returns 0; 1 for a trace that cannot be read or is malformed, with a sentence on `err` and no end line; 2 for wrong use */
export async function replayCommand(argv: readonly string[], { input, out, err }: ReplayPorts): Promise<number> {
  const asked = readArguments(argv)
  if (typeof asked === 'string') {
    err(asked)
    err(`usage: ${REPLAY_USAGE}`)
    return WRONG_USE
  }
  const { trace, summary } = asked
  const name = trace === '-' ? 'standard input' : trace
  const replay = createReplay()
  const refuse = (detail: string): number => {
    err(`${name}: ${detail}`)
    return MALFORMED
  }
  for await (const read of textLines(trace === '-' ? input() : createReadStream(trace))) {
    if (!read.ok) return refuse(read.error.detail)
    for (const line of read.value) {
      const told = replay.take(line)
      if (!told.ok) return refuse(told.error.detail)
      if (!summary) for (const one of told.value) out(JSON.stringify(one))
    }
  }
  const end = replay.end()
  if (!end.ok) return refuse(end.error.detail)
  out(JSON.stringify(end.value))
  return 0
}

/** The arguments, or what is wrong with them. `--json` changes nothing: every line is an object, the last one sums up. */
function readArguments(argv: readonly string[]): { readonly trace: string; readonly summary: boolean } | string {
  const options = argv.filter((word) => word.startsWith('--'))
  const unknown = options.find((word) => word !== '--json' && word !== '--summary')
  if (unknown !== undefined) return `unknown option: ${unknown}`
  const traces = argv.filter((word) => !word.startsWith('--'))
  const [trace] = traces
  if (trace === undefined || traces.length > 1) return 'give one trace, or - for standard input'
  if (trace !== '-' && trace.startsWith('-')) return `unknown option: ${trace}`
  return { trace, summary: options.includes('--summary') }
}
