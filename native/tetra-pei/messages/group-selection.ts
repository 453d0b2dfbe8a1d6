// +CTGS: which groups the radio has selected and scans. Source: EN 300 392-5; `1,<gssi>` selects (0 none, 1 selected,
// 2–7 scan priority 1–6). The answer may list several pairs: open programs that read the last or the second number
// name the wrong group, so the pair of type 1 counts. In DMO the type may be missing.
import { GROUP_TYPE } from '../constants.ts'
import { joinFields, numberOf, splitFields } from '../fields.ts'
import { decodeIdentity } from './identity.ts'

export interface GroupEntry {
  readonly groupType: number
  /** As sent: GSSI or GTSI. */
  readonly identity: string
  readonly gssi: number
}

export interface GroupSelection {
  readonly cmd: '+CTGS'
  readonly groups: readonly GroupEntry[]
  /** GSSI of the selected group; absent when none is. */
  readonly selected?: number
}

export interface SelectGroup {
  readonly cmd: '+CTGS'
  readonly form: 'write'
  readonly groups: readonly GroupEntry[]
}

export function groupEntry(groupType: number, identity: string): GroupEntry | undefined {
  const gssi = decodeIdentity(identity)?.ssi
  return gssi === undefined ? undefined : { groupType, identity, gssi }
}

export function decodeGroupSelection(parameters: string): GroupSelection | undefined {
  const groups = decodePairs(parameters)
  if (!groups) return undefined
  const selected = groups.find((group) => group.groupType === GROUP_TYPE.selected)?.gssi
  return selected === undefined ? { cmd: '+CTGS', groups } : { cmd: '+CTGS', groups, selected }
}

/** What the radio says: `groups` as they stand, none as `+CTGS: 0`. */
export function encodeGroupSelection(selection: Pick<GroupSelection, 'groups'>): string {
  return `+CTGS: ${encodePairs(selection.groups)}`
}

/** Selects one group by its GSSI. */
export function encodeSelectGroup(gssi: number): string {
  return `AT+CTGS=${GROUP_TYPE.selected},${gssi}`
}

export function encodeGroupSelect(command: Pick<SelectGroup, 'groups'>): string {
  return `AT+CTGS=${encodePairs(command.groups)}`
}

export function decodeGroupSelect(parameters: string): SelectGroup | undefined {
  const groups = decodePairs(parameters)
  return groups && { cmd: '+CTGS', form: 'write', groups }
}

function encodePairs(groups: readonly GroupEntry[]): string {
  if (groups.length === 0) return String(GROUP_TYPE.none)
  return joinFields(groups.flatMap((group) => [group.groupType, group.identity]))
}

function decodePairs(parameters: string): GroupEntry[] | undefined {
  const fields = splitFields(parameters)
  if (fields.length === 0) return undefined
  if (fields.length === 1) return decodeLone(fields[0] ?? '')
  const groups: GroupEntry[] = []
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const groupType = numberOf(fields[at])
    const identity = fields[at + 1] ?? ''
    if (groupType === GROUP_TYPE.none && (identity === '' || identity === '0')) continue
    const entry = groupType === undefined ? undefined : groupEntry(groupType, identity)
    if (!entry) return undefined
    groups.push(entry)
  }
  return groups
}

function decodeLone(field: string): GroupEntry[] | undefined {
  if (numberOf(field) === GROUP_TYPE.none) return []
  const entry = groupEntry(GROUP_TYPE.selected, field)
  return entry && [entry]
}
