// What a headset's own descriptor says of its keys and lamps, and which keys may transmit.
import { describe, expect, test } from 'vitest'
import { fromHex } from '../../../native/kit/bytes.ts'
import { parseHidDescriptor } from '../../../native/kit/hid-descriptor.ts'
import { decodeLamps, encodeHeadset, encodeLamps, readHeadset } from '../../../native/headset/reports.ts'
import { telephonyOf, unfitKey } from '../../../native/headset/telephony.ts'
import { ANKER, HANDSET, HEADSET, layoutOfHeadset, LEVEL_MUTE, ON_OFF, PLANTRONICS, TWO_REPORTS } from '../../support/headset-descriptors.ts'

const NOTHING: ReadonlySet<string> = new Set()
const inputs = (descriptor: Uint8Array): readonly string[] => layoutOfHeadset(descriptor).inputs.map(({ name, reportId, bit, kind }) => `${name} ${reportId}.${bit} ${kind}`)
const lamps = (descriptor: Uint8Array): readonly string[] => layoutOfHeadset(descriptor).lampReports.map(({ id, bytes, lamps: all }) => `${id} ${bytes}: ${all.map(({ name, bit }) => `${name}=${bit}`).join(' ')}`)

describe('the keys that a descriptor tells', () => {
  test('absolute is a level, relative is one press, and the rest of the device (volume keys, the maker\'s own) is left out', () => {
    expect(inputs(PLANTRONICS)).toEqual(['mute 8.8 one-shot', 'hook 8.9 level', 'flash 8.10 level'])
  })

  test('a key that the maker marked Constant is a key all the same', () => {
    expect(inputs(ANKER)).toEqual(['hook 2.8 level', 'line-busy 2.9 level', 'mute 2.10 one-shot', 'flash 2.11 one-shot', '000b-0070 2.12 one-shot', '000b-0050 2.13 one-shot'])
  })

  test('keys in a collection within a collection are found', () => {
    expect(inputs(HEADSET)).toEqual(['hook 1.8 level', 'flash 1.9 level', 'hold 1.10 level', 'mute 1.11 one-shot'])
  })

  test('a relative key of two bits from -1 to 1 goes on and off', () => {
    expect(inputs(ON_OFF)).toEqual(['hook 1.8 on-off', 'mute 1.10 on-off'])
    const layout = layoutOfHeadset(ON_OFF)
    const on = (before: ReadonlySet<string>, byte: number): readonly string[] => [...(readHeadset(layout, before, Uint8Array.of(1, byte))?.on ?? [])]
    expect([on(NOTHING, 0b0100), on(new Set(['mute']), 0b0000), on(new Set(['mute']), 0b1100)]).toEqual([['mute'], ['mute'], []])
  })

  test('a button of the button page beside a call key is one of its keys, and filling is none', () => {
    expect(inputs(TWO_REPORTS)).toEqual(['hook 1.8 level', 'flash 2.8 level', 'button-7 2.9 level'])
  })

  test('a device without report numbers has its keys at bit 0', () => {
    expect(inputs(HANDSET)).toEqual(['hook 0.0 level', 'flash 0.1 level'])
  })

  test('a device without a call key is no headset: a foot pedal on the consumer page', () => {
    const pedal = parseHidDescriptor(fromHex('050c0903a101050919012903150025013500450165005500750195038102950d8103c100') ?? new Uint8Array())
    expect(pedal.ok && telephonyOf(pedal.value)).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
  })
})

describe('the lamps that a descriptor tells', () => {
  test('each in a report of its own, or all in one', () => {
    expect(lamps(PLANTRONICS)).toEqual(['9 2: mute=8', '23 2: off-hook=8', '24 2: ring=8', '30 2: speaker=8', '32 2: hold=8', '42 2: on-line=8'])
    expect(lamps(ANKER)).toEqual(['2 2: off-hook=8 mute=9 ring=10 hold=11 microphone=12'])
  })

  test('a written report shows all lamps of its id together, and reads back', () => {
    const [report] = layoutOfHeadset(ANKER).lampReports
    if (!report) throw new Error('no lamps')
    expect([...encodeLamps(report, new Set(['off-hook', 'microphone']))]).toEqual([0x02, 0x11])
    expect([...(decodeLamps(report, Uint8Array.of(2, 0x11)) ?? [])].filter(([, isLit]) => isLit).map(([name]) => name)).toEqual(['off-hook', 'microphone'])
    expect(decodeLamps(report, Uint8Array.of(3, 0x11))).toBeUndefined()
  })
})

describe('a key for transmitting', () => {
  const unfit = (descriptor: Uint8Array, key: string): string | undefined => unfitKey(layoutOfHeadset(descriptor), [key], [key])

  test('is one that each report shows as held: a cradle, a flash key', () => {
    expect([unfit(HANDSET, 'hook'), unfit(HANDSET, 'flash'), unfit(HEADSET, 'flash')]).toEqual([undefined, undefined, undefined])
  })

  test('is not one that follows a lamp of ours or tells a state, nor one that has no release', () => {
    for (const [descriptor, key] of [[HEADSET, 'hold'], [ANKER, 'line-busy'], [HEADSET, 'hook'], [LEVEL_MUTE, 'mute'], [HEADSET, 'mute'], [ANKER, 'flash'], [ON_OFF, 'hook']] as const) {
      expect(unfit(descriptor, key), key).toContain(`"${key}" cannot transmit`)
    }
    expect(unfit(HEADSET, 'hook')).toContain('these can: flash')
    expect(unfit(ANKER, 'flash')).toContain('no key of this headset can')
  })

  test('and a key that the headset does not have is named, with those it has', () => {
    expect(unfitKey(layoutOfHeadset(HANDSET), ['hook', 'mute'], [])).toBe('it has no key "mute"; it has hook, flash')
  })
})

test('what the simulator sends is read back, for every key', () => {
  for (const descriptor of [PLANTRONICS, ANKER, HANDSET, HEADSET, LEVEL_MUTE, ON_OFF]) {
    const layout = layoutOfHeadset(descriptor)
    for (const { name, reportId } of layout.inputs) {
      const reading = readHeadset(layout, NOTHING, encodeHeadset(layout, reportId, new Set([name])))
      expect([...(reading?.on ?? []), ...(reading?.pulses ?? [])], name).toEqual([name])
    }
  }
})
