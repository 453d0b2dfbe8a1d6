// Every line a radio can say, as one union: told apart by `cmd`, final results by `final`. One line is decoded here by its
// prefix; lines that lean on the line before them are decoder.ts's. To add a message: a file in messages/, a row here.
import { decodeBattery, decodeVolume, type Battery, type Volume } from './messages/battery-volume.ts'
import { decodeCallConnect, type CallConnect } from './messages/call-connect.ts'
import { decodeCallProgress, type CallProgress } from './messages/call-progress.ts'
import { decodeCallRelease, type CallRelease } from './messages/call-release.ts'
import {
  decodeCellBroadcast,
  decodeCellList,
  decodeSignalQuality,
  type CellBroadcast,
  type CellList,
  type CellListLine,
  type SignalQuality,
} from './messages/cell.ts'
import { decodeDeviceInfo, type DeviceInfo } from './messages/device-info.ts'
import { decodeDmPresence, type DmPresence } from './messages/dm-presence.ts'
import {
  decodeFloorCeased,
  decodeFloorChange,
  decodeFloorDemandEcho,
  decodeGrant,
  type FloorCeased,
  type FloorChange,
  type FloorDemandEcho,
  type Grant,
} from './messages/floor.ts'
import { decodeGpsPosition, type GpsPosition } from './messages/gps-position.ts'
import { decodeGroupList, type GroupListMessage } from './messages/group-list.ts'
import { decodeGroupSelection, type GroupSelection } from './messages/group-selection.ts'
import { decodeIncomingCall, type IncomingCall } from './messages/incoming-call.ts'
import {
  decodeAzartBuffer,
  decodeAzartState,
  decodeContactEntry,
  type AzartBuffer,
  type AzartState,
  type ContactEntry,
} from './messages/maker-lines.ts'
import { decodeMode, type OperatingMode } from './messages/mode.ts'
import { decodeOwnNumber, type OwnNumber, type OwnNumberCount } from './messages/own-numbers.ts'
import { decodePhonebookEntry, decodePhonebookStore, type PhonebookEntry, type PhonebookStore } from './messages/phonebook.ts'
import { decodeRegistration, type RegistrationState } from './messages/registration.ts'
import { decodeResult, type FinalResult } from './messages/result.ts'
import { decodeSdsHeader, type SdsHeader, type SdsOrphan, type SdsReceived } from './messages/sds-header.ts'
import { decodeSdsSent, decodeSdsService, type SdsSendRange, type SdsSent, type SdsServiceState } from './messages/sds-send.ts'
import { decodeSimLock, type SimLock } from './messages/sim-lock.ts'

export type PeiMessage =
  | FinalResult
  | IncomingCall
  | CallProgress
  | CallConnect
  | CallRelease
  | Grant
  | FloorCeased
  | FloorChange
  | FloorDemandEcho
  | GroupSelection
  | RegistrationState
  | CellBroadcast
  | SignalQuality
  | CellList
  | CellListLine
  | OperatingMode
  | SdsHeader
  | SdsReceived
  | SdsOrphan
  | SdsSent
  | SdsSendRange
  | SdsServiceState
  | OwnNumber
  | OwnNumberCount
  | GroupListMessage
  | DeviceInfo
  | SimLock
  | Battery
  | Volume
  | PhonebookStore
  | PhonebookEntry
  | GpsPosition
  | DmPresence
  | ContactEntry
  | AzartState
  | AzartBuffer

/** A line that is not what it should be; nothing of it was understood. */
export interface PeiFault {
  readonly error: 'WIRE_UNKNOWN' | 'WIRE_MALFORMED'
  readonly line: string
}

export type PeiOutput = PeiMessage | PeiFault

/** What one line's meaning can depend on besides itself. */
export interface LineContext {
  /** The level of our last `AT+CREG=<n>`. */
  readonly registrationLevel?: number
}

type DecodeParameters = (parameters: string, context: LineContext) => PeiMessage | undefined

