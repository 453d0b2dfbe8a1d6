// The scripted transport that driver tests use keeps the same contract as a cable.
import { describe } from 'vitest'
import { bytesToLatin1, latin1ToBytes } from '../../native/kit/bytes.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { ScriptedSerial } from '../support/scripted-transport.ts'
import { testByteLine } from './byte-line.ts'

describe('scripted line', () => {
  testByteLine(async () => {
    const transport = new ScriptedSerial()
    let heard = ''
    transport.onWrite = (text) => {
      heard += text
    }
    return {
      transport,
      say: (bytes) => transport.say(bytesToLatin1(bytes)),
      heard: () => latin1ToBytes(heard),
      cut: async () => {
        transport.openResult = fail(failure('LINK_MISSING', 'scripted'))
        transport.lose()
      },
      mend: async () => {
        transport.openResult = ok()
      },
      end: async () => {},
    }
  })
})
