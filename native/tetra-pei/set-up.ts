// Sets a radio up and remembers what it refused, so that it is not asked for it again. What is said: initialise.ts.
import type { RadioAccess, RadioEvent, RefusedFeature } from '../kit/driver.ts'
import type { Command, CommandOutcome } from './command-queue.ts'
import { COMMAND_MS, QUESTION_MS } from './asking.ts'
import { initialise, registerServices, REPORTS, type CallForm } from './initialise.ts'

export interface SetUp {
  /** @returns whether a radio answers */
  probe(): Promise<boolean>
  /** @returns whether it took what it must; false when it fell silent */
  initialise(): Promise<boolean>
  registerServices(): Promise<void>
  markOff(feature: string, answer: string): void
  isOff(feature: string): boolean
  /** It does not say by itself when it is registered elsewhere, or its group is turned. */
  readonly tellsRegistration: boolean
  readonly tellsGroup: boolean
  readonly refused: readonly RefusedFeature[]
  readonly callForm: CallForm
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

export function createSetUp({ access, send, sendPatiently, emit, onCallSettings }: SetUpOptions): SetUp {
  let refused: readonly RefusedFeature[] = []
  let services: readonly string[] = []
  let callForm: CallForm = 'whole'
  const say = (text: string): Promise<CommandOutcome> => sendPatiently({ text, timeoutMs: COMMAND_MS, rank: 'normal' })

  const keep = (next: readonly RefusedFeature[]): void => {
    const isNews = JSON.stringify(next) !== JSON.stringify(refused)
    refused = next
    if (isNews) emit({ event: 'refused', features: refused })
  }
  const isOff = (feature: string): boolean => refused.some((one) => one.feature === feature)

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
    async initialise() {
      const initialised = await initialise(say, access)
      if (!initialised) return false
      services = initialised.services
      callForm = initialised.callForm
      keep(initialised.refused)
      if (access === 'full' && !isOff(REPORTS.calls)) onCallSettings()
      return true
    },
    async registerServices() {
      if (access === 'full') await registerServices(say, services)
    },
    markOff(feature, answer) {
      if (!isOff(feature)) keep([...refused, { feature, answer }])
    },
    isOff,
    get tellsRegistration() {
      return access === 'full' && !isOff(REPORTS.registration)
    },
    get tellsGroup() {
      return access === 'full' && !isOff(REPORTS.groups)
    },
    get refused() {
      return refused
    },
    get callForm() {
      return callForm
    },
  }
}
