// decode(encode(m)) = m for every message of a radio and every command of the console.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCommand, encodeCommand, type PeiCommand } from '../../../native/tetra-pei/command.ts'
import { decodeLine, INITIAL_DECODER } from '../../../native/tetra-pei/decoder.ts'
import { encodeBattery, encodeVolume } from '../../../native/tetra-pei/messages/battery-volume.ts'
import { encodeCallConnect } from '../../../native/tetra-pei/messages/call-connect.ts'
import { encodeCallProgress } from '../../../native/tetra-pei/messages/call-progress.ts'
import { encodeCallRelease } from '../../../native/tetra-pei/messages/call-release.ts'
import { encodeCellBroadcast, encodeCellList, encodeCellListLine, encodeSignalQuality } from '../../../native/tetra-pei/messages/cell.ts'
import { encodeDeviceInfo } from '../../../native/tetra-pei/messages/device-info.ts'
import { encodeDmPresence } from '../../../native/tetra-pei/messages/dm-presence.ts'
import { encodeFloorCeased, encodeFloorChange, encodeFloorDemandEcho, encodeGrant } from '../../../native/tetra-pei/messages/floor.ts'
import { encodeGpsPosition } from '../../../native/tetra-pei/messages/gps-position.ts'
import { encodeGroupList } from '../../../native/tetra-pei/messages/group-list.ts'
import { encodeGroupSelection, groupEntry } from '../../../native/tetra-pei/messages/group-selection.ts'
import { decodeIdentity, encodeIdentity } from '../../../native/tetra-pei/messages/identity.ts'
import { encodeIncomingCall } from '../../../native/tetra-pei/messages/incoming-call.ts'
import { encodeAzartBuffer, encodeAzartState, encodeContactEntry } from '../../../native/tetra-pei/messages/maker-lines.ts'
import { encodeMode } from '../../../native/tetra-pei/messages/mode.ts'
import { encodeOwnNumber } from '../../../native/tetra-pei/messages/own-numbers.ts'
import { encodePhonebookEntry, encodePhonebookStore } from '../../../native/tetra-pei/messages/phonebook.ts'
import { encodeRegistration } from '../../../native/tetra-pei/messages/registration.ts'
import { encodeResult } from '../../../native/tetra-pei/messages/result.ts'
import { encodeSdsHeader } from '../../../native/tetra-pei/messages/sds-header.ts'
import { encodeSdsRange, encodeSdsSent, encodeSdsService } from '../../../native/tetra-pei/messages/sds-send.ts'
import { encodeSimLock } from '../../../native/tetra-pei/messages/sim-lock.ts'
import { byte, flag, group, name, party, small, sparse, ssi, tsi, word } from './arbitraries.ts'

interface Row {
  readonly name: string
  readonly line: fc.Arbitrary<{ readonly line: string; readonly message: object }>
  /** Fields that follow from others and are not written. */
  readonly derived?: readonly string[]
  /** Lines that must come first for this one to be understood. */
  readonly after?: string
}

const row = <T extends object>(title: string, message: fc.Arbitrary<T>, encode: (message: T) => string, more: Pick<Row, 'derived' | 'after'> = {}): Row => ({
  name: title,
  line: message.map((one) => ({ line: encode(one), message: one })),
  ...more,
})
const parts = (...names: string[]): string[] => names.flatMap((one) => [`${one}Ssi`, `${one}Mcc`, `${one}Mnc`])
const joined = <A extends object, B extends object>(first: fc.Arbitrary<A>, second: fc.Arbitrary<B>): fc.Arbitrary<A & B> =>
  fc.tuple(first, second).map(([a, b]) => ({ ...a, ...b }))

