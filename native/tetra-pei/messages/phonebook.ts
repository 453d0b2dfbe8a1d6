// +CPBS: a store of the phone book and how full it is. +CPBR: one entry. Source: transcripts.
import { joinFields, readNumbers, splitFields } from '../fields.ts'

export interface PhonebookStore {
  readonly cmd: '+CPBS'
  readonly store: string
  readonly used?: number
  readonly total?: number
}

export interface PhonebookEntry {
  readonly cmd: '+CPBR'
  readonly index: number
  readonly number: string
  readonly type?: number
  readonly name?: string
}

export function decodePhonebookStore(parameters: string): PhonebookStore | undefined {
  const fields = splitFields(parameters)
  const numbers = readNumbers(fields, [null, 'used', 'total'])
  const store = fields[0]
  return !store || !numbers ? undefined : { cmd: '+CPBS', store, ...numbers }
}

export function encodePhonebookStore(store: Omit<PhonebookStore, 'cmd'>): string {
  return `+CPBS: ${joinFields([`"${store.store}"`, store.used, store.total])}`
}

export function decodePhonebookEntry(parameters: string): PhonebookEntry | undefined {
  const fields = splitFields(parameters)
  const numbers = readNumbers(fields, ['index', null, 'type'])
  const [, number, , name] = fields
  if (numbers?.index === undefined || number === undefined) return undefined
  return { cmd: '+CPBR', ...numbers, index: numbers.index, number, ...(name ? { name } : {}) }
}

export function encodePhonebookEntry(entry: Omit<PhonebookEntry, 'cmd'>): string {
  const name = entry.name === undefined ? undefined : `"${entry.name}"`
  return `+CPBR: ${joinFields([entry.index, `"${entry.number}"`, entry.type, name])}`
}
