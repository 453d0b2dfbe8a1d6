// Where the radio itself is. Source: +GPSPOS of Motorola; the form in metres of a grid has no degrees and is not read as a place.
import type { RadioPosition } from '../kit/short-data.ts'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'
import type { PeiMessage } from './message.ts'

const LEAST_SATELLITES = 3 // fewer make no fix, whatever the numbers say

export function positionOf(answers: readonly PeiMessage[]): Result<RadioPosition> {
  for (const answer of answers) {
    if (!('cmd' in answer) || answer.cmd !== '+GPSPOS (Motorola)') continue
    if (!('lat' in answer)) return fail(failure('DEVICE_UNSUPPORTED', 'grid position'))
    const isFix = answer.sats >= LEAST_SATELLITES && (answer.lat !== 0 || answer.lon !== 0)
    return isFix ? ok({ lat: answer.lat, lon: answer.lon }) : fail(failure('DEVICE_STATE', 'no fix'))
  }
  return fail(failure('DEVICE_STATE', 'no position'))
}