const speech = sparse({ hook: flag, simplex: flag, aiService: byte, e2ee: flag, comms: small, codec: small })
const talker = sparse({ tpiType: small, tpi: party })
const groupEntries = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), group), { maxLength: 4 }).map((all) =>
  all.flatMap(([groupType, identity]) => groupEntry(groupType, identity) ?? []),
)
const device = fc.oneof(
  fc.record({ cmd: fc.constantFrom('+GMI' as const, '+CGMI' as const), manufacturer: word }),
  fc.record({ cmd: fc.constantFrom('+GMM' as const, '+CGMM' as const), field1: word, model: word, version: word }),
  fc.record({ cmd: fc.constantFrom('+GMM' as const, '+CGMM' as const), model: word }),
  fc.record({ cmd: fc.constantFrom('+GMR' as const, '+CGMR' as const), revision: name }),
  fc.record({ cmd: fc.constantFrom('+GSN' as const, '+CGSN' as const), serialNumber: name }),
)
const result = fc.oneof(
  fc.constant({ final: true, ok: true, result: 'OK' } as const),
  fc.record({ final: fc.constant(true as const), ok: fc.constant(false as const), result: fc.constantFrom('ERROR' as const, 'NO CARRIER' as const, 'BUSY' as const, 'NO ANSWER' as const, 'NO DIALTONE' as const) }),
  fc.record({ final: fc.constant(true as const), ok: fc.constant(false as const), result: fc.constantFrom('CME' as const, 'CMS' as const), code: small, codeName: fc.constant(''), policy: fc.constant('fail' as const) }),
  fc.record({ final: fc.constant(true as const), ok: fc.constant(false as const), result: fc.constantFrom('CME' as const, 'CMS' as const), text: fc.constantFrom('SIM failure', 'no network') }),
)
const degrees = (most: number): fc.Arbitrary<number> => fc.integer({ min: -most * 600_000, max: most * 600_000 }).filter((steps) => steps !== 0).map((steps) => Math.round((steps / 600_000) * 1e7) / 1e7)
const time = fc.constantFrom('00:00:00', '12:34:56', '23:59:59')
const sats = fc.integer({ min: 0, max: 24 })
const c = fc.constant

