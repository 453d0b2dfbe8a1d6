// Asks a radio who and where it is: questions only, nothing is set and nothing keyed. Its floor, its groups, its echo and
// its services stay as they were. Source: EN 300 392-5 and V.250.
import type { Clock } from '../../../../native/kit/clock.ts'
import type { RadioAbout, RadioMode, RefusedFeature } from '../../../../native/kit/driver.ts'
import type { SerialTransport } from '../../../../native/kit/transport.ts'
import type { PeiMessage } from '../../../../native/tetra-pei/message.ts'
import { createSession, type Session } from '../../../../native/tetra-pei/session.ts'
import { maskIdentity, quantiles } from '../../../host/traffic/device-facts.ts'
import type { LineFacts, RadioFacts } from '../judge/radio.ts'

const ANSWER_MS = 1_000
const FIRST_TRIES = 3 // the first command after opening is often lost or answered with an error
const TIMED_QUESTIONS = 20

/** In the order in which they are worth knowing: a radio that falls silent has told the first ones. */
const QUESTIONS = ['AT+GMI?', 'AT+GMM?', 'AT+GMR?', 'AT+CTOM?', 'AT+CREG?', 'AT+CTBCT?', 'AT+CTGS?', 'AT+CNUMF?', 'AT+CSQ?', 'AT+CBC?', 'AT+IPR?', 'AT+IFC?'] as const
/** Every radio that the console can work with knows these; the others are a maker's choice. */
const NEEDED: ReadonlySet<string> = new Set(['AT+CREG?', 'AT+CTGS?'])

export type AskedRadio = Omit<RadioFacts, 'line'> & { readonly line: Pick<LineFacts, 'saidBaud' | 'saidFlow'> }

type Heard = { -readonly [Key in Exclude<keyof AskedRadio, 'about' | 'line'>]?: AskedRadio[Key] } & { about: { -readonly [Key in keyof RadioAbout]: RadioAbout[Key] }; line: { saidBaud?: number; saidFlow?: readonly [number, number] } }

/** The transport is open already, and is closed by whoever opened it. Bounded by the number of questions times their limit. */
export async function askRadio(transport: SerialTransport, clock: Clock): Promise<AskedRadio> {
  const heard: Heard = { about: {}, line: {} }
  const session = createSession({
    clock,
    transport,
    onMessage: (message) => hear(heard, message),
    onWire: ({ direction, line }) => {
      if (direction === 'in') hearLine(heard, line)
    },
    onOutcome: () => {},
    onRestart: () => {},
  })
  const refused: RefusedFeature[] = []
  if (!(await answersAtAll(session))) return { answers: false, about: {}, refused, line: {} }
  for (const text of QUESTIONS) {
    const outcome = await session.send({ text, timeoutMs: ANSWER_MS, rank: 'normal' })
    if (outcome.outcome !== 'result' || outcome.result.ok || !NEEDED.has(text)) continue
    refused.push({ feature: text.slice('AT'.length, -1), answer: 'code' in outcome.result ? `${outcome.result.code}` : 'ERROR' })
  }
  const answersMs: number[] = []
  for (let at = 0; at < TIMED_QUESTIONS; at++) {
    const startMs = clock.monotonicMs()
    const outcome = await session.send({ text: 'AT', timeoutMs: ANSWER_MS, rank: 'normal' })
    if (outcome.outcome === 'result') answersMs.push(clock.monotonicMs() - startMs)
  }
  session.reset()
  const answerMs = quantiles(answersMs)
  return { ...heard, answers: true, refused, ...(answerMs ? { answerMs } : {}) }
}

async function answersAtAll(session: Session): Promise<boolean> {
  for (let tries = 0; tries < FIRST_TRIES; tries++) {
    const outcome = await session.send({ text: 'AT', timeoutMs: ANSWER_MS, rank: 'normal' })
    if (outcome.outcome === 'result') return true
  }
  return false
}

/** Source: EN 300 392-5, +CTOM. */
const MODES: readonly RadioMode[] = ['tmo', 'dmo', 'tmo-dmo-watch', 'dmo-tmo-watch', 'tmo-and-dmo', 'gateway', 'dmo-repeater']
/** Types of a number that are the radio's own. Source: +CNUMF, NUM_TYPES. */
const OWN_NUMBER_TYPES: readonly number[] = [0, 6]

function hear(heard: Heard, message: PeiMessage): void {
  if (!('cmd' in message)) return
  if (message.cmd === '+GMI' && 'manufacturer' in message) heard.about.manufacturer = message.manufacturer
  if (message.cmd === '+GMM' && 'model' in message) heard.about.model = message.model
  if (message.cmd === '+GMR' && 'revision' in message) heard.about.firmware = message.revision
  if (message.cmd === '+CREG' && 'registration' in message) heard.registration = message.registration
  if (message.cmd === '+CTBCT') heard.cell = message.cell
  if (message.cmd === '+CTGS' && 'groups' in message) heard.group = message.selected === undefined ? '' : String(message.selected)
  if (message.cmd === '+CTOM' && 'aiMode' in message) heard.mode = MODES[message.aiMode] ?? 'unknown'
  if (message.cmd === '+CSQ' && 'dbm' in message && message.dbm !== undefined) heard.signalDbm = message.dbm
  if (message.cmd === '+CBC' && 'percent' in message) heard.batteryPercent = message.percent
  if ('numType' in message && 'identity' in message && OWN_NUMBER_TYPES.includes(message.numType)) heard.about.ssi = maskIdentity(message.ssi === undefined ? message.identity : String(message.ssi))
}

const SPEED = /^\+IPR:\s*(\d+)\s*$/
const FLOW = /^\+IFC:\s*(\d+)\s*,\s*(\d+)\s*$/

/** No message of the radio's own standard: V.250, +IPR and +IFC. */
function hearLine(heard: Heard, line: string): void {
  const speed = SPEED.exec(line)
  if (speed) heard.line.saidBaud = Number(speed[1])
  const flow = FLOW.exec(line)
  if (flow) heard.line.saidFlow = [Number(flow[1]), Number(flow[2])]
}
