// Single messages where radios differ or lie. The recorded lines have their own spec.
import { describe, expect, it } from 'vitest'
import { BUSY_BACK_OFF_MS, cmeError } from '../../../native/tetra-pei/cme-errors.ts'
import { AI_SERVICES, nameOf, registrationOf } from '../../../native/tetra-pei/constants.ts'
import { decodeMessage } from '../../../native/tetra-pei/message.ts'
import { GROUP_CALL, GROUP_EMERGENCY_CALL, encodeCallSettings, withoutClir } from '../../../native/tetra-pei/messages/call-setup.ts'
import { isOurGrant, decodeGrant } from '../../../native/tetra-pei/messages/floor.ts'
import { encodeSelectGroup } from '../../../native/tetra-pei/messages/group-selection.ts'
import { decodeIdentity, encodeIdentity } from '../../../native/tetra-pei/messages/identity.ts'
import { decodeIncomingCall, isEmergencyCall } from '../../../native/tetra-pei/messages/incoming-call.ts'
import { decodeRegistration } from '../../../native/tetra-pei/messages/registration.ts'
import { CONSOLE_SERVICES, encodeServiceProfile } from '../../../native/tetra-pei/messages/service-profile.ts'

describe('identities', () => {
  it.each([
    ['216216300000300', { mcc: 216, mnc: 2163, ssi: 300 }],
    ['2620100108280651', { mcc: 262, mnc: 1001, ssi: 8280651 }],
    ['09011638300023404', { mcc: 901, mnc: 16383, ssi: 23404 }],
    ['00023404', { ssi: 23404 }],
  ])('%s is read by its length', (text, identity) => {
    expect(decodeIdentity(text)).toEqual(identity)
  })

  it('a telephone number is no identity', () => {
    for (const text of ['0031612345678', '112233445', '', '12a', '123456789012345678']) expect(decodeIdentity(text)).toBeUndefined()
  })

  it('an SSI is written bare, a TSI with 17 digits', () => {
    expect(encodeIdentity({ ssi: 300 })).toBe('300')
    expect(encodeIdentity({ mcc: 204, mnc: 1000, ssi: 300 })).toBe('02040100000000300')
  })
})

describe('calls', () => {
  it('an incoming call with 9 fields or a damaged number is malformed, one with a fourteenth field is not', () => {
    expect(decodeMessage('+CTICN: 1,0,0,0,6101629,1,1,0,1')).toMatchObject({ error: 'WIRE_MALFORMED' })
    expect(decodeMessage('+CTICN: 1,0,0,0,6101629,1,1,0,1,1,0,40+CTXG: 1,0')).toMatchObject({ error: 'WIRE_MALFORMED' })
    expect(decodeIncomingCall('1,0,0,0,6101629,1,1,0,1,1,0,4037009,0,7')).toMatchObject({ priority: 0, calledSsi: 4037009 })
  })

  it('empty fields are absent, not zero', () => {
    const call = decodeIncomingCall('1,0,0,,,1,1,0,1,1,,4037009,')
    expect(call).toEqual({ cmd: '+CTICN', cc: 1, callStatus: 0, aiService: 0, hook: 1, simplex: 1, e2ee: 0, comms: 1, codec: 1, called: '4037009', calledSsi: 4037009 })
  })

  it('only priority 15 is an emergency', () => {
    expect(isEmergencyCall({ priority: 15 })).toBe(true)
    expect(isEmergencyCall({ priority: 14 })).toBe(false)
    expect(isEmergencyCall({})).toBe(false)
  })

  it.each([
    [0, true],
    [1, false],
    [2, false],
    [3, false],
    [4, false],
  ])('TxGrant %i is ours: %s', (txGrant, ours) => {
    expect(isOurGrant({ txGrant })).toBe(ours)
  })

  it('a grant without its TxGrant is malformed and so never ours', () => {
    expect(decodeGrant('1')).toBeUndefined()
    expect(decodeGrant('1,,0,0')).toBeUndefined()
    expect(decodeGrant('')).toBeUndefined()
  })

  it('interrupt, wait and continue are read by their number of fields', () => {
    expect(decodeMessage('+CTXN: 3,1')).toEqual({ cmd: '+CTXN', cc: 3, txRqPrmsn: 1 })
    expect(decodeMessage('+CTXI: 3,3,0,0,0,6101629')).toMatchObject({ cmd: '+CTXI', cc: 3, txGrant: 3, txRqPrmsn: 0, talkerSsi: 6101629 })
    expect(decodeMessage('+CTXW: 3')).toEqual({ cmd: '+CTXW', cc: 3 })
  })

  it.each([
    [13, 'ended'],
    [1, 'ended'],
    [14, 'ended'],
    [9, 'pre-empted'],
    [5, 'network-busy'],
    [16, 'unknown-number'],
    [38, 'link-lost'],
    [40, 'other'],
    [99, 'other'],
  ])('cause %i is worded %s', (cause, wording) => {
    expect(decodeMessage(`+CTCR: 46,${cause}`)).toMatchObject({ cmd: '+CTCR', cc: 46, cause, wording })
  })

  it('the settings of a group call are the line two independent programs send', () => {
    expect(encodeCallSettings(GROUP_CALL)).toBe('AT+CTSDC=0,0,0,1,1,0,1,1,0,0,0')
    expect(encodeCallSettings(withoutClir(GROUP_CALL))).toBe('AT+CTSDC=0,0,0,1,1,0,1,1,0,0')
    expect(encodeCallSettings(GROUP_EMERGENCY_CALL)).toBe('AT+CTSDC=0,0,0,1,1,0,1,1,0,15,0')
  })
})

