// What is said to a radio after the line is open, in order. Source: EN 300 392-5; which refusals are harmless: README, quirks.
// A refused feature is marked off and the rest goes on; only silence ends the sequence.
import type { RadioAccess } from '../kit/driver.ts'
import type { CommandOutcome } from './command-queue.ts'
import { encodeCallSettings, GROUP_CALL, withoutClir } from './messages/call-setup.ts'
import { encodeReportRegistration } from './messages/registration.ts'
import { CONSOLE_SERVICES, encodeServiceProfile } from './messages/service-profile.ts'

export type Send = (text: string) => Promise<CommandOutcome>

export interface Initialised {
  /** Names of features this radio refused, with its word. */
  readonly refused: readonly { readonly feature: string; readonly answer: string }[]
}

/** Read-only questions; their answers arrive as messages too. */
const QUESTIONS = ['AT+GMI?', 'AT+GMM?', 'AT+GMR?', 'AT+CTOM?', 'AT+CREG?', 'AT+CTBCT?', 'AT+CTGS?'] as const

/**
 * Brings a radio that answers to the state the console needs.
 *
 * @returns undefined when the radio fell silent: probe again
 * @remarks Never ATZ: it may reboot a Sepura. `ATE0` first, so that a later echo means a restart.
 */
export async function initialise(send: Send, access: RadioAccess): Promise<Initialised | undefined> {
  const refused: { feature: string; answer: string }[] = []
  const tell = async (feature: string, ...forms: readonly string[]): Promise<boolean> => {
    for (const [at, form] of forms.entries()) {
      const outcome = await send(form)
      if (outcome.outcome !== 'result') return false
      if (outcome.result.ok || isDone(outcome)) return true
      if (at === forms.length - 1) refused.push({ feature, answer: answerOf(outcome) })
    }
    return true
  }

  if (access === 'full') {
    const settings = [['echo off', 'ATE0'], ['words for results', 'ATV1'], ['error numbers', 'AT+CMEE=1']] as const
    for (const [feature, form] of settings) if (!(await tell(feature, form))) return undefined
    for (const service of CONSOLE_SERVICES) {
      const forms = service.otherwise ? [service, service.otherwise] : [service]
      if (!(await tell(service.name, ...forms.map(encodeServiceProfile)))) return undefined
    }
    if (!(await tell('registration reports', encodeReportRegistration({ n: 1 })))) return undefined
    const group = [encodeCallSettings(GROUP_CALL), encodeCallSettings(withoutClir(GROUP_CALL))]
    if (!(await tell('group call settings', ...group))) return undefined
  }
  for (const question of QUESTIONS) if (!(await tell(question, question))) return undefined
  return { refused }
}

/** Registers for the services again: they are lost at every restart, and the radio does not say so. */
export async function registerServices(send: Send): Promise<void> {
  for (const service of CONSOLE_SERVICES) {
    const outcome = await send(encodeServiceProfile(service))
    if (outcome.outcome !== 'result') return
    if (!outcome.result.ok && !isDone(outcome) && service.otherwise) await send(encodeServiceProfile(service.otherwise))
  }
}

function isDone(outcome: Extract<CommandOutcome, { outcome: 'result' }>): boolean {
  return 'policy' in outcome.result && outcome.result.policy === 'done'
}

/** The radio's refusal in its own word, for the technician. */
export function answerOf(outcome: Extract<CommandOutcome, { outcome: 'result' }>): string {
  const { result } = outcome
  if ('code' in result) return `${result.code} ${result.codeName}`
  return 'text' in result ? result.text : result.result
}
