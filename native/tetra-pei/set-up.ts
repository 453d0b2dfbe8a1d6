// Sets a radio up and remembers what it refused, so that it is not asked for it again. What is said: initialise.ts.
import type { RadioAccess, RadioEvent, RefusedFeature } from '../kit/driver.ts'
import { COMMAND_MS, QUESTION_MS } from './asking.ts'
import type { Command, CommandOutcome } from './command-queue.ts'
import { initialise, isDone, NO_ANSWER, REPORTS, type Initialised, type SetUpExtent } from './initialise.ts'

export interface SetUp {
  /** @returns whether a radio answers */
  probe(): Promise<boolean>
  /** @returns whether it took what it must; false when it fell silent */
  initialise(extent?: SetUpExtent): Promise<boolean>
  /** Registers for the services again, which a radio loses without a word, and tries what was refused for a passing reason. */
  renew(): Promise<void>
  markOff(question: string, answer: string): void
  markOn(feature: string): void
  /** A question this radio cannot answer. */
  isOff(question: string): boolean
  /** Something is still to be tried again: renew soon. */
  readonly isPartial: boolean
  /** It does not say by itself when it is registered elsewhere, or its group is turned. */
  readonly tellsRegistration: boolean
  readonly tellsGroup: boolean
  readonly refused: readonly RefusedFeature[]
  readonly callForm: Initialised['callForm']
}

export interface SetUpOptions {
  readonly access: RadioAccess
  readonly send: (command: Command) => Promise<CommandOutcome>
  readonly sendPatiently: (command: Command) => Promise<CommandOutcome>
  readonly emit: (event: RadioEvent) => void
  /** Plain call settings stand in the radio now. */
  readonly onCallSettings: () => void
}

const PROBE_TRIES = 3 // the first command after opening is often lost or answered 35
const NOTHING: Initialised = { refused: [], services: [], callForm: 'whole', again: [], passing: [] }

export function createSetUp({ access, send, sendPatiently, emit, onCallSettings }: SetUpOptions): SetUp {
  let known = NOTHING
  const say = (text: string): Promise<CommandOutcome> => sendPatiently({ text, timeoutMs: COMMAND_MS, rank: 'normal' })

  const keep = (next: Initialised): void => {
    const isNews = JSON.stringify(next.refused) !== JSON.stringify(known.refused)
    known = next
    if (isNews) emit({ event: 'refused', features: known.refused })
  }
  const isRefused = (feature: string): boolean => known.refused.some((one) => one.feature === feature)
  const markOn = (feature: string): void => {
    if (isRefused(feature)) keep({ ...known, refused: known.refused.filter((one) => one.feature !== feature), again: known.again.filter((one) => one.feature !== feature) })
  }
  /** @returns false when the radio is not there to be told */
  const renewOne = async (form: string, feature?: string): Promise<boolean> => {
    const outcome = await say(form)
    if (outcome.outcome !== 'result') return false
    if (feature === undefined || (!outcome.result.ok && !isDone(outcome))) return true
    markOn(feature)
    if (form.startsWith('AT+CTSP=')) known = { ...known, services: [...known.services, form] }
    if (feature === REPORTS.calls) onCallSettings()
    return true
  }

  return {
    async probe() {
      for (let tries = 1; tries <= PROBE_TRIES; tries++) {
        const outcome = await send({ text: 'AT', timeoutMs: QUESTION_MS, rank: 'normal' })
        if (outcome.outcome !== 'result') return false
        // A fragment in the radio's input buffer makes the first command fail with 35: any result on the last try will do.
        if (outcome.result.ok) return true
      }
      return true
    },
    async initialise(extent = 'whole') {
      const initialised = await initialise(say, access, extent)
      if (!initialised) return false
      keep(initialised)
      if (access === 'full' && extent !== 'look' && !isRefused(REPORTS.calls)) onCallSettings()
      return true
    },
    async renew() {
      // A question that was never answered may only have been lost: it is put once more.
      keep({ ...known, refused: known.refused.filter((one) => !one.feature.endsWith('?') || one.answer !== NO_ANSWER) })
      if (access === 'read') return
      const { services, again } = known
      for (const form of services) if (!(await renewOne(form))) return
      for (const { form, feature } of again) if (!(await renewOne(form, feature))) return
    },
    markOff(question, answer) {
      const passing = known.passing.filter((one) => one !== question)
      if (!isRefused(question)) keep({ ...known, passing, refused: [...known.refused, { feature: question, answer }] })
    },
    markOn,
    isOff: (question) => isRefused(question) && !known.passing.includes(question),
    get isPartial() {
      return known.again.length > 0
    },
    get tellsRegistration() {
      return access === 'full' && !isRefused(REPORTS.registration)
    },
    get tellsGroup() {
      return access === 'full' && !isRefused(REPORTS.groups)
    },
    get refused() {
      return known.refused
    },
    get callForm() {
      return known.callForm
    },
  }
}
