// Systems that stand beside the RBS in a control room, simulated: 112 and 0900/088 answer SIP, GMS and office ICT web requests.
// Only a scenario needs them; loopback only.
import type { Clock, Random } from '../../native/kit/clock.ts'
import { ok, type Result } from '../../native/kit/result.ts'
import type { Fault, FaultSwitch } from './rbs-faults.ts'
import { PagePart, SipPart } from './rbs.ts'

const IDS = ['tel-112', 'tel-0900', 'gms', 'office-ict'] as const

export type NeighbourId = (typeof IDS)[number]

export const isNeighbour = (id: string): id is NeighbourId => (IDS as readonly string[]).includes(id)

export interface Neighbours {
  readonly ports: Readonly<Record<NeighbourId, number>>
  faultOf(id: NeighbourId): Fault
  /** None of them was told to fail. */
  readonly areWhole: boolean
  /** @returns LINK_BUSY when a port that had been let go is taken by somebody else */
  fail(id: NeighbourId, fault: Fault): Promise<Result<void>>
  healAll(): Promise<Result<void>>
  /** The network to all of them. */
  cutOff(): void
  reconnect(): void
  stop(): Promise<void>
}

interface Part {
  readonly port: number
  readonly faults: FaultSwitch
  open(port: number): Promise<Result<void>>
  stop(): Promise<void>
}

/** @returns LINK_BUSY when no port is to be had */
export async function openNeighbours(deps: { readonly clock: Clock; readonly random: Random }): Promise<Result<Neighbours>> {
  const parts: Readonly<Record<NeighbourId, Part>> = {
    'tel-112': new SipPart(deps), 'tel-0900': new SipPart(deps), gms: new PagePart(deps), 'office-ict': new PagePart(deps),
  }
  const all = Object.values(parts)
  const stop = async (): Promise<void> => {
    await Promise.all(all.map((part) => part.stop()))
  }
  const opened = await Promise.all(all.map((part) => part.open(0)))
  const refused = opened.find((one) => !one.ok)
  if (refused) {
    await stop()
    return refused
  }
  return ok({
    ports: { 'tel-112': parts['tel-112'].port, 'tel-0900': parts['tel-0900'].port, gms: parts.gms.port, 'office-ict': parts['office-ict'].port },
    faultOf: (id) => parts[id].faults.fault,
    get areWhole() {
      return all.every((part) => part.faults.fault.kind === 'none')
    },
    fail: (id, fault) => parts[id].faults.set(fault),
    async healAll() {
      const done = await Promise.all(all.map((part) => part.faults.set({ kind: 'none' })))
      return done.find((one) => !one.ok) ?? ok()
    },
    cutOff: () => all.forEach((part) => part.faults.cutOff()),
    reconnect: () => all.forEach((part) => part.faults.reconnect()),
    stop,
  })
}
