// One console in a terminal: host, client, screen and keys together, until somebody ends it. With a tour it plays by itself.
import { systemClock } from '../../../native/transport/clock.ts'
import { startSession, type ConsoleSession } from '../console-session.ts'
import { alarmText, entryLine, rbsLabel, renderScreen, type ScreenLine } from '../terminal/screen.ts'
import { openTerminal, type Terminal } from '../terminal/terminal.ts'
import type { Text } from '../terminal/text.ts'
import type { SupervisorState } from '../../host/supervisor.ts'
import { hostTrouble } from './host-trouble.ts'
import { createKeys } from './keys.ts'
import { tellRefusal, textOf } from './words.ts'

export interface ConsoleOptions {
  readonly site: string
  readonly data: string
  /** Keys of the demo's simulators; true when the key was one of them. */
  readonly demoKey?: (key: string) => boolean
  /** Plays while the console runs; the console ends after it when it says so. */
  readonly tour?: (session: ConsoleSession, tell: (line: string) => void) => Promise<'stay' | 'end'>
}

const EXIT_REFUSED = 3

/** @returns the exit code: 0 when ended by a person, 3 when the host cannot run */
export async function runConsole(options: ConsoleOptions): Promise<number> {
  const clock = systemClock
  const ended = Promise.withResolvers<number>()
  const state: { message?: string; prompt?: string } = {}
  const shown: { view?: Terminal | LinePrinter } = {}
  let refusal: Refusal | undefined
  let takingSinceMs: number | undefined
  const session = startSession({
    clock,
    site: options.site,
    data: options.data,
    onChange: () => shown.view?.redraw(),
    onState: (next) => {
      if (next.host === 'taking-over') takingSinceMs = clock.monotonicMs()
      else if (next.host !== 'starting') takingSinceMs = undefined
      if (next.host !== 'refused') return
      refusal = next
      ended.resolve(EXIT_REFUSED)
    },
  })
  const text = (): Text => textOf(session.topic('site').site?.language ?? 'nl')
  const troubleNow = (): string | undefined =>
    hostTrouble(session.state, { text: text(), rbs: rbsLabel(session.topic('channels')), takingMs: takingSinceMs === undefined ? undefined : clock.monotonicMs() - takingSinceMs })
  const tell = (line: string): void => {
    state.message = line
    shown.view?.redraw()
    if (shown.view && 'print' in shown.view) shown.view.print(line)
  }
  const render = (columns: number, rows: number): ScreenLine[] => renderScreen({
    topic: (name) => session.topic(name),
    text: text(),
    nowUtcMs: clock.utcMs(),
    columns,
    rows,
    demo: options.demoKey !== undefined,
    ...state,
    ...(troubleNow() === undefined ? {} : { hostTrouble: troubleNow() ?? '' }),
  })
  const keys = createKeys({ clock, session, text, tell, setPrompt: (prompt) => setPrompt(state, prompt), end: () => ended.resolve(0) })
  const onKey = (key: string): void => {
    if (keys.isPrompting || !options.demoKey?.(key)) keys.take(key)
    shown.view?.redraw()
  }
  const { stdin, stdout } = process
  const view = stdin.isTTY && stdout.isTTY ? openTerminal(clock, { input: stdin, output: stdout }, render, onKey) : createLinePrinter(session, text, troubleNow)
  shown.view = view

  // A terminal's Ctrl-C and the launcher's may both arrive: one request all the same.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ended.resolve(0))
  if (options.tour) {
    void options.tour(session, tell).then((after) => {
      if (after === 'end') ended.resolve(0)
    })
  }
  const code = await ended.promise
  await session.stop()
  view.close()
  if (refusal) tellRefusal((line) => process.stderr.write(`${line}\n`), text(), refusal)
  return code
}

function setPrompt(state: { prompt?: string }, prompt: string | undefined): void {
  if (prompt === undefined) delete state.prompt
  else state.prompt = prompt
}

type Refusal = Extract<SupervisorState, { host: 'refused' }>

interface LinePrinter {
  redraw(): void
  print(line: string): void
  close(): void
}

/** Without a terminal: each new line of the record once, as it becomes durable. */
function createLinePrinter(session: ConsoleSession, text: () => Text, troubleNow: () => string | undefined): LinePrinter {
  let printed = 0
  const alarmed = new Set<string>()
  let lastHost = ''
  return {
    redraw() {
      const host = troubleNow() ?? ''
      // Why it was refused goes to standard error at the end, with every problem.
      if (host !== lastHost && host !== '' && session.state.host !== 'refused') process.stdout.write(`${host}\n`)
      lastHost = host
      for (const alarm of Object.values(session.topic('alarms'))) {
        if (alarmed.has(`${alarm.id} ${alarm.sinceUtcMs}`)) continue
        alarmed.add(`${alarm.id} ${alarm.sinceUtcMs}`)
        process.stdout.write(`! ${alarmText(alarm, text(), session.topic('site'), session.topic('services'))}\n`)
        if (alarm.id === 'site') for (const problem of session.topic('site').site?.problems ?? []) process.stdout.write(`    ${problem}\n`)
      }
      const entries = Object.values(session.topic('timeline')).filter((entry) => entry.seq > printed).toSorted((one, other) => one.seq - other.seq)
      for (const entry of entries) {
        printed = entry.seq
        for (const line of entryLine(entry, (name) => session.topic(name), text())) process.stdout.write(`${line.text}\n`)
      }
    },
    print: (line) => process.stdout.write(`${line}\n`),
    close: () => {},
  }
}
