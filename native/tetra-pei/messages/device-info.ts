// Who is there: +GMI maker, +GMM model, +GMR firmware, +GSN serial number, and the same with +CG… in front.
// Source: transcripts. Motorola gives a model as `<family code>,<model>,<version>`.
import { joinFields, splitFields } from '../fields.ts'

export interface Manufacturer {
  readonly cmd: '+GMI' | '+CGMI'
  readonly manufacturer: string
}

export interface Model {
  readonly cmd: '+GMM' | '+CGMM'
  /** Motorola's family code; one program reads it as a state, which we doubt. */
  readonly field1?: string
  readonly model: string
  readonly version?: string
}

export interface Revision {
  readonly cmd: '+GMR' | '+CGMR'
  readonly revision: string
}

export interface SerialNumber {
  readonly cmd: '+GSN' | '+CGSN'
  readonly serialNumber: string
}

export type DeviceInfo = Manufacturer | Model | Revision | SerialNumber

export function decodeDeviceInfo(cmd: DeviceInfo['cmd'], parameters: string): DeviceInfo | undefined {
  const text = parameters.trim().replace(/^"([^"]*)"$/, '$1')
  if (text === '') return undefined
  switch (cmd) {
    case '+GMI':
    case '+CGMI':
      return { cmd, manufacturer: text }
    case '+GMM':
    case '+CGMM':
      return { cmd, ...modelOf(splitFields(parameters), text) }
    case '+GMR':
    case '+CGMR':
      return { cmd, revision: text }
    case '+GSN':
    case '+CGSN':
      return { cmd, serialNumber: text }
  }
}

function modelOf(fields: readonly string[], text: string): Omit<Model, 'cmd'> {
  const [field1, model, version] = fields
  return field1 && model && version && fields.length === 3 ? { field1, model, version } : { model: text }
}

export function encodeDeviceInfo(info: DeviceInfo): string {
  switch (info.cmd) {
    case '+GMI':
    case '+CGMI':
      return `${info.cmd}: ${info.manufacturer}`
    case '+GMM':
    case '+CGMM':
      return `${info.cmd}: ${info.field1 === undefined ? info.model : joinFields([info.field1, info.model, info.version])}`
    case '+GMR':
    case '+CGMR':
      return `${info.cmd}: ${info.revision}`
    case '+GSN':
    case '+CGSN':
      return `${info.cmd}: ${info.serialNumber}`
  }
}
