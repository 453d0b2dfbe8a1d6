// The parts of one radio, put together: which of them hears of what, and what each needs of the others.
import type { Clock } from '../kit/clock.ts'
import type { RadioAccess, RadioEvent } from '../kit/driver.ts'
import type { Result } from '../kit/result.ts'
import type { SerialTransport } from '../kit/transport.ts'
import { createAsking, QUESTION_MS, YIELD_MS, type Asking } from './asking.ts'
import type { CommandOutcome } from './command-queue.ts'
import { createFloorControl, type CallMemory, type FloorControl } from './floor-control.ts'
import type { FloorSettings } from './floor-types.ts'
import { createGroupSelector } from './group-selector.ts'
import { createKeepAlive, type KeepAlive, type Question } from './keep-alive.ts'
import type { PeiMessage } from './message.ts'
import { createModeControl, isTrunked, type ModeControl } from './mode-control.ts'
import { createRadioPicture, type RadioPicture } from './radio-picture.ts'
import { createSession, type Session } from './session.ts'
import { createSetUp, type SetUp } from './set-up.ts'
import { createShortData, type RadioShortData } from './short-data.ts'

export interface RadioParts {
  readonly session: Session
  readonly asking: Asking
  readonly floor: FloorControl
  readonly picture: RadioPicture
  readonly setUp: SetUp
  readonly keepAlive: KeepAlive
  readonly mode: ModeControl
  readonly shortData: RadioShortData
  readonly selectGroup: (gssi: string) => Promise<Result<void>>
  wentDown(): void
  stop(): void
}

export interface RadioPartsOptions {
  readonly clock: Clock
  readonly transport: SerialTransport
  readonly access: RadioAccess
  readonly memory: CallMemory
  readonly floor: FloorSettings
  readonly emit: (event: RadioEvent) => void
  readonly isUp: () => boolean
  readonly isInUse: () => boolean
  readonly isGroup: (ssi: string) => boolean
  readonly onOutcome: (outcome: CommandOutcome['outcome']) => void
  readonly onRestart: () => void
}

/** How old each word may grow that the radio does not tell by itself; SIGNAL and BATTERY are for the eye. */
const EVERY_MS = { cell: 5000, searching: 5000, untold: 10_000, told: 60_000, mode: 30_000, signal: 15_000, battery: 60_000 } as const

export function createRadioParts(options: RadioPartsOptions): RadioParts {
  const { clock, transport, access, emit, isUp } = options
  const session = createSession({
    clock,
    transport,
    onMessage: (message) => hear(message),
    onWire: emit,
    onOutcome: options.onOutcome,
    onRestart: options.onRestart,
  })
  const send: Session['send'] = (command) => session.send(command)
  const asking = createAsking({ clock, name: transport.name, isUp, send, onNoNetwork: () => void lookForNetwork() })
  const setUp: SetUp = createSetUp({ access, send, sendPatiently: asking.sendPatiently, emit, onCallSettings: () => floor.settingsWritten() })
  const floor: FloorControl = createFloorControl({
    clock,
    settings: options.floor,
    memory: options.memory,
    send,
    callForm: () => setUp.callForm,
    check: () => asking.ask('AT+CREG?', { yieldsAfterMs: YIELD_MS }),
    isInIndividualCall: () => picture.calls.newest !== undefined,
    group: () => picture.gssi ?? '',
    emit: (event) => floorNews(event),
  })
  const picture: RadioPicture = createRadioPicture({ toFloor: (event) => floor.dispatch(event), emit, onModeChanged: () => mode.changed() })
  const { standing } = picture
  const mode: ModeControl = createModeControl({
    clock,
    ask: asking.ask,
    mode: () => standing.mode,
    isBusy: () => !floor.isIdle,
    setUpAnew: async () => {
      if (isUp()) await setUp.initialise()
    },
  })
  const shortData = createShortData({
    clock,
    access,
    asking,
    isUp,
    isFree: () => floor.isIdle && !picture.isReceiving && !mode.isChanging && picture.calls.newest === undefined,
    own: () => standing.own,
    isGroup: (ssi) => ssi === picture.gssi || options.isGroup(ssi),
    emit,
  })
  const keepAlive = createKeepAlive({
    clock,
    isUp,
    isInUse: options.isInUse,
    isTalking: () => floor.isTalking,
    questions: questionsOf(picture, setUp),
    ask: (text) => asking.ask(text),
    isOff: (text) => setUp.isOff(text),
    onRefused: (text, answer) => setUp.markOff(text, answer),
    askWhileTalking: async () => {
      const outcome = await send({ text: 'AT', timeoutMs: QUESTION_MS, rank: 'normal', yieldsAfterMs: YIELD_MS })
      return outcome.outcome !== 'unanswered'
    },
    onAnswered: (text) => setUp.markOn(text),
    renew: () => setUp.renew(),
    isPartial: () => setUp.isPartial,
    tidy: () => floor.settleOnce(QUESTION_MS),
  })
  let isLooking = false

  const hear = (message: PeiMessage): void => {
    picture.hear(message)
    shortData.hear(message)
  }
  const floorNews = (event: RadioEvent): void => {
    if (event.event === 'heard') return picture.fellQuiet()
    emit(event)
    if (event.event === 'floor-granted') keepAlive.floorGranted()
  }
  /** A command was refused for want of a network: the radio is asked, and if it cannot say, the refusal counts. */
  async function lookForNetwork(): Promise<void> {
    if (isLooking || !isUp()) return
    isLooking = true
    const asked = await asking.ask('AT+CREG?')
    isLooking = false
    if (!asked.ok && asked.error.code !== 'LINK_TIMEOUT' && asked.error.code !== 'LINK_CLOSED') standing.networkLost()
  }

  return {
    session, asking, floor, picture, setUp, keepAlive, mode, shortData,
    selectGroup: createGroupSelector({ clock, ask: asking.ask, gssi: () => picture.gssi }),
    wentDown() {
      keepAlive.stop()
      mode.stop()
      floor.dispatch({ event: 'link-lost' })
      session.reset()
      picture.forget()
    },
    stop() {
      keepAlive.stop()
      mode.stop()
      shortData.stop()
    },
  }
}

function questionsOf({ standing }: RadioPicture, setUp: SetUp): readonly Question[] {
  const isRegistered = (): boolean => standing.registration === 'home' || standing.registration === 'visited'
  const byNetwork = (): boolean => standing.mode === 'unknown' || isTrunked(standing.mode)
  return [
    { text: 'AT+CTBCT?', everyMs: () => EVERY_MS.cell, isWanted: isRegistered },
    { text: 'AT+CREG?', everyMs: () => (isRegistered() ? (setUp.tellsRegistration ? EVERY_MS.told : EVERY_MS.untold) : EVERY_MS.searching), isWanted: byNetwork },
    { text: 'AT+CTGS?', everyMs: () => (setUp.tellsGroup ? EVERY_MS.told : EVERY_MS.untold) },
    { text: 'AT+CTOM?', everyMs: () => EVERY_MS.mode },
    { text: 'AT+CSQ?', everyMs: () => EVERY_MS.signal, isWanted: byNetwork },
    { text: 'AT+CBC?', everyMs: () => EVERY_MS.battery },
  ]
}