describe('groups', () => {
  it('the selected group is the pair of type 1, wherever it stands', () => {
    expect(decodeMessage('+CTGS: 1,09011638300000001,4,02040100004037009')).toMatchObject({ selected: 1 })
    expect(decodeMessage('+CTGS: 4,02040100004037009,1,09011638300000001')).toMatchObject({ selected: 1 })
    expect(decodeMessage('+CTGS: 4,4037009,2,4037010')).not.toHaveProperty('selected')
  })

  it('no group, and a group without type as in direct mode', () => {
    expect(decodeMessage('+CTGS: 0')).toEqual({ cmd: '+CTGS', groups: [] })
    expect(decodeMessage('+CTGS: 4037009')).toMatchObject({ selected: 4037009 })
    expect(decodeMessage('+CTGS: 1,group')).toMatchObject({ error: 'WIRE_MALFORMED' })
    expect(decodeMessage('+CTGS:')).toMatchObject({ error: 'WIRE_MALFORMED' })
  })

  it('selecting writes type 1 and the GSSI', () => {
    expect(encodeSelectGroup(4037009)).toBe('AT+CTGS=1,4037009')
  })

  it('a group name may hold a comma', () => {
    expect(decodeMessage('+CNUMS: 1,2620100103102998 ,Gruppe 3, Nord')).toMatchObject({ name: 'Gruppe 3, Nord', gssi: 3102998 })
  })
})

describe('registration', () => {
  it.each([
    [0, 'searching'],
    [1, 'home'],
    [2, 'none'],
    [3, 'rejected'],
    [4, 'unknown'],
    [5, 'visited'],
    [9, 'unknown'],
  ] as const)('state %i is %s, not as in GSM', (stat, word) => {
    expect(registrationOf(stat)).toBe(word)
    expect(decodeRegistration(`${stat},2345,90116383`)).toEqual({ cmd: '+CREG', stat, registration: word, la: '2345', mni: '90116383' })
  })

  it('a level in front is recognised by the level we wrote last', () => {
    expect(decodeRegistration('2,1,2345', 2)).toEqual({ cmd: '+CREG', n: 2, stat: 1, registration: 'home', la: '2345' })
    expect(decodeRegistration('2,2345', 2)).toMatchObject({ stat: 2, registration: 'none' })
    expect(decodeRegistration('1,5', 2)).toMatchObject({ stat: 1, la: '5' })
    expect(decodeRegistration('2,1,2345')).toMatchObject({ stat: 2, la: '1' })
    expect(decodeRegistration('0', 0)).toMatchObject({ stat: 0, registration: 'searching' })
  })

  it('what is no state is malformed', () => {
    expect(decodeRegistration('home')).toBeUndefined()
    expect(decodeRegistration('')).toBeUndefined()
  })
})

describe('cell', () => {
  it('d60 is an ordinary cell; without the system-wide bit the site is alone', () => {
    expect(decodeMessage('+CTBCT: 2345,d60,1,0')).toMatchObject({ la: '2345', details: 0xd60, security: 1, sdsTlAddressing: 0, cell: 'wide' })
    expect(decodeMessage('+CTBCT: 2345,d20,1,0')).toMatchObject({ cell: 'local' })
    expect(decodeMessage('+CTBCT: 2345,D20')).toMatchObject({ cell: 'local' })
    expect(decodeMessage('+CTBCT: 2345,xyz,1,0')).toMatchObject({ error: 'WIRE_MALFORMED' })
  })

  it('signal strength in dBm, absent when the radio does not know it', () => {
    expect(decodeMessage('+CSQ: 22,0')).toEqual({ cmd: '+CSQ', rssi: 22, ber: 0, dbm: -69 })
    expect(decodeMessage('+CSQ: 99,99')).toEqual({ cmd: '+CSQ', rssi: 99, ber: 99 })
  })
})