const DECODERS: Readonly<Record<string, DecodeParameters>> = {
  '+CTICN': decodeIncomingCall,
  '+CTOCP': decodeCallProgress,
  '+CTCC': decodeCallConnect,
  '+CTCR': decodeCallRelease,
  '+CTXG': decodeGrant,
  '+CDTXC': decodeFloorCeased,
  '+CTXI': (parameters) => decodeFloorChange('+CTXI', parameters),
  '+CTXW': (parameters) => decodeFloorChange('+CTXW', parameters),
  '+CTXN': (parameters) => decodeFloorChange('+CTXN', parameters),
  '+CTXD': decodeFloorDemandEcho,
  '+CTGS': decodeGroupSelection,
  '+CREG': (parameters, context) => decodeRegistration(parameters, context.registrationLevel),
  '+CTBCT': decodeCellBroadcast,
  '+CSQ': decodeSignalQuality,
  '+GCLI': decodeCellList,
  '+CTOM': decodeMode,
  '+CTSDSR': decodeSdsHeader,
  '+CMGS': decodeSdsSent,
  '+CTSDS': decodeSdsService,
  '+CNUMF': (parameters) => decodeOwnNumber('+CNUMF', parameters),
  '+CNUM': (parameters) => decodeOwnNumber('+CNUM', parameters),
  '+CNUMS': (parameters) => decodeGroupList('+CNUMS', parameters),
  '+CNUMD': (parameters) => decodeGroupList('+CNUMD', parameters),
  '+GMI': (parameters) => decodeDeviceInfo('+GMI', parameters),
  '+GMM': (parameters) => decodeDeviceInfo('+GMM', parameters),
  '+GMR': (parameters) => decodeDeviceInfo('+GMR', parameters),
  '+GSN': (parameters) => decodeDeviceInfo('+GSN', parameters),
  '+CGMI': (parameters) => decodeDeviceInfo('+CGMI', parameters),
  '+CGMM': (parameters) => decodeDeviceInfo('+CGMM', parameters),
  '+CGMR': (parameters) => decodeDeviceInfo('+CGMR', parameters),
  '+CGSN': (parameters) => decodeDeviceInfo('+CGSN', parameters),
  '+CPIN': decodeSimLock,
  '+CBC': decodeBattery,
  '+CLVL': decodeVolume,
  '+CPBS': decodePhonebookStore,
  '+CPBR': decodePhonebookEntry,
  '+GPSPOS': decodeGpsPosition,
  '+CTDGR': decodeDmPresence,
  '+CXDCL': decodeContactEntry,
  '+CTTCT': decodeAzartState,
  $TXBUF: decodeAzartBuffer,
}

/** Prefixes that are never the answer to a command: they are events even while a command of that name runs. */
export const EVENT_PREFIXES: ReadonlySet<string> = new Set([
  '+CTICN',
  '+CTOCP',
  '+CTCC',
  '+CTCR',
  '+CTXG',
  '+CDTXC',
  '+CTXI',
  '+CTXW',
  '+CTXN',
  '+CTSDSR',
  '+CTDGR',
])

const PREFIXED = /^([+$][A-Z0-9]+)\s*:\s*(.*)$/i

/** The prefix of a line (`+CTXG`), upper case, or undefined when it has none. */
export function prefixOf(line: string): string | undefined {
  return PREFIXED.exec(line.trim())?.[1]?.toUpperCase()
}

/** Decodes a line that stands by itself. Never throws, whatever the line. */
export function decodeMessage(line: string, context: LineContext = {}): PeiOutput {
  const result = decodeResult(line)
  if (result) return result
  const [, prefix, parameters = ''] = PREFIXED.exec(line.trim()) ?? []
  const name = prefix?.toUpperCase()
  const decode = name !== undefined && Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined
  if (!decode) return { error: 'WIRE_UNKNOWN', line }
  return decode(parameters, context) ?? { error: 'WIRE_MALFORMED', line }
}

export function isFault(output: PeiOutput): output is PeiFault {
  return 'error' in output
}

export function isFinalResult(output: PeiOutput): output is FinalResult {
  return 'final' in output
}
