// What a simulated radio does and answers at each command; what it tells of itself stands in reads.ts.
import { GROUP_TYPE } from '../constants.ts'
import { decodeCommand, type BasicCommand, type PeiCommand, type ReadCommand, type WriteCommand } from '../command.ts'
import type { Dial } from '../messages/call-setup.ts'
import type { SelectGroup } from '../messages/group-selection.ts'
import { encodeCmeError } from '../messages/result.ts'
import { encodeSdsSent, type SendSds } from '../messages/sds-send.ts'
import type { ServiceProfile } from '../messages/service-profile.ts'
import type { CallControl } from './calls.ts'
import type { IndividualCallControl } from './individual.ts'
import { isOffNetwork, readLines, type ReadPorts } from './reads.ts'

/** Lines before the final result; `result` absent: it comes later, through `finish`. `afterwards` runs when all is said. */
export interface Answer {
  readonly lines: readonly string[]
  readonly result?: string
  readonly afterwards?: () => void
}

export interface AnswerPorts extends ReadPorts {
  readonly calls: CallControl
  readonly individual: IndividualCallControl
  readonly finish: (result: string) => void
  readonly groupChanged: () => void
  /** Goes over to another mode, and finishes the command when it is there. */
  readonly changeMode: (aiMode: number) => void
  readonly sendSds: (command: SendSds) => number
  readonly reboot: () => void
}

const ERROR = { inhibited: 41, notInTrunked: 43, state: 3, unsupported: 4, outOfService: 30, userData: 32, range: 34, syntax: 35, known: 38, busy: 42 } as const
const LAST_MODE = 6
const OK: Answer = { lines: [], result: 'OK' }
const refuse = (code: number): Answer => ({ lines: [], result: encodeCmeError(code) })

export function answerCommand(text: string, ports: AnswerPorts): Answer {
  return refusalOf(text, ports.faults) ?? perform(text, ports)
}

/** What the fault says of this command; `silence` leaves the line free and says nothing. */
function refusalOf(text: string, faults: AnswerPorts['faults']): Answer | undefined {
  const refused = faults.refused(text)
  if (refused === undefined) return undefined
  return { lines: [], result: refused === 'silence' ? '' : refused === 'ERROR' ? 'ERROR' : encodeCmeError(refused) }
}

function perform(text: string, ports: AnswerPorts): Answer {
  const command: PeiCommand | undefined = decodeCommand(text)
  if (!command) return refuse(ERROR.syntax)
  switch (command.form) {
    case 'basic':
      return command.cmd === 'D' ? dial(command, ports) : answerBasic(command, ports)
    case 'read':
    case 'bare':
    case 'test':
      return answerRead(command, ports)
    case 'write':
      return answerWrite(command, ports)
    case 'other':
      return command.cmd === '+CMEE' ? OK : refuse(ERROR.unsupported)
  }
}

function answerBasic(command: BasicCommand, { memory, calls, individual, reboot }: AnswerPorts): Answer {
  switch (command.cmd) {
    case 'E':
      memory.echo = command.value === 1
      return OK
    case 'V':
      memory.verbose = command.value !== 0
      return OK
    case 'Q':
      memory.quiet = command.value === 1
      return OK
    case 'Z':
      // Quirk 2: a radio may answer ATZ with a reboot.
      return { ...OK, afterwards: reboot }
    case 'H':
      if (!individual.hangUp()) calls.hangUp()
      return OK
    case 'A':
      return individual.answer() || calls.isInCall ? OK : refuse(ERROR.state)
    case 'AT':
    case 'I':
      return OK
  }
}

function answerRead(command: ReadCommand, ports: AnswerPorts): Answer {
  if (command.cmd === '+CTBCT' && ports.faults.of('deregistered')) return refuse(ERROR.outOfService)
  if (command.cmd === '+CTBCT' && isOffNetwork(ports)) return refuse(ERROR.notInTrunked)
  const lines = readLines(command, ports)
  return lines ? { lines, result: 'OK' } : refuse(ERROR.unsupported)
}

