// +CTDGR: a repeater or gateway is heard in direct mode. Source: sample `+CTDGR: 2,1001,90116383,0`.
import { DM_COMM_TYPES, nameOf } from '../constants.ts'
import { joinFields, readNumbers, splitFields } from '../fields.ts'

export interface DmPresence {
  readonly cmd: '+CTDGR'
  readonly dmCommType: number
  readonly dmCommTypeName: string
  readonly address?: number
  readonly mni?: string
  readonly presence?: number
}

export function decodeDmPresence(parameters: string): DmPresence | undefined {
  const fields = splitFields(parameters)
  const numbers = readNumbers(fields, ['dmCommType', 'address', null, 'presence'])
  if (numbers?.dmCommType === undefined) return undefined
  const { dmCommType } = numbers
  const mni = fields[2]
  return { cmd: '+CTDGR', ...numbers, dmCommType, dmCommTypeName: nameOf(DM_COMM_TYPES, dmCommType), ...(mni ? { mni } : {}) }
}

export function encodeDmPresence(presence: Omit<DmPresence, 'cmd' | 'dmCommTypeName'>): string {
  return `+CTDGR: ${joinFields([presence.dmCommType, presence.address, presence.mni, presence.presence])}`
}
