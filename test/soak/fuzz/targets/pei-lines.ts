// Lines of a radio, one after the other, and what each leaves behind for the next.
import { bytesToLatin1, latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { decodeCommand } from '../../../../native/tetra-pei/command.ts'
import { decodeLine, giveUpPending, INITIAL_DECODER, noteSent, type DecoderState } from '../../../../native/tetra-pei/decoder.ts'
import { LINE_LIMIT_BYTES } from '../../../../native/tetra-pei/framer.ts'
import type { PeiOutput } from '../../../../native/tetra-pei/message.ts'
import { asBytes, recordedLines } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, same, type FuzzTarget } from '../target.ts'
import { encodeMessage } from './pei-encoders.ts'
import { hexDigits, parameters, PREFIXES } from './pei-fields.ts'

/** One header with its line, one list, one level. */
const STATE_MAX_LENGTH = 1000 + 6 * LINE_LIMIT_BYTES
const COLONS = [': ', ': ', ':', ' : ', '=', ''] as const

export const peiLines: FuzzTarget = {
  name: 'pei-lines',
  reads: 'lines of a TETRA radio, line by line',
  corpus: () => asBytes(recordedLines('rx').map((row) => [row.prev, row.line, row.next].filter((line) => line !== undefined).join('\n'))),
  make: lines,
  words: [...PREFIXES, ': ', '\n', ',', '"', 'OK', 'ERROR', 'AT+CREG=2\n', '8204', '0A00'],
  maxBytes: LINE_LIMIT_BYTES,
  run,
}

function lines(random: FuzzRandom): Uint8Array {
  const all: string[] = []
  for (let left = 1 + random.below(3); left > 0; left--) all.push(oneLine(random))
  return latin1ToBytes(all.join('\n'))
}

function oneLine(random: FuzzRandom): string {
  switch (random.below(8)) {
    case 0:
      return hexDigits(random, random.below(60))
    case 1: {
      const digits = random.pick(['82', '89', '8A', '02', '09', '0A', '83', 'C3', '']) + hexDigits(random, random.below(80))
      return `+CTSDSR: ${9 + random.below(5)},${random.below(9999999)},0,1001,0,${digits.length * 4}\n${digits}`
    }
    case 2:
      return parameters(random)
    default:
      return `${random.pick(PREFIXES)}${random.pick(COLONS)}${parameters(random)}`
  }
}

function run(bytes: Uint8Array): string {
  let state: DecoderState = INITIAL_DECODER
  let understood = ''
  for (const one of bytesToLatin1(bytes).split('\n')) {
    if (/^AT/i.test(one)) {
      state = noteSent(state, one)
      understood = decodeCommand(one) ? 'command' : 'no command'
      continue
    }
    const step = decodeLine(state, one)
    state = step.state
    check(step.output, one)
    obey(JSON.stringify(state).length <= STATE_MAX_LENGTH, 'what is kept for the next line stays small')
    understood = meaningOf(step.output)
  }
  obey(giveUpPending(state).state.pending === undefined, 'a header that was given up is gone')
  return understood
}

function check(output: PeiOutput, line: string): void {
  obeySize(output, line.length)
  if ('error' in output) return obey(output.line === line, 'what is not understood is said with the line itself')
  const encoded = isPlain(output) ? encodeMessage(output) : undefined
  if (encoded === undefined) return
  const again = decodeLine(contextOf(output), encoded).output
  obey(same(again, output), `a message written out and read again says the same (${meaningOf(output)})`)
}

/** A text that only quotes hold together: encoders write none, because no radio was seen to need them there. */
const isPlain = (output: PeiOutput): boolean => Object.values(output).every((value) => typeof value !== 'string' || !/^\s|\s$|[",]/.test(value))

/** Lines without prefix are read in the light of the list they belong to. */
function contextOf(output: PeiOutput): DecoderState {
  if ('error' in output || 'final' in output) return INITIAL_DECODER
  const [cmd, kind] = output.cmd.split(' ')
  const isList = kind === 'continuation' && (cmd === '+CNUMF' || cmd === '+CNUM' || cmd === '+CNUMS' || cmd === '+CNUMD' || cmd === '+GCLI')
  if (isList) return { list: { cmd } }
  return 'n' in output && typeof output.n === 'number' ? { registrationLevel: output.n } : INITIAL_DECODER
}

function meaningOf(output: PeiOutput): string {
  if ('error' in output) return output.error
  if ('final' in output) return output.result
  return 'kind' in output ? `${output.cmd} ${'headerless' in output ? 'orphan ' : ''}${output.kind.replace(/\d+\/\d+/, '')}` : `${output.cmd}${'count' in output ? ' count' : ''}`
}
