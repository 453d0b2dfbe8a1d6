// +CPIN: is the radio locked. Source: transcript `MT PIN-UNLOCKED`; READY is what V.250 modems say.

export interface SimLock {
  readonly cmd: '+CPIN'
  readonly state: string
  readonly unlocked: boolean
}

const UNLOCKED = /UNLOCKED$|^READY$/i

export function decodeSimLock(parameters: string): SimLock | undefined {
  const state = parameters.trim()
  return state === '' ? undefined : { cmd: '+CPIN', state, unlocked: UNLOCKED.test(state) }
}

export function encodeSimLock(lock: Pick<SimLock, 'state'>): string {
  return `+CPIN: ${lock.state}`
}
