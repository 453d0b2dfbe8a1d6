// Lines the console sends, as the simulated radio and `decode pei` read them.
import { bytesToLatin1, latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { decodeCommand, encodeCommand } from '../../../../native/tetra-pei/command.ts'
import { asBytes, recordedLines, unescaped } from '../corpus.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, obeySize, same, type FuzzTarget } from '../target.ts'
import { hexDigits, parameters, PREFIXES } from './pei-fields.ts'

const TAILS = ['?', '=?', '', '=', '='] as const

export const peiCommands: FuzzTarget = {
  name: 'pei-commands',
  reads: 'commands of the console, as the simulated radio reads them',
  corpus: () => asBytes(recordedLines('tx').map((row) => unescaped(row.line))),
  make: (random) => latin1ToBytes(command(random)),
  words: [...PREFIXES, 'AT', 'ATD', '=?', '=', '\r\n', '\u001a', '"8859-1"'],
  run,
}

function command(random: FuzzRandom): string {
  if (random.oneIn(6)) return `AT${random.pick(['D', 'E', 'V', 'Q', 'Z', 'I', 'A', 'H'])}${parameters(random)}`
  if (random.oneIn(6)) return `AT+CMGS=${random.below(9999999)},${random.below(2048)}\r\n${hexDigits(random, random.below(40))}\u001a`
  const tail = random.pick(TAILS)
  return `AT${random.pick(PREFIXES)}${tail}${tail === '=' ? parameters(random) : ''}`
}

function run(bytes: Uint8Array): string {
  const text = bytesToLatin1(bytes)
  const read = decodeCommand(text)
  if (!read) return 'no command'
  obeySize(read, text.length)
  obey(same(decodeCommand(encodeCommand(read)), read), `a command written out and read again says the same (${read.cmd} ${read.form})`)
  return read.form === 'write' || read.form === 'basic' ? `${read.cmd} ${read.form}` : read.form
}
