// +CNUMS, +CNUMD: the groups in the radio with their names, static and dynamic. Source: transcripts and an open test set.
// Two forms: a count and then as many lines without prefix, or the prefix on each line. A name may hold commas.
// Which of the two lists is TMO and which DMO differs: one program reads TMO groups from D and DMO groups from S.
import { joinFields, numberOf, readNumbers, splitFields } from '../fields.ts'
import { decodeIdentity } from './identity.ts'

export type GroupListCmd = '+CNUMS' | '+CNUMD'

export interface GroupListCount {
  readonly cmd: GroupListCmd
  readonly count: number
}

export interface GroupListEntry {
  /** The last form: a line without prefix outside any counted list, which either command may have caused. */
  readonly cmd: GroupListCmd | `${GroupListCmd} continuation` | '+CNUMS/+CNUMD continuation'
  readonly numType: number
  readonly gtsi: string
  readonly gssi: number
  readonly name?: string
}

export interface GroupListRange {
  readonly cmd: `${GroupListCmd}=?`
  readonly modes: readonly number[]
  readonly first: readonly [number, number]
  readonly last: readonly [number, number]
}

/** Chooses the slice that the next read gives. */
export interface SelectGroupList {
  readonly cmd: GroupListCmd
  readonly form: 'write'
  readonly mode: number
  readonly first: number
  readonly last: number
}

export type GroupListMessage = GroupListCount | GroupListEntry | GroupListRange

const ENTRY = /^(\d)\s*,\s*(\d{1,8}|\d{15,17})\s*(?:,(.*))?$/
const TSI_DIGITS = 15
const RANGE = /^\(([\d,-]+)\),\((\d{1,9})-(\d{1,9})\),\((\d{1,9})-(\d{1,9})\)$/
const MODES = /^\d{1,2}(-\d{1,2})?$/

export function decodeGroupList(cmd: GroupListCmd, parameters: string): GroupListMessage | undefined {
  const text = parameters.trim()
  if (text.startsWith('(')) return decodeRange(cmd, text)
  const count = numberOf(text)
  return count === undefined ? decodeEntry(cmd, text) : { cmd, count }
}

/** A line without prefix; `cmd` is the list it belongs to, when that is known. */
export function decodeGroupListContinuation(cmd: GroupListCmd | undefined, line: string): GroupListEntry | undefined {
  const entry = decodeEntry(cmd ? `${cmd} continuation` : '+CNUMS/+CNUMD continuation', line.trim())
  const isUnmistakable = entry?.name !== undefined && entry.gtsi.length >= TSI_DIGITS
  return cmd || isUnmistakable ? entry : undefined
}

function decodeEntry(cmd: GroupListEntry['cmd'], text: string): GroupListEntry | undefined {
  const [, numType, gtsi, rest] = ENTRY.exec(text) ?? []
  const identity = gtsi === undefined ? undefined : decodeIdentity(gtsi)
  if (numType === undefined || gtsi === undefined || !identity) return undefined
  const name = rest?.trim().replace(/^"(.*)"$/, '$1')
  return { cmd, numType: Number(numType), gtsi, gssi: identity.ssi, ...(name ? { name } : {}) }
}

function decodeRange(cmd: GroupListCmd, text: string): GroupListRange | undefined {
  const [, modes, ...limits] = RANGE.exec(text.replaceAll(' ', '')) ?? []
  const tokens = modes?.split(',')
  if (!tokens?.every((token) => MODES.test(token))) return undefined
  const [from = 0, to = 0, lastFrom = 0, lastTo = 0] = limits.map(Number)
  return { cmd: `${cmd}=?`, modes: tokens.flatMap(expand), first: [from, to], last: [lastFrom, lastTo] }
}

function expand(token: string): number[] {
  const [from = 0, to = from] = token.split('-').map(Number)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
}

export function encodeGroupList(message: GroupListCount | Omit<GroupListEntry, 'gssi'> | GroupListRange): string {
  if ('count' in message) return `${message.cmd}: ${message.count}`
  if ('modes' in message) {
    const prefix = message.cmd.slice(0, -'=?'.length)
    return `${prefix}: (${message.modes.join(',')}),(${message.first.join('-')}),(${message.last.join('-')})`
  }
  const line = joinFields([message.numType, message.gtsi, message.name])
  return message.cmd.endsWith('continuation') ? line : `${message.cmd}: ${line}`
}

export function encodeSelectGroupList(command: Omit<SelectGroupList, 'form'>): string {
  return `AT${command.cmd}=${joinFields([command.mode, command.first, command.last])}`
}

export function decodeSelectGroupList(cmd: GroupListCmd, parameters: string): SelectGroupList | undefined {
  const numbers = readNumbers(splitFields(parameters), ['mode', 'first', 'last'])
  if (numbers?.mode === undefined || numbers.first === undefined || numbers.last === undefined) return undefined
  return { cmd, form: 'write', mode: numbers.mode, first: numbers.first, last: numbers.last }
}
