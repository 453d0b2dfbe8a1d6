// achterwacht decode pei: lines of a TETRA radio in, one JSON object out for each. Format: FORMATS, "decode pei".
// Lines the console sent (`AT…`) are read too, so a whole wire log can be fed; empty lines are framing and give nothing.
// A file of `achterwacht trace --save` is taken as it is, each device with a state of its own; its reports of pedals, and
// what the driver could make nothing of, give nothing.
import { decodeCommand, type PeiCommand } from '../../native/tetra-pei/command.ts'
import { decodeLine, INITIAL_DECODER, noteSent, type DecoderState } from '../../native/tetra-pei/decoder.ts'
import type { PeiFault, PeiOutput } from '../../native/tetra-pei/message.ts'
import { readSavedLine } from './wire-line.ts'

interface Reading {
  readonly decoder: DecoderState
  /** `AT+CMGS=…` whose user data stand on the next line. */
  readonly halfCommand?: string
}

interface Read {
  readonly reading: Reading
  readonly output: PeiOutput | PeiCommand
  readonly dropped?: PeiFault
}

const COMMAND = /^AT/i
const SEND_HEAD = /^AT\+CMGS=[^?\r\n]*$/i
const USER_DATA = /^[0-9a-f\s]*\u001a?$/i

/**
 * Decodes until the input ends.
 *
 * @param input  lines without their ends
 * @param write  takes one JSON object
 * @returns how many lines were not understood, a header whose user data never came counted with the line that came instead
 */
export async function decodePei(input: AsyncIterable<string>, write: (line: string) => void): Promise<number> {
  const readings = new Map<string, Reading>()
  let errors = 0
  for await (const raw of input) {
    const saved = readSavedLine(raw)
    const line = (saved?.line ?? raw).replace(/\r$/, '')
    if (line.trim() === '' || saved?.bus === 'hid' || saved?.discarded) continue
    const device = saved?.device ?? ''
    const read = readLine(readings.get(device) ?? { decoder: INITIAL_DECODER }, line)
    readings.set(device, read.reading)
    if (read.dropped) errors++
    if ('error' in read.output) errors++
    write(JSON.stringify(read.dropped ? { ...read.output, dropped: read.dropped } : read.output))
  }
  return errors
}

function readLine(reading: Reading, line: string): Read {
  const { decoder, halfCommand } = reading
  const sent = unescape(line)
  if (halfCommand !== undefined && USER_DATA.test(sent)) return readCommand(decoder, `${halfCommand}\r\n${sent}`, line)
  if (COMMAND.test(line.trimStart())) return readCommand(decoder, sent, line)
  const { state, output, dropped } = decodeLine(decoder, line)
  return { reading: { decoder: state }, output: output, ...(dropped ? { dropped } : {}) }
}

function readCommand(decoder: DecoderState, command: string, line: string): Read {
  const output: Read['output'] = decodeCommand(command) ?? { error: 'WIRE_MALFORMED', line }
  const next = { decoder: noteSent(decoder, command) }
  return { reading: SEND_HEAD.test(command.trim()) ? { ...next, halfCommand: command.trim() } : next, output }
}

/** A line of a text file cannot hold a line break: programs write the two halves of +CMGS as `\r\n` and `\x1A`. */
function unescape(line: string): string {
  return line.replaceAll('\\r', '\r').replaceAll('\\n', '\n').replace(/\\x1a/i, '\u001a')
}
