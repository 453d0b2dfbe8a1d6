// Hands the ledger's events to whoever listens, and keeps the first ones until somebody does.
import type { LedgerEvent } from './port.ts'

const KEPT = 100

export interface EventFeed {
  emit(event: LedgerEvent): void
  add(listener: (event: LedgerEvent) => void): () => void
}

export function createEventFeed(): EventFeed {
  const listeners = new Set<(event: LedgerEvent) => void>()
  let kept: LedgerEvent[] | undefined = []
  return {
    emit(event) {
      if (kept && kept.length < KEPT) kept.push(event)
      for (const listener of [...listeners]) listener(event)
    },
    add(listener) {
      listeners.add(listener)
      const early = kept ?? []
      kept = undefined
      for (const event of early) listener(event)
      return () => void listeners.delete(listener)
    },
  }
}