const ROWS: readonly Row[] = [
  row('+CTICN', joined(fc.record({ cmd: c('+CTICN' as const), cc: byte }), joined(sparse({ callStatus: small, callingType: small, calling: party, calledType: small, called: party, priority: small }), speech)), encodeIncomingCall, { derived: parts('calling', 'called') }),
  row('+CTOCP', joined(fc.record({ cmd: c('+CTOCP' as const), cc: byte }), joined(sparse({ callStatus: small }), speech)), encodeCallProgress),
  row('+CTCC', joined(fc.record({ cmd: c('+CTCC' as const), cc: byte }), joined(sparse({ priority: small }), speech)), encodeCallConnect),
  row('+CTCR', fc.record({ cmd: c('+CTCR' as const), cc: byte, cause: small }), encodeCallRelease, { derived: ['causeName', 'wording'] }),
  row('+CTXG', joined(fc.record({ cmd: c('+CTXG' as const), cc: byte, txGrant: byte }), joined(sparse({ txRqPrmsn: small, e2ee: flag }), talker)), encodeGrant, { derived: ['txGrantName', ...parts('talker')] }),
  row('+CDTXC', joined(fc.record({ cmd: c('+CDTXC' as const), cc: byte }), sparse({ txRqPrmsn: small })), encodeFloorCeased),
  row('+CTXI, +CTXW, +CTXN', joined(fc.record({ cmd: fc.constantFrom('+CTXI' as const, '+CTXW' as const, '+CTXN' as const), cc: byte }), joined(sparse({ txGrant: byte, txRqPrmsn: small, e2ee: flag }), talker)), encodeFloorChange, { derived: parts('talker') }),
  row('+CTXD', joined(fc.record({ cmd: c('+CTXD' as const), cc: byte }), sparse({ txDemandPriority: small })), encodeFloorDemandEcho),
  row('+CTGS', fc.record({ cmd: c('+CTGS' as const), groups: groupEntries }), encodeGroupSelection, { derived: ['selected'] }),
  row('+CREG', joined(fc.record({ cmd: c('+CREG' as const), stat: fc.integer({ min: 0, max: 5 }) }), sparse({ la: small.map(String), mni: tsi })), encodeRegistration, { derived: ['registration'] }),
  row('+CTBCT', joined(fc.record({ cmd: c('+CTBCT' as const), la: small.map(String), details: fc.integer({ min: 0, max: 0xfff }) }), sparse({ security: small, sdsTlAddressing: small })), encodeCellBroadcast, { derived: ['cell'] }),
  row('+CSQ', joined(fc.record({ cmd: c('+CSQ' as const), rssi: small }), sparse({ ber: small })), encodeSignalQuality, { derived: ['dbm'] }),
  row('+GCLI', fc.record({ cmd: c('+GCLI' as const), count: small }), encodeCellList),
  row('+GCLI line', fc.record({ cmd: c('+GCLI continuation' as const), la: small.map(String), carrier: fc.integer({ min: 0, max: 0xffff }), rssi: fc.integer({ min: -120, max: 99 }), c: fc.integer({ min: -50, max: 99 }) }), encodeCellListLine, { after: '+GCLI: 9' }),
  row('+CTOM', joined(fc.record({ cmd: c('+CTOM' as const), aiMode: small }), sparse({ param2: small })), encodeMode, { derived: ['mode'] }),
  row('+CTSDSR', joined(fc.record({ cmd: c('+CTSDSR' as const), aiService: fc.integer({ min: 9, max: 13 }), bits: small, pending: c(true as const) }), sparse({ calling: party, callingType: small, called: party, calledType: small, e2ee: flag })), encodeSdsHeader, { derived: parts('calling', 'called') }),
  row('+CMGS', joined(fc.record({ cmd: c('+CMGS' as const), sdsInstance: byte }), sparse({ sdsStatus: small, ref: byte })), encodeSdsSent, { derived: ['refBase'] }),
  row('+CMGS=?', fc.record({ cmd: c('+CMGS=?' as const), bits: fc.tuple(small, small) }), encodeSdsRange),
  row('+CTSDS', joined(fc.record({ cmd: c('+CTSDS' as const), aiService: byte }), sparse({ calledType: small, area: small, priority: small, e2ee: flag })), encodeSdsService),
  row('+CNUMF, +CNUM', fc.record({ cmd: fc.constantFrom('+CNUMF' as const, '+CNUM' as const), numType: small, identity: group }), encodeOwnNumber, { derived: ['ssi', 'mcc', 'mnc'] }),
  row('+CNUMF count', fc.record({ cmd: c('+CNUMF' as const), count: small }), encodeOwnNumber),
  row('+CNUMF line', fc.record({ cmd: c('+CNUMF continuation' as const), numType: small, identity: group }), encodeOwnNumber, { after: '+CNUMF: 0,1', derived: ['ssi', 'mcc', 'mnc'] }),
  row('+CNUMS count', fc.record({ cmd: fc.constantFrom('+CNUMS' as const, '+CNUMD' as const), count: small }), encodeGroupList),
  row('+CNUMS entry', joined(fc.record({ cmd: fc.constantFrom('+CNUMS' as const, '+CNUMD' as const), numType: fc.integer({ min: 0, max: 7 }), gtsi: group }), sparse({ name })), encodeGroupList, { derived: ['gssi'] }),
  row('+CNUMS line', joined(fc.record({ cmd: c('+CNUMS continuation' as const), numType: fc.integer({ min: 0, max: 7 }), gtsi: group }), sparse({ name })), encodeGroupList, { after: '+CNUMS: 9', derived: ['gssi'] }),
  row('group line of an unknown list', fc.record({ cmd: c('+CNUMS/+CNUMD continuation' as const), numType: fc.integer({ min: 0, max: 7 }), gtsi: tsi, name }), encodeGroupList, { derived: ['gssi'] }),
  row('+CNUMS=?', fc.record({ cmd: fc.constantFrom('+CNUMS=?' as const, '+CNUMD=?' as const), modes: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), first: fc.tuple(small, small), last: fc.tuple(small, small) }), encodeGroupList),
  row('+GMI and its like', device, encodeDeviceInfo),
  row('+CPIN', fc.record({ cmd: c('+CPIN' as const), state: name }), encodeSimLock, { derived: ['unlocked'] }),
  row('+CBC', joined(fc.record({ cmd: c('+CBC' as const), percent: small }), sparse({ chargeState: small })), encodeBattery),
  row('+CLVL', fc.record({ cmd: c('+CLVL' as const), volume: small }), encodeVolume),
  row('+CPBS', joined(fc.record({ cmd: c('+CPBS' as const), store: name }), sparse({ used: small, total: small })), encodePhonebookStore),
  row('+CPBR', joined(fc.record({ cmd: c('+CPBR' as const), index: small, number: party }), sparse({ type: small, name })), encodePhonebookEntry),
  row('+GPSPOS', fc.record({ cmd: c('+GPSPOS (Motorola)' as const), utc: time, lat: degrees(89), lon: degrees(179), sats }), encodeGpsPosition),
  row('+GPSPOS in UTM', fc.record({ cmd: c('+GPSPOS (Motorola)' as const), utc: time, zone: fc.constantFrom('31U', '32V'), easting: ssi, northing: ssi, sats }), encodeGpsPosition),
  row('+CTDGR', joined(fc.record({ cmd: c('+CTDGR' as const), dmCommType: byte }), sparse({ address: ssi, mni: small.map(String), presence: flag })), encodeDmPresence, { derived: ['dmCommTypeName'] }),
  row('+CXDCL', joined(fc.record({ cmd: c('+CXDCL' as const), index: small, gssi: ssi, name: word }), sparse({ tail: fc.constantFrom('1', '1,1') })), encodeContactEntry),
  row('+CTTCT', fc.record({ cmd: c('+CTTCT (maker specific, meaning unconfirmed)' as const), value: small }), encodeAzartState),
  row('$TXBUF', fc.record({ cmd: c('$TXBUF' as const), used: small, size: small }), encodeAzartBuffer),
  row('final results', result, encodeResult, { derived: ['codeName', 'policy'] }),
]