describe('results', () => {
  it.each([
    ['OK', { final: true, ok: true, result: 'OK' }],
    ['ok', { final: true, ok: true, result: 'OK' }],
    ['ERROR', { final: true, ok: false, result: 'ERROR' }],
    ['NO CARRIER', { final: true, ok: false, result: 'NO CARRIER' }],
    ['BUSY', { final: true, ok: false, result: 'BUSY' }],
    ['+cme error: 42', { final: true, ok: false, result: 'CME', code: 42, codeName: 'busy with signalling', policy: 'back-off' }],
    ['+CMS Error:35', { final: true, ok: false, result: 'CMS', code: 35, codeName: 'syntax error', policy: 'unsupported' }],
    ['+CME ERROR: SIM failure', { final: true, ok: false, result: 'CME', text: 'SIM failure' }],
  ])('%s ends a command', (line, result) => {
    expect(decodeMessage(line)).toEqual(result)
  })

  it('words that only begin like a result do not end a command', () => {
    for (const line of ['OKAY', 'ERRORS', '+CME', 'NO CARRIERS']) expect(decodeMessage(line)).toEqual({ error: 'WIRE_UNKNOWN', line })
  })

  it('every code has a policy, known or not', () => {
    expect(cmeError(38).policy).toBe('done')
    expect(cmeError(41).policy).toBe('inhibited')
    expect(cmeError(30).policy).toBe('network')
    expect(cmeError(6)).toEqual({ name: 'reserved 6', policy: 'fail' })
    expect(cmeError(105)).toEqual({ name: 'maker specific 105', policy: 'fail' })
    expect(BUSY_BACK_OFF_MS).toEqual([300, 600, 1200])
    expect(nameOf(AI_SERVICES, 77)).toBe('unknown 77')
  })
})

describe('other lines', () => {
  it('an unknown prefix and a known one with nonsense are told apart', () => {
    expect(decodeMessage('+XYZ: 1')).toEqual({ error: 'WIRE_UNKNOWN', line: '+XYZ: 1' })
    expect(decodeMessage('+CTCR: 1')).toEqual({ error: 'WIRE_MALFORMED', line: '+CTCR: 1' })
    expect(decodeMessage('+constructor: 1')).toEqual({ error: 'WIRE_UNKNOWN', line: '+constructor: 1' })
  })

  it('makers, models and locks in the forms that were seen', () => {
    expect(decodeMessage('+GMI: MOTOROLA')).toEqual({ cmd: '+GMI', manufacturer: 'MOTOROLA' })
    expect(decodeMessage('+CGMI: "SEPURA"')).toEqual({ cmd: '+CGMI', manufacturer: 'SEPURA' })
    expect(decodeMessage('+GMM: MTM800E')).toEqual({ cmd: '+GMM', model: 'MTM800E' })
    expect(decodeMessage('+CPIN: MT PIN-LOCKED')).toMatchObject({ unlocked: false })
    expect(decodeMessage('+CPIN: READY')).toMatchObject({ unlocked: true })
    expect(decodeMessage('+CBC: 0,85')).toEqual({ cmd: '+CBC', chargeState: 0, percent: 85 })
  })

  it('a position in the southern and western half is negative; the UTM form is kept as it is', () => {
    expect(decodeMessage('+GPSPOS: 12:34:56,S: 33_30.0000,W: 070_45.0000,5')).toMatchObject({ lat: -33.5, lon: -70.75 })
    expect(decodeMessage('+GPSPOS: 12:34:56,32V,597000,6643000,7')).toMatchObject({ zone: '32V', easting: 597000, northing: 6643000, sats: 7 })
  })

  it('the console never registers status for itself alone: that can silence the radio’s own emergency signalling', () => {
    const lines = CONSOLE_SERVICES.flatMap((service) => [service, ...(service.otherwise ? [service.otherwise] : [])]).map(encodeServiceProfile)
    expect(lines).toContain('AT+CTSP=2,2,20')
    expect(lines).not.toContain('AT+CTSP=1,2,20')
    expect(lines[0]).toBe('AT+CTSP=2,0,0')
  })
})
