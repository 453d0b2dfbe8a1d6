// Who wants to hear something; a listener that unsubscribes while being called disturbs no other.
import type { Unsubscribe } from '../kit/transport.ts'

export interface Listeners<T> {
  add(listener: (value: T) => void): Unsubscribe
  emit(value: T): void
}

export function createListeners<T>(): Listeners<T> {
  const all = new Set<{ readonly call: (value: T) => void }>()
  return {
    add(listener) {
      const entry = { call: listener }
      all.add(entry)
      return () => {
        all.delete(entry)
      }
    },
    emit(value) {
      for (const entry of [...all]) entry.call(value)
    },
  }
}
