// Every line a console can send, as one union: told apart by `form`, then `cmd`. The driver encodes, the simulator decodes.
import {
  decodeSetVolume,
  encodeSetVolume,
  type SetVolume,
} from './messages/battery-volume.ts'
import {
  decodeCallSettings,
  decodeDial,
  encodeCallSettings,
  encodeDial,
  type Dial,
  type SetCallSettings,
} from './messages/call-setup.ts'
import {
  decodeFloorDemand,
  decodeFloorRelease,
  encodeFloorDemand,
  encodeFloorRelease,
  type FloorDemand,
  type FloorRelease,
} from './messages/floor.ts'
import { decodeSelectGroupList, encodeSelectGroupList, type SelectGroupList } from './messages/group-list.ts'
import { decodeGroupSelect, encodeGroupSelect, type SelectGroup } from './messages/group-selection.ts'
import { decodeSetMode, encodeSetMode, type SetMode } from './messages/mode.ts'
import { decodeReportRegistration, encodeReportRegistration, type ReportRegistration } from './messages/registration.ts'
import {
  decodeSendSds,
  decodeSetSdsService,
  encodeSetSdsService,
  type SendSds,
  type SetSdsService,
  USER_DATA_END,
} from './messages/sds-send.ts'
import { decodeServiceProfile, encodeServiceProfile, type ServiceProfile } from './messages/service-profile.ts'
import { decodeCharset, encodeCharset, type SetCharset } from './messages/charset.ts'

/** `AT+XYZ?` or `AT+XYZ=?`; also `AT+CGMI`, which reads without a mark. */
export interface ReadCommand {
  readonly cmd: `+${string}`
  readonly form: 'read' | 'test' | 'bare'
  /** Set for what only one maker has. */
  readonly maker?: 'Motorola'
}

export type WriteCommand =
  | SelectGroup
  | ReportRegistration
  | SetMode
  | ServiceProfile
  | SetCallSettings
  | FloorDemand
  | FloorRelease
  | SetSdsService
  | SendSds
  | SelectGroupList
  | SetVolume
  | SetCharset

/** Commands of one letter: E echo, V verbose, Q quiet, Z reset, I information, A answer, H hang up. */
export interface BasicCommand {
  readonly cmd: 'AT' | 'E' | 'V' | 'Q' | 'Z' | 'I' | 'A' | 'H'
  readonly form: 'basic'
  readonly value?: number
}

/** A write we have no fields for; a radio may know it. */
export interface OtherCommand {
  readonly cmd: `+${string}`
  readonly form: 'other'
  readonly parameters: string
}

export type PeiCommand = ReadCommand | WriteCommand | BasicCommand | Dial | OtherCommand

const WRITES: Readonly<Record<string, (parameters: string) => WriteCommand | undefined>> = {
  '+CTGS': decodeGroupSelect,
  '+CREG': decodeReportRegistration,
  '+CTOM': decodeSetMode,
  '+CTSP': decodeServiceProfile,
  '+CTSDC': decodeCallSettings,
  '+CTXD': decodeFloorDemand,
  '+CUTXC': decodeFloorRelease,
  '+CTSDS': decodeSetSdsService,
  '+CMGS': decodeSendSds,
  '+CNUMS': (parameters) => decodeSelectGroupList('+CNUMS', parameters),
  '+CNUMD': (parameters) => decodeSelectGroupList('+CNUMD', parameters),
  '+CLVL': decodeSetVolume,
  '+CSCS': decodeCharset,
}
const MOTOROLA: ReadonlySet<string> = new Set(['+GCLI', '+GPSPOS'])
const EXTENDED = /^AT(\+[A-Z0-9]+)(\?|=\?|=([\s\S]*))?$/i
const BASIC = /^AT([EVQZIAH])\s*(\d{0,3})$/i
const DIAL = /^ATD(.*)$/i

/** @returns undefined when the line is no command, or its parameters are not what the command takes */
export function decodeCommand(line: string): PeiCommand | undefined {
  const text = line.trim()
  if (text.toUpperCase() === 'AT') return { cmd: 'AT', form: 'basic' }
  const [, rest] = DIAL.exec(text) ?? []
  if (rest !== undefined) return decodeDial(rest)
  const [, letter, value] = BASIC.exec(text) ?? []
  if (letter !== undefined) {
    const cmd = letter.toUpperCase() as BasicCommand['cmd']
    return value ? { cmd, form: 'basic', value: Number(value) } : { cmd, form: 'basic' }
  }
  const [, name, tail, parameters] = EXTENDED.exec(text) ?? []
  return name === undefined ? undefined : decodeExtended(name.toUpperCase() as `+${string}`, tail, parameters ?? '')
}

function decodeExtended(cmd: `+${string}`, tail: string | undefined, parameters: string): PeiCommand | undefined {
  const form = tail === '?' ? 'read' : tail === '=?' ? 'test' : tail === undefined ? 'bare' : undefined
  if (form) return MOTOROLA.has(cmd) ? { cmd, form, maker: 'Motorola' } : { cmd, form }
  const decode = Object.hasOwn(WRITES, cmd) ? WRITES[cmd] : undefined
  return decode ? decode(parameters) : { cmd, form: 'other', parameters }
}

/** The line without its end; only `+CMGS` with data holds a line break and ends by itself. */
export function encodeCommand(command: PeiCommand): string {
  switch (command.form) {
    case 'read':
      return `AT${command.cmd}?`
    case 'test':
      return `AT${command.cmd}=?`
    case 'bare':
      return `AT${command.cmd}`
    case 'other':
      return `AT${command.cmd}=${command.parameters}`
    case 'basic':
      return encodeBasic(command)
    case 'write':
      return encodeWrite(command)
  }
}

function encodeBasic(command: BasicCommand | Dial): string {
  if (command.cmd === 'D') return encodeDial(command)
  return command.cmd === 'AT' ? 'AT' : `AT${command.cmd}${command.value ?? ''}`
}

function encodeWrite(command: WriteCommand): string {
  switch (command.cmd) {
    case '+CTGS':
      return encodeGroupSelect(command)
    case '+CREG':
      return encodeReportRegistration(command)
    case '+CTOM':
      return encodeSetMode(command)
    case '+CTSP':
      return encodeServiceProfile(command)
    case '+CTSDC':
      return encodeCallSettings(command)
    case '+CTXD':
      return encodeFloorDemand(command)
    case '+CUTXC':
      return encodeFloorRelease(command)
    case '+CTSDS':
      return encodeSetSdsService(command)
    case '+CMGS':
      return `AT+CMGS=${command.called},${command.bits}${command.data === undefined ? '' : `\r\n${command.data}${USER_DATA_END}`}`
    case '+CNUMS':
    case '+CNUMD':
      return encodeSelectGroupList(command)
    case '+CLVL':
      return encodeSetVolume(command)
    case '+CSCS':
      return encodeCharset(command)
  }
}
