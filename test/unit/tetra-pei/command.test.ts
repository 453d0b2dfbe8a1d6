// Commands of the console as a radio reads them.
import { describe, expect, it } from 'vitest'
import { decodeCommand, encodeCommand } from '../../../native/tetra-pei/command.ts'
import { encodeBareCharset } from '../../../native/tetra-pei/messages/charset.ts'
import { SDS_TL_SERVICE, STATUS_SERVICE, encodeSetSdsService } from '../../../native/tetra-pei/messages/sds-send.ts'

describe('commands', () => {
  it.each([
    ['AT', { cmd: 'AT', form: 'basic' }],
    ['ate0', { cmd: 'E', form: 'basic', value: 0 }],
    ['ATZ', { cmd: 'Z', form: 'basic' }],
    ['ATH', { cmd: 'H', form: 'basic' }],
    ['ATD 4037009', { cmd: 'D', form: 'basic', called: '4037009', calledSsi: 4037009 }],
    ['AT+CTXD=46,1', { cmd: '+CTXD', form: 'write', cc: 46, txDemandPriority: 1 }],
    ['AT+CUTXC=46', { cmd: '+CUTXC', form: 'write', cc: 46 }],
    ['AT+CTGS=1,4037009', { cmd: '+CTGS', form: 'write', groups: [{ groupType: 1, identity: '4037009', gssi: 4037009 }] }],
    ['AT+CTGS=0', { cmd: '+CTGS', form: 'write', groups: [] }],
    ['AT+CGMI', { cmd: '+CGMI', form: 'bare' }],
    ['AT+CNUMS=0,1,20', { cmd: '+CNUMS', form: 'write', mode: 0, first: 1, last: 20 }],
    ['AT+XYZ=1,2', { cmd: '+XYZ', form: 'other', parameters: '1,2' }],
    ['AT+CMGS=1234567,16', { cmd: '+CMGS', form: 'write', called: '1234567', calledSsi: 1234567, bits: 16 }],
    ['AT+CMGS=1234567,16\r\n800B\u001a', { cmd: '+CMGS', form: 'write', called: '1234567', calledSsi: 1234567, bits: 16, data: '800B', status: 0x800b }],
  ])('%s', (line, command) => {
    expect(decodeCommand(line)).toEqual(command)
  })

  it.each(['', 'A', 'OK', '+CTXD=1,1', 'ATD', 'ATD4037009;', 'AT+CTXD=1', 'AT+CTXD=a,1', 'AT+CUTXC=', 'AT+CMGS=1234567,16\r\nnothex\u001a', 'ATXYZ'])(
    '%j is no command a radio takes',
    (line) => {
      expect(decodeCommand(line)).toBeUndefined()
    },
  )

  it('services for short data are written as every program on record writes them', () => {
    expect(encodeSetSdsService(SDS_TL_SERVICE)).toBe('AT+CTSDS=12,0,0,0,0')
    expect(encodeSetSdsService(STATUS_SERVICE)).toBe('AT+CTSDS=13,0')
  })

  it('a charset is quoted, and bare for radios that refuse that', () => {
    expect(encodeCommand({ cmd: '+CSCS', form: 'write', charset: '8859-1' })).toBe('AT+CSCS="8859-1"')
    expect(encodeBareCharset({ charset: '8859-1' })).toBe('AT+CSCS=8859-1')
  })
})
