// Telnet and the COM port option: what is written is read, however it was cut, and nothing that comes in can break it.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COM_PORT_OPTION, decodeComPort, decodeModemState, encodeComPort, encodeModemState, type ComPortMessage } from '../../../native/transport/rfc2217/com-port.ts'
import { initialOptions, optionTold } from '../../../native/transport/rfc2217/options.ts'
import { createTelnetDecoder, encodeData, encodeOption, encodeSubnegotiation, SUBNEGOTIATION_MAX_BYTES, type TelnetItem, type Verb } from '../../../native/transport/rfc2217/telnet.ts'

const verb = fc.constantFrom<Verb>('will', 'wont', 'do', 'dont')
/** 255 often: it is the byte that has to be escaped. */
const byte = fc.oneof({ weight: 3, arbitrary: fc.nat(255) }, { weight: 1, arbitrary: fc.constant(255) })
const bytes = (maxLength: number) => fc.array(byte, { maxLength }).map((all) => Uint8Array.from(all))
const item: fc.Arbitrary<TelnetItem> = fc.oneof(
  bytes(40).filter((all) => all.length > 0).map((all) => ({ item: 'data' as const, bytes: all })),
  fc.record({ item: fc.constant('option' as const), verb, option: fc.nat(255) }),
  fc.record({ item: fc.constant('subnegotiation' as const), option: fc.nat(254), bytes: bytes(30) }),
)
const wire = (one: TelnetItem): Uint8Array => {
  switch (one.item) {
    case 'data':
      return encodeData(one.bytes)
    case 'option':
      return encodeOption(one.verb, one.option)
    case 'subnegotiation':
      return encodeSubnegotiation(one.option, one.bytes)
    default:
      return new Uint8Array()
  }
}
/** Neighbouring data are one stretch: where they were cut says nothing. */
function joined(items: readonly TelnetItem[]): unknown[] {
  const out: { item: string; bytes?: number[]; [key: string]: unknown }[] = []
  for (const one of items) {
    const last = out.at(-1)
    if (one.item === 'data' && last?.item === 'data') last.bytes?.push(...one.bytes)
    else out.push('bytes' in one ? { ...one, bytes: [...one.bytes] } : { ...one })
  }
  return out
}
function cut(all: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((at) => at % (all.length + 1)), all.length].toSorted((one, other) => one - other)
  return places.slice(1).map((end, index) => all.slice(places[index], end))
}

describe('Telnet', () => {
  test('what is written is read again, and framing does not depend on how the bytes were cut', () => {
    fc.assert(fc.property(fc.array(item, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 12 }), (items, cuts) => {
      const all = Uint8Array.from(items.flatMap((one) => [...wire(one)]))
      const decoder = createTelnetDecoder()
      expect(joined(cut(all, cuts).flatMap((piece) => decoder.push(piece)))).toEqual(joined(items))
    }))
  })

  test('any bytes are read without an exception, and no data byte comes out that did not go in', () => {
    fc.assert(fc.property(bytes(600), (all) => {
      const out = createTelnetDecoder().push(all)
      const length = out.reduce((sum, one) => sum + ('bytes' in one ? one.bytes.length : 1), 0)
      expect(length).toBeLessThanOrEqual(all.length)
    }))
  })

  test('a sub-negotiation without an end keeps no more than its limit', () => {
    const decoder = createTelnetDecoder()
    decoder.push(Uint8Array.of(255, 250, COM_PORT_OPTION))
    for (let index = 0; index < 100; index++) decoder.push(new Uint8Array(1_000).fill(1))
    expect(decoder.push(Uint8Array.of(255, 240, 65))).toEqual([
      { item: 'discarded', byteCount: 100_001 },
      { item: 'data', bytes: Uint8Array.of(65) },
    ])
    expect(SUBNEGOTIATION_MAX_BYTES).toBeLessThan(1_000)
  })
})

describe('COM port option', () => {
  const message: fc.Arbitrary<ComPortMessage> = fc.oneof(
    fc.record({ command: fc.constant('set-baud' as const), from: fc.constantFrom('client' as const, 'server' as const), value: fc.nat(4_294_967_295) }),
    fc.record({ command: fc.constantFrom('set-data-size', 'set-parity', 'set-stop-size', 'set-control', 'notify-modem', 'set-modem-mask', 'purge'), from: fc.constantFrom('client' as const, 'server' as const), value: fc.nat(255) }),
  )

  test('what is encoded is decoded', () => {
    fc.assert(fc.property(message, (one) => {
      expect(decodeComPort(encodeComPort(one))).toEqual(one)
    }))
  })

  test('a body of any other length is no message', () => {
    fc.assert(fc.property(message, bytes(3).filter((more) => more.length > 0), (one, more) => {
      expect(decodeComPort(Uint8Array.of(...encodeComPort(one), ...more))).toBeUndefined()
    }))
  })

  test('each modem line has its own bit', () => {
    fc.assert(fc.property(fc.record({ cts: fc.boolean(), dsr: fc.boolean(), dcd: fc.boolean() }), (inputs) => {
      expect(decodeModemState(encodeModemState(inputs) | 0x0f)).toEqual(inputs)
    }))
    expect(decodeModemState(0x10)).toEqual({ cts: true, dsr: false, dcd: false })
    expect(decodeModemState(0x20)).toEqual({ cts: false, dsr: true, dcd: false })
    expect(decodeModemState(0x80)).toEqual({ cts: false, dsr: false, dcd: true })
  })

  test('the bytes are those of the RFC', () => {
    expect([...encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ command: 'set-baud', from: 'client', value: 38_400 }))]).toEqual([255, 250, 44, 1, 0, 0, 0x96, 0, 255, 240])
    expect([...encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ command: 'set-control', from: 'client', value: 11 }))]).toEqual([255, 250, 44, 5, 11, 255, 240])
    expect([...encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ command: 'notify-modem', from: 'server', value: 255 }))]).toEqual([255, 250, 44, 107, 255, 255, 255, 240])
  })
})

test('two ends that answer each other by these rules fall silent, whatever either says first', () => {
  fc.assert(fc.property(fc.array(fc.record({ verb, option: fc.constantFrom(0, 1, 3, 24, 44) }), { maxLength: 10 }), (said) => {
    let ours = initialOptions()
    let theirs = initialOptions()
    let toUs = said.map((one) => encodeOption(one.verb, one.option))
    for (let turn = 0; turn < 20 && toUs.length > 0; turn++) {
      const answer = (before: typeof ours, packets: Uint8Array[]) => {
        const items = packets.flatMap((packet) => createTelnetDecoder().push(packet))
        const replies: Uint8Array[] = []
        for (const one of items) {
          if (one.item !== 'option') continue
          const told = optionTold(before, one)
          before = told.options
          replies.push(...told.replies)
        }
        return { options: before, replies }
      }
      const we = answer(ours, toUs)
      const they = answer(theirs, we.replies)
      ours = we.options
      theirs = they.options
      toUs = they.replies
    }
    expect(toUs).toEqual([])
  }))
})
