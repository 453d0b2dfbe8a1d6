// Bytes of the console to command lines, with echo. Source: V.250 section 5.2: a line ends with CR; reference section 1.5:
// user data of +CMGS end with 0x1A and are cancelled with 0x1B.
import { bytesToLatin1 } from '../../kit/bytes.ts'

export interface CommandLine {
  receive(bytes: Uint8Array): void
  reset(): void
}

export interface CommandLinePorts {
  readonly isEchoOn: () => boolean
  readonly echo: (bytes: Uint8Array) => void
  /** Any byte: it would abort a call set-up that is still unanswered. */
  readonly onByte: (byte: number) => void
  /** A whole command; for +CMGS with its user data, as the console's encoder writes it. */
  readonly onCommand: (text: string) => void
  /** User data were cancelled, or did not come. */
  readonly onCancelled: (head: string) => void
}

const CR = 0x0d
const LF = 0x0a
const END = 0x1a
const CANCEL = 0x1b
const LINE_LIMIT = 2048
const SENDS_DATA = /^AT\+CMGS=\d/i

export function createCommandLine(ports: CommandLinePorts): CommandLine {
  let line: number[] = []
  /** The first half of +CMGS, while its user data come in. */
  let head: string | undefined

  const takeLine = (): string => {
    const text = bytesToLatin1(Uint8Array.from(line)).trim()
    line = []
    return text
  }
  const takeByte = (byte: number): void => {
    if (head === undefined) takeCommandByte(byte)
    else takeDataByte(byte, head)
  }
  const takeCommandByte = (byte: number): void => {
    if (byte !== CR && byte !== LF) {
      if (line.length < LINE_LIMIT) line.push(byte)
      return
    }
    const text = takeLine()
    if (text === '' || byte === LF) return
    if (SENDS_DATA.test(text)) head = text
    else ports.onCommand(text)
  }
  const takeDataByte = (byte: number, first: string): void => {
    if (byte === END) {
      head = undefined
      ports.onCommand(`${first}\r\n${takeLine()}\u001a`)
    } else if (byte === CANCEL) {
      head = undefined
      line = []
      ports.onCancelled(first)
    } else if (byte !== CR && byte !== LF && line.length < LINE_LIMIT) {
      line.push(byte)
    }
  }

  return {
    receive(bytes) {
      for (const byte of bytes) {
        if (ports.isEchoOn()) ports.echo(Uint8Array.of(byte))
        ports.onByte(byte)
        takeByte(byte)
      }
    },
    reset() {
      line = []
      head = undefined
    },
  }
}
