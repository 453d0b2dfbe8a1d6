// +CTSP: register for a service, or hear nothing of it. Source: EN 300 392-5; tables from open code.
// Profile 1 takes the service away from the radio's own screen, and 1,2,20 can silence the radio's own emergency
// signalling on Motorola (reference, quirk 1): profile 2 serves both. Lost at every restart, without a word.
import { joinFields, readNumbers, splitFields } from '../fields.ts'

export interface ServiceProfile {
  readonly cmd: '+CTSP'
  readonly form: 'write'
  /** 0 gives the service back to the radio [M], 1 console only, 2 radio and console. */
  readonly profile: number
  /** 0 calls, 1 mobility, 2 SDS without TL, 3 SDS-TL, 4 packet data. */
  readonly layer1: number
  /** The service in the layer; for SDS-TL its protocol id. */
  readonly layer2?: number
  readonly aiMode?: number
  readonly linkId?: number
}

export type Service = Pick<ServiceProfile, 'profile' | 'layer1' | 'layer2'>

const NAMES = ['profile', 'layer1', 'layer2', 'aiMode', 'linkId'] as const

/** What the console asks for, in this order, one a line; `otherwise` when the radio refuses the first form. */
export const CONSOLE_SERVICES: readonly (Service & { readonly name: string; readonly otherwise?: Service })[] = [
  { name: 'speech calls', profile: 2, layer1: 0, layer2: 0 },
  // Every program on record sends 1 here; 2 leaves the radio's screen alive, so it is tried first [I].
  { name: 'group management', profile: 2, layer1: 1, layer2: 11, otherwise: { profile: 1, layer1: 1, layer2: 11 } },
  { name: 'status', profile: 2, layer1: 2, layer2: 20 },
  sdsService('simple text', 2),
  sdsService('simple immediate text', 9),
  sdsService('text', 130),
  sdsService('immediate text', 137),
  sdsService('text with user data header', 138),
  sdsService('location', 10),
]

function sdsService(name: string, protocol: number): (typeof CONSOLE_SERVICES)[number] {
  return { name, profile: 2, layer1: 3, layer2: protocol, otherwise: { profile: 1, layer1: 3, layer2: protocol } }
}

export function decodeServiceProfile(parameters: string): ServiceProfile | undefined {
  const numbers = readNumbers(splitFields(parameters), NAMES)
  if (numbers?.profile === undefined || numbers.layer1 === undefined) return undefined
  return { cmd: '+CTSP', form: 'write', ...numbers, profile: numbers.profile, layer1: numbers.layer1 }
}

export function encodeServiceProfile(service: Omit<ServiceProfile, 'cmd' | 'form'>): string {
  return `AT+CTSP=${joinFields(NAMES.map((name) => service[name]))}`
}
