// A call to a simulated radio alone: rings, is answered, ends. Order of events as for a group call.
import { CAUSE_TIMER_EXPIRY } from '../constants.ts'
import { encodeCallConnect } from '../messages/call-connect.ts'
import { encodeCallRelease } from '../messages/call-release.ts'
import { encodeIncomingCall } from '../messages/incoming-call.ts'

export interface IndividualCallControl {
  ring(call: { readonly ssi: number; readonly duplex: boolean }): void
  /** @returns false when nothing rings */
  answer(): boolean
  /** @returns false when there is none */
  hangUp(): boolean
  /** The radio lost its power. */
  reset(): void
}

export interface IndividualCallPorts {
  readonly own: number
  readonly say: (line: string) => void
  readonly nextInstance: () => number
}

const SPEECH = { aiService: 0, hook: 0, e2ee: 0, comms: 0, codec: 1 } as const

export function createIndividualCall({ own, say, nextInstance }: IndividualCallPorts): IndividualCallControl {
  let call: { readonly cc: number; readonly simplex: number; readonly answered: boolean } | undefined
  return {
    ring({ ssi, duplex }) {
      const cc = nextInstance()
      const simplex = duplex ? 0 : 1
      call = { cc, simplex, answered: false }
      say(encodeIncomingCall({ cc, callStatus: 0, ...SPEECH, simplex, callingType: 0, calling: String(ssi), calledType: 0, called: String(own), priority: 0 }))
    },
    answer() {
      if (!call || call.answered) return false
      call = { ...call, answered: true }
      say(encodeCallConnect({ cc: call.cc, ...SPEECH, simplex: call.simplex }))
      return true
    },
    hangUp() {
      const ended = call
      call = undefined
      if (ended) say(encodeCallRelease({ cc: ended.cc, cause: CAUSE_TIMER_EXPIRY }))
      return ended !== undefined
    },
    reset() {
      call = undefined
    },
  }
}
