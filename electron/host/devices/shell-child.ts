// The device child of a host that may start no process: its shell starts one and carries the words to and fro.
import { z } from 'zod'
import type { DeviceChild, FromChild, StartDeviceChild } from '../../../native/transport/device-scan/child-protocol.ts'
import type { ToShell } from '../../contract/link.ts'

export interface ShellChildren {
  readonly start: StartDeviceChild
  /** @returns whether the packet was for one of them */
  receive(packet: unknown): boolean
}

const fromShell = z.discriminatedUnion('say', [
  z.strictObject({ packet: z.literal('device-child'), child: z.int(), say: z.literal('gone') }),
  z.strictObject({ packet: z.literal('device-child'), child: z.int(), say: z.literal('tell'), inner: z.looseObject({ tell: z.string() }) }),
])

interface Ends {
  readonly hear: ((message: FromChild) => void)[]
  readonly gone: (() => void)[]
}

export function shellChildren(send: (packet: ToShell) => void): ShellChildren {
  const running = new Map<number, Ends>()
  let last = 0
  return {
    start(): DeviceChild {
      const child = ++last
      const ends: Ends = { hear: [], gone: [] }
      running.set(child, ends)
      send({ packet: 'device-child', child, say: 'start' })
      return {
        send: (inner) => send({ packet: 'device-child', child, say: 'tell', inner }),
        onMessage: (listener) => void ends.hear.push(listener),
        onGone: (listener) => void ends.gone.push(listener),
        kill: () => send({ packet: 'device-child', child, say: 'end' }),
      }
    },
    receive(packet) {
      const parsed = fromShell.safeParse(packet)
      if (!parsed.success) return false
      const { data } = parsed
      const ends = running.get(data.child)
      if (data.say === 'tell') for (const hear of ends?.hear ?? []) hear(data.inner as unknown as FromChild)
      else {
        running.delete(data.child)
        for (const gone of ends?.gone ?? []) gone()
      }
      return true
    },
  }
}
