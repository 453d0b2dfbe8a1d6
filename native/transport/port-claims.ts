// One owner a port within this console: two entries of the site file that lead to the same device would key it for each other.
import { realpath } from 'node:fs/promises'
import { failure } from '../kit/errors.ts'
import { fail, ok, type Result } from '../kit/result.ts'

export interface PortClaims {
  /** @param path  of the node itself, see `realNode` @returns what gives the port back; LINK_BUSY, naming the first owner; LINK_TIMEOUT */
  claim(path: string, owner: string): Result<() => void>
}

export function createPortClaims(): PortClaims {
  const owners = new Map<string, string>()
  return {
    claim(path, owner) {
      // Windows does not tell COM3 from com3.
      const key = path.startsWith('/') ? path : path.toLowerCase()
      const first = owners.get(key)
      // Nobody opens a port twice: its own owner comes again only while the last opening has not ended.
      if (first === owner) return fail(failure('LINK_TIMEOUT', `${path}: does not open`))
      if (first !== undefined) return fail(failure('LINK_BUSY', `${path}: taken by ${first}`))
      owners.set(key, owner)
      let held = true
      return ok(() => {
        if (held) owners.delete(key)
        held = false
      })
    },
  }
}

/** The node behind a name such as `/dev/serial/by-id/…`; the name itself where there is none, for whoever opens it to tell. */
export async function realNode(path: string): Promise<string> {
  return path.startsWith('/') ? realpath(path).catch(() => path) : path
}
