// What a radio's answers mean: who it is, whether it is on the network and on a group of the plan, how fast it answers, and
// the guard that nobody but itself can be: its own time-out. Pure.
import type { CellMode, RadioAbout, RadioMode, RefusedFeature, Registration } from '../../../../native/kit/driver.ts'
import type { Quantiles } from '../../../host/traffic/words.ts'
import { words, type CheckState, type Finding, type Words } from '../finding.ts'

export interface RadioFacts {
  readonly answers: boolean
  readonly answerMs?: Quantiles
  /** Its own identity only by its last digits. */
  readonly about: RadioAbout
  readonly mode?: RadioMode
  readonly registration?: Registration
  readonly cell?: CellMode
  /** `''`: it stands on none. */
  readonly group?: string
  readonly signalDbm?: number
  readonly batteryPercent?: number
  readonly refused: readonly RefusedFeature[]
  readonly line: LineFacts
}

export interface LineFacts {
  /** As the site file has it; absent for a network line, whose speed is the server's affair. */
  readonly baud?: number
  readonly rtscts?: boolean
  /** As the radio answered; 0 is "whatever comes". */
  readonly saidBaud?: number
  readonly saidFlow?: readonly [toRadio: number, fromRadio: number]
}

export interface RadioContext {
  readonly id: string
  readonly label: string
  /** Groups of the plan, by GSSI, with the words on their keys. */
  readonly groups: ReadonlyMap<string, string>
  /** A radio that only listens need not stand on a group of the plan. */
  readonly isChannel: boolean
  /** A radio that the plan has in direct mode: it is on no network. */
  readonly isDirect?: boolean
  /** The console lets go after this long, ms; the radio's own limit must lie above it. */
  readonly hardTimeoutMs: number
}

/** A press waits for the answer that is on its way; over this it is felt. */
const ANSWER_LIMIT_MS = 200
const SIGNAL_WEAK_DBM = -100 // below it a TETRA cell is at its edge. Source: EN 300 392-2, sensitivity −103 dBm of a hand-held
const BATTERY_LOW = 20
/** Source: V.250, +IFC: 2 is RTS and CTS. */
const FLOW_RTS_CTS = 2

export function judgeRadio(facts: RadioFacts, context: RadioContext): readonly Finding[] {
  const answer = answering(facts, context)
  if (!facts.answers) return [answer]
  return [
    answer,
    identity(facts, context),
    line(facts, context),
    network(facts, context),
    ...(context.isChannel ? [group(facts, context)] : []),
    ...signal(facts, context),
    ...battery(facts, context),
    ...refusals(facts, context),
    timeOut(context),
  ]
}

const finding = ({ id, label }: RadioContext, part: string, title: string, rest: { readonly state: CheckState; readonly detail: Words; readonly cure?: Words }): Finding =>
  ({ id: `device.${id}.${part}`, title: words(title, { label }), ...rest })

function answering({ answers, answerMs }: RadioFacts, context: RadioContext): Finding {
  if (!answers) return finding(context, 'answer', 'doctor.answer', { state: 'failed', detail: words('doctor.answer.none'), cure: words('doctor.answer.cure') })
  if (!answerMs) return finding(context, 'answer', 'doctor.answer', { state: 'ok', detail: words('doctor.answer.some') })
  const detail = words('doctor.answer.took', { p50: answerMs.p50, p95: answerMs.p95, n: answerMs.n })
  if (answerMs.p95 <= ANSWER_LIMIT_MS) return finding(context, 'answer', 'doctor.answer', { state: 'ok', detail })
  return finding(context, 'answer', 'doctor.answer', { state: 'warning', detail, cure: words('doctor.answer.slow', { limit: ANSWER_LIMIT_MS }) })
}

function identity({ about }: RadioFacts, context: RadioContext): Finding {
  const { manufacturer, model, firmware, ssi } = about
  if (manufacturer === undefined && model === undefined && firmware === undefined) return finding(context, 'about', 'doctor.about', { state: 'unknown', detail: words('doctor.about.untold') })
  const say = (part: string | undefined): string => part ?? '–'
  return finding(context, 'about', 'doctor.about', { state: 'ok', detail: words('doctor.about.is', { maker: say(manufacturer), model: say(model), firmware: say(firmware), ssi: say(ssi) }) })
}

function line({ line: { baud, rtscts, saidBaud, saidFlow } }: RadioFacts, context: RadioContext): Finding {
  const flow = rtscts ? 'RTS/CTS' : '–'
  if (baud === undefined) return finding(context, 'line', 'doctor.line', { state: 'ok', detail: words('doctor.line.network') })
  if (saidBaud !== undefined && saidBaud !== 0 && saidBaud !== baud) {
    return finding(context, 'line', 'doctor.line', { state: 'warning', detail: words('doctor.line.differs', { baud, said: saidBaud }), cure: words('doctor.line.cure', { said: saidBaud }) })
  }
  const wantsFlow = saidFlow?.some((one) => one === FLOW_RTS_CTS)
  if (saidFlow && wantsFlow !== rtscts) {
    return finding(context, 'line', 'doctor.line', {
      state: 'warning',
      detail: words(wantsFlow ? 'doctor.line.flow-wanted' : 'doctor.line.flow-unwanted', { baud }),
      cure: words(wantsFlow ? 'doctor.line.flow-on' : 'doctor.line.flow-off'),
    })
  }
  return finding(context, 'line', 'doctor.line', { state: 'ok', detail: words(saidBaud === undefined ? 'doctor.line.works' : 'doctor.line.same', { baud, flow }) })
}

