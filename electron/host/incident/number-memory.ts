// The last numbers that were given, beside the record: a record that is set aside, or a spool that a crash took, must not
// make a number that somebody wrote down be given to another storing.
import { z } from 'zod'
import { highest } from './fault-memory.ts'
import type { LastNumbers } from './numbers.ts'

export const keptNumbersSchema = z.object({ room: z.string(), last: z.record(z.string(), z.number().int()) })
export type KeptNumbers = z.infer<typeof keptNumbersSchema>

export interface NumberMemory {
  read(): LastNumbers
  /** These were given, whatever others were. */
  given(last: LastNumbers): void
}

/** @param file  a SmallFile: written without waiting for the disk @param room  numbers of another room are none of ours */
export function createNumberMemory(file: { read(): { readonly found: string; readonly value?: KeptNumbers }; write(value: KeptNumbers): void }, room: string): NumberMemory {
  const read = (): LastNumbers => {
    const { value } = file.read()
    return value?.room === room ? value.last : {}
  }
  return {
    read,
    given(last) {
      const before = read()
      const after = highest(before, last)
      if (Object.entries(after).some(([key, count]) => before[key] !== count)) file.write({ room, last: { ...after } })
    },
  }
}
