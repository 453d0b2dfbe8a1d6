// Draws the live state in a terminal and reads its keys; where there is no terminal, prints each new log line instead.
import type { Clock } from '../../../native/kit/clock.ts'
import type { Emphasis, ScreenLine } from './screen.ts'

export interface TerminalStreams {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

export interface Terminal {
  readonly columns: number
  readonly rows: number
  /** Draws soon; many calls in a moment make one drawing. */
  redraw(): void
  close(): void
}

const ENTER = '\u001b[?1049h\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?1049l'
const HOME = '\u001b[H'
const REST_OF_LINE = '\u001b[K'
const REST_OF_SCREEN = '\u001b[J'
const PLAIN = '\u001b[0m'
// Colour means abnormal: a healthy screen has none.
const STYLES: Readonly<Record<Emphasis, string>> = {
  plain: '',
  dim: '\u001b[2m',
  bold: '\u001b[1m',
  act: '\u001b[7;1m',
  limited: '\u001b[33m',
  unstable: '\u001b[38;5;208m',
  down: '\u001b[1;31m',
  unknown: '\u001b[34m',
}
const DRAW_MS = 50
const TICK_MS = 500 // clocks and countdowns on screen

/** @param render  called with the present size; @param onKey one key, as the terminal sends it */
export function openTerminal(clock: Clock, streams: TerminalStreams, render: (columns: number, rows: number) => readonly ScreenLine[], onKey: (key: string) => void): Terminal {
  const { input, output } = streams
  let planned = false
  let closed = false
  const size = (): { columns: number; rows: number } => ({ columns: output.columns ?? 80, rows: output.rows ?? 24 })

  const draw = (): void => {
    planned = false
    if (closed) return
    const { columns, rows } = size()
    const lines = render(columns, rows).map((one) => `${STYLES[one.emphasis]}${one.text}${PLAIN}${REST_OF_LINE}`)
    output.write(`${HOME}${lines.join('\r\n')}${REST_OF_SCREEN}`)
  }
  const redraw = (): void => {
    if (planned || closed) return
    planned = true
    clock.after(DRAW_MS, draw)
  }
  const tick = (): void => {
    if (closed) return
    redraw()
    clock.after(TICK_MS, tick)
  }
  const take = (data: Buffer): void => {
    for (const key of data.toString('utf8')) onKey(key)
  }

  output.write(ENTER)
  input.setRawMode(true)
  input.resume()
  input.on('data', take)
  output.on('resize', redraw)
  tick()
  return {
    get columns() {
      return size().columns
    },
    get rows() {
      return size().rows
    },
    redraw,
    close() {
      if (closed) return
      closed = true
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      output.write(LEAVE)
    },
  }
}
