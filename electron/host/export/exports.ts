// What leaves the house leaves a line in the record: first the file under its half name, then the entry, then its own name.
// While the record cannot be written nothing is given.
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import type { Recorder } from '../recorder.ts'
import type { Site } from '../site/types.ts'
import type { ExportChoice, ExportKind, WriteExport } from './types.ts'

export const EXPORTED_KIND = 'record.exported'
export const NOT_EXPORTED_KIND = 'record.not-exported'

export interface ExportsDeps {
  readonly clock: Pick<Clock, 'utcMs'>
  readonly recorder: Pick<Recorder, 'person'>
  readonly site: Pick<Site, 'room' | 'position' | 'language'>
  /** Folder of the record. */
  readonly record: string
  readonly folder: string
  readonly write: WriteExport
}

export interface ExportAnswer {
  readonly seq: number
  readonly path: string
  readonly entries: number
  readonly bytes: number
}

export interface Exports {
  /** @returns what writing and recording return; a failed one is in the record too, where that can be written */
  take(choice: ExportChoice, said: object): Promise<Result<ExportAnswer>>
}

const ENDINGS: Readonly<Record<ExportKind, string>> = { 'entries-csv': 'logboek.csv', 'entries-json': 'logboek.jsonl', samples: 'metingen.jsonl', record: 'record' }
/** Between the name and the moment it is whole and recorded. */
const HALF = '.half'

export function createExports({ clock, recorder, site, record, folder, write }: ExportsDeps): Exports {
  const { room, position, language } = site
  return {
    async take(choice, said) {
      const utcMs = Math.round(clock.utcMs())
      const { what, number, fromUtcMs, toUtcMs } = choice
      // A whole record is what it is: with every word.
      const masked = what !== 'record' && choice.masked
      const file = fileName({ position: position.id, utcMs, what, number, masked })
      const path = join(folder, file)
      const half = `${path}${HALF}`
      const about = { what, number, from: fromUtcMs, to: toUtcMs, masked, ...said }
      const written = await write({ ...choice, masked, record, to: half, room: room.code, position: position.id, language, utcMs })
      if (!written.ok) {
        await recorder.person(NOT_EXPORTED_KIND, { ...about, code: written.error.code })
        return written
      }
      const recorded = await recorder.person(EXPORTED_KIND, { ...about, file, ...written.value })
      if (!recorded.ok) {
        await remove(half)
        return recorded
      }
      const named = await give(half, path)
      return named.ok ? ok({ seq: recorded.value.seq, path, entries: written.value.entries, bytes: written.value.bytes }) : named
    },
  }
}

interface Named {
  readonly position: string
  readonly utcMs: number
  readonly what: ExportKind
  readonly number: string | undefined
  readonly masked: boolean
}

/** `B01-20261126T131502123Z-S-2026-OB-0007-logboek.csv`: of what, when, and whether people are in it. */
function fileName({ position, utcMs, what, number, masked }: Named): string {
  const moment = new Date(utcMs).toISOString().replaceAll(/[-:.]/g, '')
  const about = number === undefined ? '' : `${number}-`
  return `${position}-${moment}-${about}${masked || what === 'samples' ? '' : 'met-namen-'}${ENDINGS[what]}`
}

async function give(half: string, path: string): Promise<Result<void>> {
  try {
    await rename(half, path)
    return ok()
  } catch (error) {
    await remove(half)
    return fail(failure('STORE_READONLY', String(error)))
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => {})
}