function without(message: object, derived: readonly string[]): object {
  return Object.fromEntries(Object.entries(message).filter(([key]) => !derived.includes(key)))
}

describe('messages', () => {
  it.each(ROWS.map((one) => [one.name, one] as const))('%s', (_title, { line, derived = [], after }) => {
    const before = after === undefined ? INITIAL_DECODER : decodeLine(INITIAL_DECODER, after).state
    fc.assert(
      fc.property(line, (sample) => {
        const { output } = decodeLine(before, sample.line)
        expect(without(output, derived)).toEqual(without(sample.message, derived))
      }),
    )
  })

  it('identities', () => {
    const identity = fc.oneof(fc.record({ ssi }), fc.record({ mcc: small, mnc: fc.integer({ min: 0, max: 16_383 }), ssi }))
    fc.assert(
      fc.property(identity, (one) => {
        expect(decodeIdentity(encodeIdentity(one))).toEqual(one)
      }),
    )
  })
})

const hexData = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, '0')).join(''))
const write = c('write' as const)
const COMMANDS: Readonly<Record<string, fc.Arbitrary<PeiCommand>>> = {
  read: fc.record({ cmd: fc.constantFrom('+CREG' as const, '+CTGS' as const, '+CNUMF' as const), form: fc.constantFrom('read' as const, 'test' as const, 'bare' as const) }),
  basic: joined(fc.record({ cmd: fc.constantFrom('E' as const, 'V' as const, 'Q' as const, 'Z' as const, 'I' as const, 'A' as const, 'H' as const), form: c('basic' as const) }), sparse({ value: small })),
  D: fc.record({ cmd: c('D' as const), form: c('basic' as const), called: party }),
  '+CTGS': fc.record({ cmd: c('+CTGS' as const), form: write, groups: groupEntries }),
  '+CREG': fc.record({ cmd: c('+CREG' as const), form: write, n: small }),
  '+CTOM': joined(fc.record({ cmd: c('+CTOM' as const), form: write, aiMode: small, mode: c('') }), sparse({ param2: small })),
  '+CTSP': joined(fc.record({ cmd: c('+CTSP' as const), form: write, profile: small, layer1: small }), sparse({ layer2: small, aiMode: small, linkId: small })),
  '+CTSDC': joined(fc.record({ cmd: c('+CTSDC' as const), form: write }), joined(sparse({ calledType: small, area: small, rqTx: small, priority: small, clir: small }), speech)),
  '+CTXD': fc.record({ cmd: c('+CTXD' as const), form: write, cc: byte, txDemandPriority: small }),
  '+CUTXC': fc.record({ cmd: c('+CUTXC' as const), form: write, cc: byte }),
  '+CTSDS': joined(fc.record({ cmd: c('+CTSDS' as const), form: write, aiService: small }), sparse({ calledType: small, area: small, priority: small, e2ee: flag })),
  '+CMGS': fc.tuple(party, fc.option(hexData, { nil: undefined })).map(([called, data]) =>
    data === undefined ? { cmd: '+CMGS', form: 'write', called, bits: 16 } : { cmd: '+CMGS', form: 'write', called, bits: data.length * 4, data },
  ),
  '+CNUMS, +CNUMD': fc.record({ cmd: fc.constantFrom('+CNUMS' as const, '+CNUMD' as const), form: write, mode: small, first: small, last: small }),
  '+CLVL': fc.record({ cmd: c('+CLVL' as const), form: write, volume: small }),
  '+CSCS': fc.record({ cmd: c('+CSCS' as const), form: write, charset: fc.constantFrom('8859-1', 'UCS2') }),
  other: fc.record({ cmd: c('+CTGL' as const), form: c('other' as const), parameters: fc.constantFrom('', '0,0,1') }),
}

describe('commands', () => {
  it.each(Object.entries(COMMANDS))('%s', (_title, command) => {
    fc.assert(
      fc.property(command, (one) => {
        const derived = ['mode', 'status', ...parts('called')]
        const keep = one.cmd === '+CNUMS' || one.cmd === '+CNUMD' ? [] : derived
        expect(without(decodeCommand(encodeCommand(one)) ?? {}, keep)).toEqual(without(one, keep))
      }),
    )
  })

  it('arbitrary text is a command or nothing, and never an exception', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }).map((rest) => `AT+CMGS=${rest}`), fc.string().map((rest) => `AT${rest}`))
    fc.assert(fc.property(text, (line) => void decodeCommand(line)), { numRuns: 500 })
  })
})
