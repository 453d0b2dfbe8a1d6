// Lines of one maker each, recorded once and acted on by nobody: known so that they are no alarm.
// +CXDCL an entry of Motorola's contact list, +CTTCT and $TXBUF of the Azart.
import { joinFields, numberOf, readNumbers, splitFields } from '../fields.ts'

export interface ContactEntry {
  readonly cmd: '+CXDCL'
  readonly index: number
  readonly gssi: number
  readonly name: string
  /** Two more fields of unknown meaning, as sent. */
  readonly tail?: string
}

export interface AzartState {
  readonly cmd: '+CTTCT (maker specific, meaning unconfirmed)'
  readonly value: number
}

export interface AzartBuffer {
  readonly cmd: '$TXBUF'
  readonly used: number
  readonly size: number
}

export function decodeContactEntry(parameters: string): ContactEntry | undefined {
  const [first, second, name, ...tail] = splitFields(parameters)
  const index = numberOf(first)
  const gssi = numberOf(second)
  if (index === undefined || gssi === undefined || !name) return undefined
  return { cmd: '+CXDCL', index, gssi, name, ...(tail.length > 0 ? { tail: tail.join(',') } : {}) }
}

export function encodeContactEntry(entry: Omit<ContactEntry, 'cmd'>): string {
  return `+CXDCL: ${joinFields([entry.index, entry.gssi, entry.name, entry.tail])}`
}

export function decodeAzartState(parameters: string): AzartState | undefined {
  const value = numberOf(parameters.trim())
  return value === undefined ? undefined : { cmd: '+CTTCT (maker specific, meaning unconfirmed)', value }
}

export function encodeAzartState(state: Pick<AzartState, 'value'>): string {
  return `+CTTCT:${state.value}`
}

export function decodeAzartBuffer(parameters: string): AzartBuffer | undefined {
  const numbers = readNumbers(splitFields(parameters), ['used', 'size'])
  if (numbers?.used === undefined || numbers.size === undefined) return undefined
  return { cmd: '$TXBUF', used: numbers.used, size: numbers.size }
}

export function encodeAzartBuffer(buffer: Omit<AzartBuffer, 'cmd'>): string {
  return `$TXBUF:${buffer.used}, ${buffer.size}`
}
