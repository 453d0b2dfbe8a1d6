// Telnet and the COM port option, as a terminal server speaks them.
import { latin1ToBytes } from '../../../../native/kit/bytes.ts'
import { COM_PORT_OPTION, decodeComPort, encodeComPort } from '../../../../native/transport/rfc2217/com-port.ts'
import { createTelnetDecoder, encodeData, encodeOption, encodeSubnegotiation, IAC, SUBNEGOTIATION_MAX_BYTES, type TelnetItem } from '../../../../native/transport/rfc2217/telnet.ts'
import type { FuzzRandom } from '../random.ts'
import { obey, same, type FuzzTarget } from '../target.ts'

const VERBS = ['will', 'wont', 'do', 'dont'] as const
const EDGES = [0, 1, 3, 44, 101, 107, 112, 239, 240, 241, 249, 250, 251, 254, 255] as const

export const rfc2217: FuzzTarget = {
  name: 'rfc2217',
  reads: 'what a terminal server sends: telnet with the COM port option',
  corpus: () => [
    encodeOption('do', COM_PORT_OPTION),
    encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ command: 'set-baud', from: 'server', value: 38_400 })),
    encodeSubnegotiation(COM_PORT_OPTION, encodeComPort({ command: 'notify-modem', from: 'server', value: 0xff })),
    encodeData(latin1ToBytes('\r\n+CTXG: 1,0\r\n\u00ff')),
  ],
  make: (random) => Uint8Array.from(stream(random)),
  words: ['\u00ff', '\u00ff\u00fa', '\u00ff\u00f0', '\u00ff\u00ff', '\u00ff\u00fa,', '\u00ff\u00fb,'],
  run,
  stream: {
    create: () => {
      const decoder = createTelnetDecoder()
      return { push: (bytes) => void decoder.push(bytes), get held() { return decoder.held } }
    },
    heldMaxBytes: SUBNEGOTIATION_MAX_BYTES + 1,
    // The first opens a sub-negotiation that never ends.
    endless: [Uint8Array.of(IAC, 250, 44, 65), Uint8Array.of(IAC), Uint8Array.of(65), Uint8Array.of(IAC, 250)],
  },
}

function stream(random: FuzzRandom): number[] {
  const bytes: number[] = []
  for (let left = 1 + random.below(5); left > 0; left--) {
    const body = Array.from({ length: random.oneIn(40) ? SUBNEGOTIATION_MAX_BYTES - 2 + random.below(5) : random.below(7) }, () => (random.oneIn(3) ? random.pick(EDGES) : random.below(256)))
    switch (random.below(5)) {
      case 0:
        bytes.push(...encodeOption(random.pick(VERBS), random.pick(EDGES)))
        break
      case 1:
        bytes.push(...encodeSubnegotiation(random.oneIn(3) ? random.below(256) : COM_PORT_OPTION, Uint8Array.from(body)))
        break
      case 2:
        bytes.push(IAC, random.pick(EDGES), ...body)
        break
      default:
        bytes.push(...encodeData(Uint8Array.from(body)))
    }
  }
  return bytes
}

function run(bytes: Uint8Array): string {
  const whole = read(bytes, bytes.length)
  obey(same(whole, read(bytes, 1 + ((bytes[1] ?? 0) % 13))), 'what is read does not depend on the portions in which the bytes come')
  const told = whole.reduce((sum, item) => sum + ('bytes' in item ? item.bytes.length : item.item === 'discarded' ? item.byteCount : 1), 0)
  obey(told <= bytes.length, 'no more is told than was sent')
  const meanings = new Set<string>()
  for (const item of whole) {
    if (item.item !== 'subnegotiation') {
      meanings.add(item.item)
      continue
    }
    const message = item.option === COM_PORT_OPTION ? decodeComPort(item.bytes) : undefined
    if (message) obey(same(decodeComPort(encodeComPort(message)), message), 'a message written out and read again says the same')
    meanings.add(message ? `${message.command} ${message.from}` : 'another sub-negotiation')
  }
  return [...meanings].at(-1) ?? 'nothing'
}

/** Neighbouring data as one, because portions cut it. */
function read(bytes: Uint8Array, step: number): (Exclude<TelnetItem, { item: 'data' }> | { readonly item: 'data'; readonly bytes: number[] })[] {
  const decoder = createTelnetDecoder()
  const items: ReturnType<typeof read> = []
  for (let at = 0; at < bytes.length; at += step) {
    for (const item of decoder.push(bytes.subarray(at, at + step))) {
      const last = items.at(-1)
      if (item.item !== 'data') items.push(item)
      else if (last?.item === 'data') last.bytes.push(...item.bytes)
      else items.push({ item: 'data', bytes: [...item.bytes] })
    }
    obey(decoder.held <= SUBNEGOTIATION_MAX_BYTES + 1, 'never more than one sub-negotiation is held back')
  }
  return items
}
