// Which call of a radio may still be keyed, over a crash of this program. Architecture section 6, "a lost radio link".
import { join } from 'node:path'
import { z } from 'zod'
import type { CallMemory } from '../../../native/registry.ts'
import { createSmallFile } from './small-file.ts'

const remembered = z.strictObject({ cc: z.number().int().min(0).max(255).optional() })

/** @remarks A file that cannot be read as one of ours counts as owed: hanging up once too often is the safe mistake. */
export function createCallMemory(folder: string, device: string, onFailure: (cause: string) => void): CallMemory {
  const file = createSmallFile(join(folder, `${device}.call.json`), remembered, onFailure)
  return {
    read() {
      const read = file.read()
      if (read.found === 'absent') return { owed: false }
      return read.found === 'value' && read.value.cc !== undefined ? { owed: true, cc: read.value.cc } : { owed: true }
    },
    remember: (cc) => file.write(cc === undefined ? {} : { cc }),
    forget: () => file.remove(),
  }
}
