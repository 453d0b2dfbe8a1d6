// Log files that other programs write: whatever bytes stand in them, in whatever pieces they are read.
import { encodingOf, LINE_BYTES_MAX, startLines, takeBytes } from '../../../../electron/host/watch/log-tail/log-lines.ts'
import { createLineJudge } from '../../../../electron/host/watch/log-tail/log-words.ts'
import { obey, type FuzzTarget } from '../target.ts'

const judge = createLineJudge({ good: ['connected to * core', 'ready'], bad: ['connection lost', 'error*code*7'] })
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le'))

export const logs: FuzzTarget = {
  name: 'logs',
  reads: 'lines of a log file',
  corpus: () => [
    new Uint8Array(Buffer.from('2026-11-26 10:00:01 connected to main core\r\n2026-11-26 10:00:02 Connection LOST\nhalf a li')),
    utf16('10:00:01 ready\r\n10:00:02 error, code 7\r\n'),
    new Uint8Array(300),
  ],
  words: ['\n', '\r\n', '\0', 'ready', 'connection lost', '\uFEFF', 'é'],
  maxBytes: 40_000,
  run: (bytes) => {
    const encoding = encodingOf(bytes)
    const whole = takeBytes(startLines(encoding, false), bytes)
    let state = startLines(encoding, false)
    const inPieces: string[] = []
    for (let at = 0; at < bytes.length; at += 61) {
      const taken = takeBytes(state, bytes.subarray(at, at + 61))
      state = taken.state
      inPieces.push(...taken.lines)
      obey(state.carry.length <= LINE_BYTES_MAX, 'a line without end is not piled up')
    }
    obey(inPieces.every((line) => line.length <= LINE_BYTES_MAX), 'a line is cut')

    obey(inPieces.join('\n') === whole.lines.join('\n'), 'lines do not depend on the pieces they come in')
    const verdicts = new Set(whole.lines.map((line) => judge(line)?.verdict))
    return `${encoding} ${[...verdicts].map(String).toSorted().join()} ${Math.min(3, whole.lines.length)}`
  },
}
