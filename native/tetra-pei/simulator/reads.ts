// What a simulated radio answers when it is asked. Texts: recorded answers of a Motorola MTM5400 class radio.
import type { ReadCommand } from '../command.ts'
import { CELL_SYSTEM_WIDE, GROUP_TYPE } from '../constants.ts'
import { encodeBattery, encodeVolume } from '../messages/battery-volume.ts'
import { encodeCellBroadcast, encodeCellList, encodeCellListLine, encodeSignalQuality } from '../messages/cell.ts'
import { encodeDeviceInfo } from '../messages/device-info.ts'
import { encodeGpsPosition } from '../messages/gps-position.ts'
import { encodeGroupList } from '../messages/group-list.ts'
import { encodeGroupSelection, groupEntry } from '../messages/group-selection.ts'
import { encodeMode } from '../messages/mode.ts'
import { encodeOwnNumber } from '../messages/own-numbers.ts'
import { encodeRegistration } from '../messages/registration.ts'
import { encodeSdsRange, encodeSdsService } from '../messages/sds-send.ts'
import { encodeSimLock } from '../messages/sim-lock.ts'
import type { FaultSet } from './faults.ts'
import { tsiOf, type RadioMemory, type RadioSettings } from './radio.ts'

export interface ReadPorts {
  readonly settings: RadioSettings
  readonly memory: RadioMemory
  readonly faults: FaultSet
}

const CELL_DETAILS = 0xd60 // the one recorded value: an ordinary cell with system-wide services
const LOCATION_AREA = '2345'
const RSSI = { good: 22, unknown: 99 } as const

/** @returns the lines of the answer; undefined: this radio does not know the command */
export function readLines(command: ReadCommand, ports: ReadPorts): readonly string[] | undefined {
  if (command.form === 'test') return rangeLines(command)
  const { settings, memory, faults } = ports
  switch (command.cmd) {
    case '+GMI':
    case '+CGMI':
      return [encodeDeviceInfo({ cmd: command.cmd, manufacturer: 'MOTOROLA' })]
    case '+GMM':
    case '+CGMM':
      return [encodeDeviceInfo({ cmd: command.cmd, field1: '54009', model: 'M83PFT6TZ6AG', version: '91.2.0.0' })]
    case '+GMR':
    case '+CGMR':
      return [encodeDeviceInfo({ cmd: command.cmd, revision: 'R27.220.9063' })]
    case '+GSN':
    case '+CGSN':
      return [encodeDeviceInfo({ cmd: command.cmd, serialNumber: '893TPZA838' })]
    case '+CNUMF':
    case '+CNUM':
      return [encodeOwnNumber({ cmd: command.cmd, numType: 6, identity: tsiOf(settings, settings.identity.ssi) })]
    case '+CNUMS':
    case '+CNUMD':
      return groupLines(command.cmd, ports)
    case '+CPIN':
      return [encodeSimLock({ state: 'MT PIN-UNLOCKED' })]
    case '+CBC':
      return [encodeBattery({ chargeState: 0, percent: faults.of('battery')?.percent ?? 85 })]
    case '+CLVL':
      return [encodeVolume({ volume: memory.volume })]
    case '+CREG':
      return [registrationLine(ports)]
    case '+CSQ':
      return [encodeSignalQuality({ rssi: isOffNetwork(ports) ? RSSI.unknown : (faults.of('signal')?.rssi ?? RSSI.good), ber: 0 })]
    case '+CTBCT':
      return [cellLine(faults)]
    case '+GCLI':
      return [encodeCellList({ count: 1 }), encodeCellListLine({ la: LOCATION_AREA, carrier: 0xe14, rssi: RSSI.good, c: 18 })]
    case '+CTOM':
      return [encodeMode({ aiMode: memory.aiMode })]
    case '+GPSPOS':
      return [encodeGpsPosition({ utc: '21:40:05', lat: 51.3316, lon: 12.364, sats: faults.of('satellites')?.count ?? 7 })]
    case '+CTGS':
      return [groupLine(ports)]
    case '+CTSDS':
      return [encodeSdsService({ aiService: memory.sdsService, calledType: 0 })]
    default:
      return undefined
  }
}

const DIRECT_MODES: readonly number[] = [1, 6]

/** Out of the network: not let in, or in direct mode. */
export const isOffNetwork = ({ memory, faults }: Pick<ReadPorts, 'memory' | 'faults'>): boolean =>
  faults.of('deregistered') !== undefined || DIRECT_MODES.includes(memory.aiMode)

function rangeLines(command: ReadCommand): readonly string[] | undefined {
  switch (command.cmd) {
    case '+CNUMS':
    case '+CNUMD':
      return [encodeGroupList({ cmd: `${command.cmd}=?`, modes: [0], first: [1, 2000], last: [1, 2000] })]
    case '+CMGS':
      return [encodeSdsRange({ bits: [8, 1184] })]
    default:
      return undefined
  }
}

export function groupLine({ settings, memory }: Omit<ReadPorts, 'faults'>): string {
  const { selected } = memory
  const entry = selected === undefined ? undefined : groupEntry(GROUP_TYPE.selected, tsiOf(settings, selected))
  return encodeGroupSelection({ groups: entry ? [entry] : [] })
}

export function registrationLine({ settings, faults }: Omit<ReadPorts, 'memory'>): string {
  const lost = faults.of('deregistered')
  const { mcc, mnc } = settings.identity
  const mni = String(mcc).padStart(4, '0') + String(mnc).padStart(5, '0')
  return encodeRegistration(lost ? { stat: lost.stat } : { stat: 1, la: LOCATION_AREA, mni })
}

function cellLine(faults: FaultSet): string {
  const details = faults.of('local-site') ? CELL_DETAILS & ~CELL_SYSTEM_WIDE : CELL_DETAILS
  return encodeCellBroadcast({ la: LOCATION_AREA, details, security: 1, sdsTlAddressing: 0 })
}

function groupLines(cmd: '+CNUMS' | '+CNUMD', { settings, memory }: ReadPorts): string[] {
  const { first, last } = memory.slice
  const groups = settings.groups.slice(Math.max(0, first - 1), last)
  const lines = groups.map((group) =>
    encodeGroupList({ cmd: `${cmd} continuation`, numType: 1, gtsi: tsiOf(settings, group.gssi), name: group.name }),
  )
  return [encodeGroupList({ cmd, count: groups.length }), ...lines]
}
