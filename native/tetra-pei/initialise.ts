// What is said to a radio after the line is open, in order. Source: EN 300 392-5; which refusals are harmless: README, quirks.
// A refused feature is marked off and the rest goes on; so is one question that is never answered, if the radio answers AT.
import type { RadioAccess, RefusedFeature } from '../kit/driver.ts'
import type { CmePolicy } from './cme-errors.ts'
import type { CommandOutcome } from './command-queue.ts'
import { encodeCallSettings, GROUP_CALL, withoutClir } from './messages/call-setup.ts'
import { encodeReportRegistration } from './messages/registration.ts'
import { CONSOLE_SERVICES, encodeServiceProfile } from './messages/service-profile.ts'

export type Send = (text: string) => Promise<CommandOutcome>

/**
 * `whole`: everything. `speech`: what must stand before anybody speaks. `look`: nothing is set, and asked only in which mode it
 * is, without which its other answers mean nothing; the proof asks the rest.
 */
export type SetUpExtent = 'whole' | 'speech' | 'look'

/** How many fields of +CTSDC a radio takes: some answer 35 to the eleventh. */
export type CallForm = 'whole' | 'without-clir'

export interface Initialised {
  readonly refused: readonly RefusedFeature[]
  /** Each service in the form this radio took it, to be registered for again. */
  readonly services: readonly string[]
  readonly callForm: CallForm
  /** Settings refused for a reason that passes (no network, busy, another state): to be said again later. */
  readonly again: readonly Setting[]
  /** Questions refused for such a reason: not off. */
  readonly passing: readonly string[]
}

export interface Setting {
  readonly feature: string
  readonly form: string
}

export const REPORTS = { registration: 'registration reports', groups: 'group management', calls: 'group call settings' } as const

/** Read-only questions; their answers arrive as messages too. */
const QUESTIONS = ['AT+GMI?', 'AT+GMM?', 'AT+GMR?', 'AT+CNUMF?', 'AT+CTOM?', 'AT+CREG?', 'AT+CTBCT?', 'AT+CTGS?'] as const
/** What must be said before anybody can speak; the rest follows when he can. The words of an answer first, for all else leans on them. */
const SPEECH_SERVICE = 'speech calls'
const MODE_QUESTION = 'AT+CTOM?'
const SIGNS_OF_LIFE = 2 // the first may be taken for the late answer to what was not answered

/**
 * Brings a radio that answers to the state the console needs.
 *
 * @param extent  how much of it: `initialise` is the slowest part of taking a radio
 * @returns undefined when the radio fell silent: probe again
 * @remarks Never ATZ: it may reboot a Sepura. `ATE0` first, so that a later echo means a restart.
 */
export async function initialise(send: Send, access: RadioAccess, extent: SetUpExtent = 'whole'): Promise<Initialised | undefined> {
  const refused: RefusedFeature[] = []
  const services: string[] = []
  const again: Setting[] = []
  const passing: string[] = []
  let callForm: CallForm = 'whole'
  /** @returns the form that was taken; `none` when all were refused; undefined when the radio is gone */
  const tell = async (feature: string, ...forms: readonly string[]): Promise<string | undefined> => {
    let answer = ''
    let passes = false
    for (const form of forms) {
      const outcome = await send(form)
      if (outcome.outcome === 'dropped' || outcome.outcome === 'unwanted') return undefined
      if (outcome.outcome === 'unanswered') {
        if (!(await isAlive(send))) return undefined
        answer = NO_ANSWER
        continue
      }
      if (outcome.result.ok || isDone(outcome)) return form
      answer = answerOf(outcome)
      passes = isPassing(outcome)
    }
    const [form = ''] = forms
    if (passes && form.endsWith('?')) passing.push(form)
    else if (passes) again.push({ feature, form })
    refused.push({ feature, answer })
    return 'none'
  }

  const isWhole = extent === 'whole'
  if (access === 'full' && extent !== 'look') {
    const settings = [['echo off', 'ATE0'], ['words for results', 'ATV1'], ['error numbers', 'AT+CMEE=1']] as const
    for (const [feature, form] of settings) if (!(await tell(feature, form))) return undefined
    for (const service of CONSOLE_SERVICES.filter(({ name }) => isWhole || name === SPEECH_SERVICE)) {
      const forms = service.otherwise ? [service, service.otherwise] : [service]
      const taken = await tell(service.name, ...forms.map(encodeServiceProfile))
      if (taken === undefined) return undefined
      if (taken !== 'none') services.push(taken)
    }
    if (isWhole && !(await tell(REPORTS.registration, encodeReportRegistration({ n: 1 })))) return undefined
    const short = encodeCallSettings(withoutClir(GROUP_CALL))
    const taken = await tell(REPORTS.calls, encodeCallSettings(GROUP_CALL), short)
    if (taken === undefined) return undefined
    if (taken === short) callForm = 'without-clir'
  }
  for (const question of isWhole ? QUESTIONS : [MODE_QUESTION]) if (!(await tell(question, question))) return undefined
  return { refused, services, callForm, again, passing }
}

async function isAlive(send: Send): Promise<boolean> {
  for (let tries = 1; tries <= SIGNS_OF_LIFE; tries++) {
    const outcome = await send('AT')
    if (outcome.outcome === 'result') return true
    if (outcome.outcome === 'dropped') return false
  }
  return false
}

export const NO_ANSWER = 'no answer'

/** It can do what it was asked, but not now. */
const PASSING: ReadonlySet<CmePolicy> = new Set(['network', 'state', 'back-off', 'offer'])

function isPassing(outcome: Extract<CommandOutcome, { outcome: 'result' }>): boolean {
  return 'policy' in outcome.result && PASSING.has(outcome.result.policy)
}

export function isDone(outcome: Extract<CommandOutcome, { outcome: 'result' }>): boolean {
  return 'policy' in outcome.result && outcome.result.policy === 'done'
}

/** The radio's refusal in its own word, for the technician. */
export function answerOf(outcome: Extract<CommandOutcome, { outcome: 'result' }>): string {
  const { result } = outcome
  if ('code' in result) return `${result.code} ${result.codeName}`
  return 'text' in result ? result.text : result.result
}
