// +CTOM: trunked or direct mode; also comes unasked when somebody turns the knob. Source: EN 300 392-5; `=6,0` was seen.
// Changing the mode takes seconds, drops calls and may drop service registrations.
import { AI_MODES, nameOf } from '../constants.ts'
import { joinFields, readNumbers, splitFields } from '../fields.ts'

export interface OperatingMode {
  readonly cmd: '+CTOM'
  readonly aiMode: number
  /** Name of `aiMode`, see AI_MODES. */
  readonly mode: string
  readonly param2?: number
}

export interface SetMode extends OperatingMode {
  readonly form: 'write'
}

export function decodeMode(parameters: string): OperatingMode | undefined {
  const numbers = readNumbers(splitFields(parameters), ['aiMode', 'param2'])
  if (numbers?.aiMode === undefined) return undefined
  return { cmd: '+CTOM', ...numbers, aiMode: numbers.aiMode, mode: nameOf(AI_MODES, numbers.aiMode) }
}

export function encodeMode(mode: Pick<OperatingMode, 'aiMode' | 'param2'>): string {
  return `+CTOM: ${joinFields([mode.aiMode, mode.param2])}`
}

export function decodeSetMode(parameters: string): SetMode | undefined {
  const mode = decodeMode(parameters)
  return mode && { ...mode, form: 'write' }
}

export function encodeSetMode(command: Pick<SetMode, 'aiMode' | 'param2'>): string {
  return `AT+CTOM=${joinFields([command.aiMode, command.param2])}`
}
