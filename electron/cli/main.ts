// achterwacht <command>: what a technician, an auditor or a script runs without a page. Formats: FORMATS of the architecture.
// Standard output is for programs, standard error for people; exit 2 is wrong use.
import { createInterface } from 'node:readline'
import type { Surroundings } from '../browser/browser-command.ts'
import { systemClock } from '../../native/transport/clock.ts'
import { DECODE_HID_USAGE } from './decode.ts'
import { DOCTOR_USAGE } from './doctor/usage.ts'
import { ALARMS_USAGE } from './alarms/usage.ts'
import { COUNTS_USAGE } from './counts/usage.ts'
import { SCENARIO_USAGE } from './scenario/usage.ts'
import { defaultData } from './data-folder.ts'
import { COPY_USAGE } from './copy/usage.ts'
import { KEY_USAGE } from './key/usage.ts'
import { REPLAY_USAGE, SAMPLES_USAGE } from './replay-usage.ts'
import { RECORD_USAGE } from './record/usage.ts'
import type { TellConsole } from './tell-console.ts'
import { TRACE_USAGE } from './trace/usage.ts'
import { DEMO_LINE } from './run/demo-usage.ts'
import { VIEW_USAGE } from './run/view-options.ts'

interface CommandEntry {
  readonly usage: string
  readonly run: (argv: string[]) => Promise<number>
}

const out = (line: string): void => void process.stdout.write(`${line}\n`)
const err = (line: string): void => void process.stderr.write(`${line}\n`)

/** Says when the reader has taken it, for a record is larger than memory; false: nobody reads any more. */
const write = (text: string): Promise<boolean> => new Promise((resolve) => process.stdout.write(text, (error) => resolve(!error)))

const typedLines = (): AsyncIterable<string> => createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })

const surroundings: Surroundings = { platform: process.platform, environment: process.env, isRoot: process.getuid?.() === 0 }

/** Each command loads only what it needs. */
const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  demo: { usage: DEMO_LINE, run: async (argv) => (await import('./run/demo.ts')).demoCommand(argv, surroundings, err) },
  run: { usage: `run --site FILE [--data FOLDER] ${VIEW_USAGE}`, run: async (argv) => (await import('./run/run.ts')).runCommand(argv, surroundings, err) },
  rehearse: { usage: 'rehearse [--json] [--real-times] [--scenario NAME]', run: async (argv) => (await import('./rehearse/rehearse.ts')).rehearseCommand(argv, out, err) },
  decode: { usage: `decode pei | ${DECODE_HID_USAGE}`, run: async (argv) => (await import('./decode.ts')).decodeCommand(argv, typedLines, out, err) },
  doctor: { usage: DOCTOR_USAGE, run: doctor },
  trace: { usage: TRACE_USAGE, run: trace },
  scenario: { usage: SCENARIO_USAGE, run: async (argv) => (await import('./scenario/scenario.ts')).scenarioCommand(argv, { write: offer, err }) },
  verify: { usage: 'verify PATH [--anchor FILE|HEADCODE]… [--json]', run: async (argv) => (await import('./verify.ts')).verifyCommand(argv, out, err) },
  copy: { usage: COPY_USAGE, run: async (argv) => (await import('./copy/copy.ts')).copyCommand(argv, { surroundings, clock: systemClock, out, err }) },
  key: { usage: KEY_USAGE, run: async (argv) => (await import('./key/key.ts')).keyCommand(argv, { surroundings, clock: systemClock, out, err }) },
  record: { usage: RECORD_USAGE, run: async (argv) => (await import('./record/record.ts')).recordCommand(argv, { defaultFolder: defaultData(surroundings), environment: process.env, out, err, tell: await tellConsole() }) },
  alarms: { usage: ALARMS_USAGE, run: async (argv) => (await import('./alarms/alarms.ts')).alarmsCommand(argv, { clock: systemClock, environment: process.env, out, err }) },
  counts: { usage: COUNTS_USAGE, run: async (argv) => (await import('./counts/counts.ts')).countsCommand(argv, { clock: systemClock, environment: process.env, defaultFolder: defaultData(surroundings), out, err, tell: await tellConsole() }) },
  bench: { usage: 'bench [NAME…]', run: async (argv) => (await import('./bench.ts')).benchCommand(argv, out, err) },
  replay: { usage: REPLAY_USAGE, run: async (argv) => (await import('./replay.ts')).replayCommand(argv, { input: () => process.stdin, out, err }) },
  samples: { usage: SAMPLES_USAGE, run: async (argv) => (await import('./samples.ts')).samplesCommand(argv, { defaultFolder: defaultData(surroundings), write, err, tell: await tellConsole() }) },
  soak: { usage: 'soak NAME […] | list', run: async (argv) => (await import('./soak.ts')).soakCommand(argv, out, err) },
}
async function doctor(argv: string[]): Promise<number> {
  const [{ doctorCommand }, { openPerson }] = await Promise.all([import('./doctor/doctor.ts'), import('./doctor/person.ts')])
  return doctorCommand(argv, { surroundings, clock: systemClock, out, err, openPerson: () => openPerson(process.stdin, process.stderr) })
}

/** Loaded by what needs it. */
async function tellConsole(): Promise<TellConsole> {
  const { createTellConsole } = await import('./tell-console.ts')
  return createTellConsole({ clock: systemClock, platform: surroundings.platform, environment: process.env, err })
}

/** Whoever looks on ends it by Ctrl-C, by closing the terminal, or by ending the pipe it writes to. */
async function trace(argv: string[]): Promise<number> {
  const { traceCommand } = await import('./trace/trace.ts')
  return traceCommand(argv, {
    surroundings,
    clock: systemClock,
    out,
    err,
    forPeople: process.stdout.isTTY,
    onEnd: (end) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
      process.stdout.on('error', end)
    },
  })
}

/** As `write`; false when nobody reads any more, so that two months need not be drawn for nobody. */
function offer(text: string): Promise<boolean> {
  const { stdout } = process
  if (stdout.destroyed) return Promise.resolve(false)
  return new Promise((resolve) => { stdout.write(text, (error) => resolve(!error)) })
}

const WRONG_USE = 2

async function main(): Promise<number> {
  const [name, ...argv] = process.argv.slice(2)
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command) return command.run(argv)
  err(`usage: achterwacht <command>\n${Object.values(COMMANDS).map((one) => `  ${one.usage}`).join('\n')}`)
  return WRONG_USE
}

// Whoever read our output is gone: no reason for a console to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await main()