const NOT_ON_NETWORK = { searching: 'doctor.network.searching', none: 'doctor.network.none', rejected: 'doctor.network.rejected' } as const

function network({ mode, registration, cell }: RadioFacts, context: RadioContext): Finding {
  const title = 'doctor.network'
  if (context.isDirect) return direct(mode, context)
  if (mode !== undefined && mode !== 'tmo' && mode !== 'unknown') return finding(context, 'network', title, { state: 'warning', detail: words('doctor.network.mode', { mode: mode.toUpperCase() }), cure: words('doctor.network.mode-cure') })
  switch (registration) {
    case 'home':
    case 'visited':
      return cell === 'local'
        ? finding(context, 'network', title, { state: 'warning', detail: words('doctor.network.local'), cure: words('doctor.network.local-cure') })
        : finding(context, 'network', title, { state: 'ok', detail: words(registration === 'home' ? 'doctor.network.home' : 'doctor.network.visited') })
    case 'searching':
    case 'none':
    case 'rejected':
      return finding(context, 'network', title, { state: 'failed', detail: words(NOT_ON_NETWORK[registration]), cure: words(registration === 'rejected' ? 'doctor.network.rejected-cure' : 'doctor.network.cure') })
    default:
      return finding(context, 'network', title, { state: 'unknown', detail: words('doctor.network.untold') })
  }
}

function direct(mode: RadioFacts['mode'], context: RadioContext): Finding {
  const title = 'doctor.network'
  if (mode === undefined || mode === 'unknown') return finding(context, 'network', title, { state: 'unknown', detail: words('doctor.network.untold') })
  if (mode === 'dmo' || mode === 'dmo-tmo-watch') return finding(context, 'network', title, { state: 'ok', detail: words('doctor.network.direct') })
  return finding(context, 'network', title, { state: 'warning', detail: words('doctor.network.not-direct', { mode: mode.toUpperCase() }), cure: words('doctor.network.direct-cure') })
}

function group({ group: gssi }: RadioFacts, context: RadioContext): Finding {
  const title = 'doctor.group'
  if (gssi === undefined) return finding(context, 'group', title, { state: 'unknown', detail: words('doctor.group.untold') })
  if (gssi === '') return finding(context, 'group', title, { state: 'failed', detail: words('doctor.group.none'), cure: words('doctor.group.cure') })
  const label = context.groups.get(gssi)
  if (label === undefined) return finding(context, 'group', title, { state: 'warning', detail: words('doctor.group.other', { gssi }), cure: words('doctor.group.cure') })
  return finding(context, 'group', title, { state: 'ok', detail: words('doctor.group.is', { group: label, gssi }) })
}

function signal({ signalDbm: dbm }: RadioFacts, context: RadioContext): readonly Finding[] {
  if (dbm === undefined) return []
  const detail = words('doctor.signal.is', { dbm })
  return [dbm >= SIGNAL_WEAK_DBM
    ? finding(context, 'signal', 'doctor.signal', { state: 'ok', detail })
    : finding(context, 'signal', 'doctor.signal', { state: 'warning', detail, cure: words('doctor.network.cure') })]
}

function battery({ batteryPercent: percent }: RadioFacts, context: RadioContext): readonly Finding[] {
  if (percent === undefined) return []
  const detail = words('doctor.battery.is', { percent })
  return [percent >= BATTERY_LOW
    ? finding(context, 'battery', 'doctor.battery', { state: 'ok', detail })
    : finding(context, 'battery', 'doctor.battery', { state: 'warning', detail, cure: words('doctor.battery.cure') })]
}

function refusals({ refused }: RadioFacts, context: RadioContext): readonly Finding[] {
  if (refused.length === 0) return []
  const features = refused.map(({ feature, answer }) => `${feature} (${answer})`).join(', ')
  return [finding(context, 'refused', 'doctor.refused', { state: 'warning', detail: words('doctor.refused.are', { features }), cure: words('doctor.refused.cure') })]
}

/** No command of the standard reads it: it stands in the radio's programming. */
function timeOut({ hardTimeoutMs, ...context }: RadioContext): Finding {
  const seconds = Math.round(hardTimeoutMs / 1000)
  return finding({ ...context, hardTimeoutMs }, 'timeout', 'doctor.timeout', { state: 'unknown', detail: words('doctor.timeout.untold', { seconds }), cure: words('doctor.timeout.cure', { device: context.id }) })
}

/** @param heldMs  from the grant to the end that somebody else made; absent: still on the air when it was let go after `waitedMs` */
export function judgeTimeOut(context: RadioContext, heldMs: number | undefined, waitedMs: number): Finding {
  const limit = Math.round(context.hardTimeoutMs / 1000)
  const title = 'doctor.timeout'
  if (heldMs === undefined) return finding(context, 'timeout', title, { state: 'failed', detail: words('doctor.timeout.longer', { seconds: Math.round(waitedMs / 1000) }), cure: words('doctor.timeout.set', { limit }) })
  const seconds = Math.round(heldMs / 1000)
  if (heldMs <= context.hardTimeoutMs) return finding(context, 'timeout', title, { state: 'warning', detail: words('doctor.timeout.shorter', { seconds, limit }), cure: words('doctor.timeout.set', { limit }) })
  return finding(context, 'timeout', title, { state: 'ok', detail: words('doctor.timeout.is', { seconds, limit }) })
}
