// A small file that outlives a crash. Written without waiting for the disk: the page cache survives the end of this
// process, and radio comes before paper. A power cut may lose it; the record then still knows.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'

export interface SmallFile<T> {
  /** `absent`: no such file. `unreadable`: there is one, and it is not what was written. */
  read(): { readonly found: 'value'; readonly value: T } | { readonly found: 'absent' | 'unreadable' }
  write(value: T): void
  remove(): void
}

/** @param onFailure  told when the disk refuses; nothing else happens */
export function createSmallFile<T>(path: string, schema: z.ZodType<T>, onFailure: (cause: string) => void): SmallFile<T> {
  const attempt = (act: () => void): void => {
    try {
      act()
    } catch (cause) {
      onFailure(cause instanceof Error ? cause.message : String(cause))
    }
  }
  attempt(() => mkdirSync(dirname(path), { recursive: true }))
  return {
    read() {
      const text = readText(path)
      if (text === undefined) return { found: 'absent' }
      const parsed = schema.safeParse(parseJson(text))
      return parsed.success ? { found: 'value', value: parsed.data } : { found: 'unreadable' }
    },
    // Beside and renamed: whoever is killed in between leaves the old file or the new one.
    write: (value) => attempt(() => {
      writeFileSync(`${path}.new`, JSON.stringify(value))
      renameSync(`${path}.new`, path)
    }),
    remove: () => attempt(() => rmSync(path, { force: true })),
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? undefined : ''
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
