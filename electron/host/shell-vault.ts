// The system's store for secrets as a host sees it: its shell has it, and is asked by packets. Bytes cross, never a path.
import { z } from 'zod'
import type { Clock, Timer } from '../../native/kit/clock.ts'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import type { ToShell } from '../contract/link.ts'
import type { KeyVault } from './ledger/port.ts'

/** A store that asks its user for a password first takes longer: then it counts as locked, and is asked again. */
const VAULT_MS = 2000

export interface ShellVault extends KeyVault {
  /** @returns whether the packet was an answer of the store */
  receive(packet: unknown): boolean
}

const answerSchema = z.strictObject({ packet: z.literal('vault'), id: z.int(), bytes: z.base64().optional(), detail: z.string().optional() })

export function createShellVault(clock: Clock, send: (packet: ToShell) => void): ShellVault {
  const open = new Map<number, { readonly resolve: (answer: Result<Uint8Array>) => void; readonly bound: Timer }>()
  let lastId = 0
  const settle = (id: number, answer: Result<Uint8Array>): void => {
    const asked = open.get(id)
    open.delete(id)
    asked?.bound.cancel()
    asked?.resolve(answer)
  }
  return {
    ask: (say, bytes) => new Promise((resolve) => {
      const id = ++lastId
      const bound = clock.after(VAULT_MS, () => settle(id, locked(`no answer within ${VAULT_MS} ms`)))
      open.set(id, { resolve, bound })
      send({ packet: 'vault', id, say, bytes: Buffer.from(bytes).toString('base64') })
    }),
    receive(packet) {
      const parsed = answerSchema.safeParse(packet)
      if (!parsed.success) return false
      const { id, bytes, detail } = parsed.data
      settle(id, bytes === undefined ? locked(detail ?? '') : ok(Buffer.from(bytes, 'base64')))
      return true
    },
  }
}

const locked = (detail: string): Result<never> => fail(failure('STORE_KEY_LOCKED', detail))
