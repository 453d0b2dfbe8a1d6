// The change-over relay on each wire that can move it: modem lines that are asked, and a pin whose chip tells only changes.
import { describe } from 'vitest'
import { ChangeoverRelay, createSimulatedRelay, type RelayEvent } from '../../native/changeover-relay/index.ts'
import { createCm108KeyLine, createSimulatedCm108 } from '../../native/cm108/index.ts'
import { failure } from '../../native/kit/errors.ts'
import type { KeyGuard } from '../../native/kit/key-line.ts'
import { fail, ok } from '../../native/kit/result.ts'
import { createSerialKeyLine } from '../../native/serial-key-line/index.ts'
import { createManualClock } from '../support/manual-clock.ts'
import { testChangeoverRelay, type MakeRelay } from './changeover-relay.ts'
import { countTimers, GatedHid, GatedSerial } from './gated-transports.ts'

const MISSING = fail(failure('LINK_MISSING', 'scripted'))
const DEAF = fail(failure('LINK_TIMEOUT', 'scripted'))
const CONTACT = { byte: 1, bit: 3, activeLow: false } as const
const GUARD: KeyGuard = { start: async () => ok(), arm: async () => ok(), disarm: () => {}, stop: async () => {}, onFallen: () => () => {} }

const makeOnModemLines: MakeRelay = (access = 'full') => {
  const clock = createManualClock()
  const timers = countTimers(clock)
  const transport = new GatedSerial()
  const coil = createSimulatedRelay({ clock, tell: (contact) => { transport.inputs = { ...transport.inputs, cts: contact } } })
  let drawn = false
  const draw = (rts: boolean): void => {
    drawn = rts
    coil.draw(rts)
  }
  transport.onOutputs = ({ rts }) => draw(rts)
  const line = createSerialKeyLine({ clock: timers.clock, transport, wires: { by: 'rts', activeLow: false }, readBack: { input: 'cts', activeLow: false } })
  const relay = new ChangeoverRelay({ clock: timers.clock, line, access })
  return {
    ...listening(relay), clock, coil,
    isDrawn: () => drawn,
    isHeld: () => transport.isOpen,
    openings: () => transport.opens,
    timers: timers.running,
    ...gated(transport),
    deafen: (deaf) => { transport.linesResult = deaf ? DEAF : ok() },
    cut: () => {
      draw(false)
      transport.lose()
    },
  }
}

const makeOnPin: MakeRelay = (access = 'full') => {
  const clock = createManualClock()
  const timers = countTimers(clock)
  const transport = new GatedHid()
  const chip = createSimulatedCm108({
    send: (report) => { if (transport.isOpen) transport.report(...report) },
    onWritten: (listener) => { transport.onWrite = listener; return () => {} },
  })
  const coil = createSimulatedRelay({ clock, tell: (contact) => chip.setInput(CONTACT, contact) })
  let isPlugged = true
  const isDrawn = (): boolean => isPlugged && chip.isHigh(3)
  chip.onPins(() => {
    isPlugged = true
    coil.draw(chip.isHigh(3))
  })
  const line = createCm108KeyLine({ clock: timers.clock, transport, guard: GUARD, pin: 3, activeLow: false, readBack: CONTACT })
  const relay = new ChangeoverRelay({ clock: timers.clock, line, access })
  return {
    ...listening(relay), clock, coil, isDrawn,
    isHeld: () => transport.isOpen,
    openings: () => transport.opens,
    timers: timers.running,
    ...gated(transport),
    deafen: (deaf) => { transport.writeResult = deaf ? DEAF : ok() },
    cut: () => {
      isPlugged = false
      coil.draw(false)
      transport.lose()
    },
  }
}

function listening(relay: ChangeoverRelay): { readonly relay: ChangeoverRelay; readonly events: readonly RelayEvent[] } {
  const events: RelayEvent[] = []
  relay.onEvent((event) => events.push(event))
  return { relay, events }
}

function gated(transport: GatedSerial | GatedHid): { readonly holdOpen: (held: boolean) => void; readonly refuseOpen: (refused: boolean) => void } {
  return {
    holdOpen: (held) => {
      if (held) transport.holdOpen = true
      else transport.letOpen()
    },
    refuseOpen: (refused) => { transport.openResult = refused ? MISSING : ok() },
  }
}

describe('moved by RTS, its contact on CTS', () => testChangeoverRelay(makeOnModemLines))
describe('moved by a pin of a CM108, its contact on another', () => testChangeoverRelay(makeOnPin))
