// The signing key of this workstation, for a technician: another one may be taken, and the record says who took it.
import type { Result } from '../../native/kit/result.ts'
import type { KeyChanged, Ledger } from './ledger/port.ts'

export interface WorkstationKey {
  /** Durable, and signed by the new key, when answered. @returns what `Ledger.rotateKey` does */
  rotate(): Promise<Result<KeyChanged>>
}

export const createWorkstationKey = (ledger: Pick<Ledger, 'rotateKey'>, position: string): WorkstationKey => ({
  rotate: () => ledger.rotateKey({ role: 'technician', position }),
})
