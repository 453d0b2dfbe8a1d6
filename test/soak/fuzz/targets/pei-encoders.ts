// The line a radio would say for a message: for the law that writing and reading are each other's opposite.
import type { PeiMessage } from '../../../../native/tetra-pei/message.ts'
import { encodeBattery, encodeVolume } from '../../../../native/tetra-pei/messages/battery-volume.ts'
import { encodeCallConnect } from '../../../../native/tetra-pei/messages/call-connect.ts'
import { encodeCallProgress } from '../../../../native/tetra-pei/messages/call-progress.ts'
import { encodeCallRelease } from '../../../../native/tetra-pei/messages/call-release.ts'
import { encodeCellBroadcast, encodeCellList, encodeCellListLine, encodeSignalQuality } from '../../../../native/tetra-pei/messages/cell.ts'
import { encodeDmPresence } from '../../../../native/tetra-pei/messages/dm-presence.ts'
import { encodeFloorCeased, encodeFloorChange, encodeFloorDemandEcho, encodeGrant } from '../../../../native/tetra-pei/messages/floor.ts'
import { encodeGroupList } from '../../../../native/tetra-pei/messages/group-list.ts'
import { encodeGroupSelection } from '../../../../native/tetra-pei/messages/group-selection.ts'
import { encodeIncomingCall } from '../../../../native/tetra-pei/messages/incoming-call.ts'
import { encodeAzartBuffer, encodeAzartState } from '../../../../native/tetra-pei/messages/maker-lines.ts'
import { encodeMode } from '../../../../native/tetra-pei/messages/mode.ts'
import { encodeOwnNumber } from '../../../../native/tetra-pei/messages/own-numbers.ts'
import { encodeResult } from '../../../../native/tetra-pei/messages/result.ts'
import { encodeSdsHeader } from '../../../../native/tetra-pei/messages/sds-header.ts'
import { encodeSdsRange, encodeSdsSent, encodeSdsService } from '../../../../native/tetra-pei/messages/sds-send.ts'

/** @returns undefined for what is only read: free text whose quotes and blanks carry nothing, and short data, which have a target of their own */
export function encodeMessage(message: PeiMessage): string | undefined {
  if ('final' in message) return encodeResult(message)
  switch (message.cmd) {
    case '+CTICN':
      return encodeIncomingCall(message)
    case '+CTOCP':
      return encodeCallProgress(message)
    case '+CTCC':
      return encodeCallConnect(message)
    case '+CTCR':
      return encodeCallRelease(message)
    case '+CTXG':
      return encodeGrant(message)
    case '+CDTXC':
      return encodeFloorCeased(message)
    case '+CTXI':
    case '+CTXW':
    case '+CTXN':
      return encodeFloorChange(message)
    case '+CTXD':
      return encodeFloorDemandEcho(message)
    case '+CTGS':
      return encodeGroupSelection(message)
    case '+CTSDSR':
      return encodeSdsHeader(message)
    default:
      return encodeOther(message)
  }
}

function encodeOther(message: Exclude<PeiMessage, { final: true }>): string | undefined {
  switch (message.cmd) {
    case '+CTBCT':
      return encodeCellBroadcast(message)
    case '+CSQ':
      return encodeSignalQuality(message)
    case '+GCLI':
      return encodeCellList(message)
    case '+GCLI continuation':
      return encodeCellListLine(message)
    case '+CTOM':
      return encodeMode(message)
    case '+CMGS':
      return encodeSdsSent(message)
    case '+CMGS=?':
      return encodeSdsRange(message)
    case '+CTSDS':
      return encodeSdsService(message)
    case '+CNUMF':
    case '+CNUM':
    case '+CNUMF continuation':
    case '+CNUM continuation':
      return encodeOwnNumber('count' in message ? message : message)
    case '+CNUMS':
    case '+CNUMD':
      return 'count' in message ? encodeGroupList(message) : undefined
    case '+CBC':
      return encodeBattery(message)
    case '+CLVL':
      return encodeVolume(message)
    case '+CTDGR':
      return encodeDmPresence(message)
    case '+CTTCT (maker specific, meaning unconfirmed)':
      return encodeAzartState(message)
    case '$TXBUF':
      return encodeAzartBuffer(message)
    default:
      return undefined
  }
}
