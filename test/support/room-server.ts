// A terminal server with one radio that lets in one client: what ten desks of a room share. Nothing of it is real but the rule.
import { latin1ToBytes } from '../../native/kit/bytes.ts'
import { failure, type ErrorCode } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { createRadioSimulator, type RadioSimulator } from '../../native/tetra-pei/simulator.ts'
import type { ManualClock } from './manual-clock.ts'
import { ScriptedSerial } from './scripted-transport.ts'

/** What the second who comes meets: a closed door, a door that opens and shuts, words, or a queue in which nobody answers. */
export type Busy = 'refuse' | 'close' | 'words' | 'queue'

export interface RoomServer {
  readonly radio: RadioSimulator
  /** The cable of one desk: whoever asks gets another. */
  line(): ScriptedSerial
  busy: Busy
  /** What everybody meets, whoever has it: the server itself is gone. */
  gone: ErrorCode | undefined
  readonly owner: ScriptedSerial | undefined
  /** Lines that were let in, in order. */
  readonly letIn: number
  /** The owner's machine is gone: its connection ends, and nobody said goodbye. */
  dropOwner(): void
}

const GROUPS = [1, 2, 3, 4].map((key) => ({ gssi: 4_037_000 + key, name: `INC-${key}` }))
const WORDS = 'Port already in use\r\n'

export function createRoomServer(clock: ManualClock, answerMs = 50): RoomServer {
  const radio = createRadioSimulator({
    clock,
    answerMs,
    identity: { mcc: 204, mnc: 1000, ssi: 1_600_900 },
    groups: GROUPS,
    send: (bytes) => {
      if (server.owner?.isOpen) server.owner.say(String.fromCharCode(...bytes))
    },
  })
  let owner: ScriptedSerial | undefined
  let letIn = 0

  const letInAs = (line: ScriptedSerial): void => {
    owner = line
    letIn++
  }

  class RoomLine extends ScriptedSerial {
    override async open(): Promise<Result<void>> {
      this.opens++
      if (!this.openResult.ok) return this.openResult
      if (server.gone) return fail(failure(server.gone, this.name))
      if (owner?.isOpen && owner !== this) return this.#second()
      letInAs(this)
      this.isOpen = true
      this.onWrite = (text) => radio.receive(latin1ToBytes(text))
      return ok()
    }

    override async close(): Promise<void> {
      this.isOpen = false
      if (owner === this) owner = undefined
    }

    #second(): Result<void> {
      if (server.busy === 'refuse') return fail(failure('LINK_REFUSED', this.name))
      this.isOpen = true
      this.onWrite = undefined
      if (server.busy === 'words') clock.after(1, () => this.isOpen && this.say(WORDS))
      if (server.busy !== 'queue') clock.after(2, () => this.isOpen && this.lose())
      return ok()
    }
  }
  const server: RoomServer = {
    radio,
    line: () => new RoomLine(),
    busy: 'refuse',
    gone: undefined,
    get owner() {
      return owner
    },
    get letIn() {
      return letIn
    },
    dropOwner() {
      const dropped = owner
      owner = undefined
      if (dropped?.isOpen) dropped.lose()
    },
  }
  return server
}