function answerWrite(command: WriteCommand, ports: AnswerPorts): Answer {
  const { memory, calls, faults } = ports
  switch (command.cmd) {
    case '+CTSP':
      return register(command, ports)
    case '+CTGS':
      return selectGroup(command, ports)
    case '+CREG':
      if (command.n > 2) return refuse(ERROR.range)
      memory.registrationLevel = command.n
      return OK
    case '+CTOM':
      if (command.aiMode > LAST_MODE) return refuse(ERROR.range)
      ports.changeMode(command.aiMode)
      return { lines: [] }
    case '+CTSDC':
      memory.callSettings = command
      return OK
    case '+CTXD':
      if (faults.of('inhibited')) return refuse(ERROR.inhibited)
      if (faults.of('deregistered')) return refuse(ERROR.outOfService)
      return calls.demand(command.cc) ? OK : refuse(ERROR.state)
    case '+CUTXC':
      return calls.cease(command.cc) ? OK : refuse(ERROR.state)
    case '+CTSDS':
      memory.sdsService = command.aiService
      return OK
    case '+CMGS':
      return sendSds(command, ports)
    case '+CNUMS':
    case '+CNUMD':
      memory.slice = command
      return OK
    case '+CLVL':
      memory.volume = command.volume
      return OK
    case '+CSCS':
      return OK
  }
}

function dial(command: Dial, { settings, memory, faults, calls, finish }: AnswerPorts): Answer {
  if (faults.of('inhibited')) return refuse(ERROR.inhibited)
  if (faults.of('deregistered')) return refuse(ERROR.outOfService)
  if (command.calledSsi === undefined) return refuse(ERROR.range)
  let answered: Answer = { lines: [] }
  const done = (ok: boolean): void => {
    if (settings.dialAnswer === 'at-once') answered = OK
    else finish(ok ? 'OK' : 'NO CARRIER')
  }
  const started = calls.dial(command.calledSsi, memory.callSettings.priority ?? 0, done)
  return started ? answered : refuse(ERROR.state)
}

function register(command: ServiceProfile, { settings, memory }: AnswerPorts): Answer {
  const { profile, layer1, layer2 = 0 } = command
  if (profile > 2 || layer1 > 4) return refuse(ERROR.range)
  if (profile === 2 && !settings.sharedLayers.includes(layer1)) return refuse(ERROR.range)
  const key = `${layer1},${layer2}`
  const isKnown = memory.services.get(key) === profile
  if (profile === 0) memory.services.delete(key)
  else memory.services.set(key, profile)
  return isKnown && layer1 === 3 ? refuse(ERROR.known) : OK
}

function selectGroup(command: SelectGroup, ports: AnswerPorts): Answer {
  const { settings, memory, faults, groupChanged } = ports
  const selected = command.groups.find((group) => group.groupType === GROUP_TYPE.selected)?.gssi
  const refused = faults.of('refuse-group')
  if (refused) return refused.how === 'ignored' ? OK : refuse(ERROR.range)
  if (selected !== undefined && !settings.groups.some((group) => group.gssi === selected)) return refuse(ERROR.range)
  memory.selected = selected
  return { ...OK, afterwards: groupChanged }
}

function sendSds(command: SendSds, { faults, calls, sendSds: send }: AnswerPorts): Answer {
  const digits = command.data?.length ?? 0
  if (faults.of('inhibited')) return refuse(ERROR.inhibited)
  if (faults.of('deregistered')) return refuse(ERROR.outOfService)
  // Quirk 12: not during a received call.
  if (calls.isReceiving) return refuse(ERROR.busy)
  const isWhole = digits > 0 && digits >= Math.ceil(command.bits / 4) && digits <= Math.ceil(command.bits / 8) * 2
  if (!isWhole) return refuse(ERROR.userData)
  const result = faults.of('stray-syntax-error') ? encodeCmeError(ERROR.syntax) : 'OK'
  return { lines: [encodeSdsSent({ sdsInstance: send(command) })], result }
}
