// Rows of a record as lines of a file, for a spreadsheet or a program. Pure.
import type { Language } from '../../contract/words.ts'
import { CSV_BEGIN, csvLine } from './csv-line.ts'
import type { ExportAsked } from './types.ts'
import type { ExportRow } from './masked-entry.ts'

export interface LineWriter {
  readonly begin: string
  readonly line: (row: ExportRow) => string
}

interface TableWords {
  readonly columns: readonly string[]
  readonly deleted: string
  readonly characters: string
}

const WORDS: Readonly<Record<Language, TableWords>> = {
  nl: { columns: ['regel', 'tijd', 'utc', 'soort', 'rol', 'positie', 'gegevens', 'tekst', 'oefening'], deleted: '[tekst verwijderd]', characters: 'tekens' },
  en: { columns: ['entry', 'time', 'utc', 'kind', 'role', 'position', 'data', 'text', 'drill'], deleted: '[text deleted]', characters: 'characters' },
}

/** What stands in the place of people's words: `[12 tekens]`. */
export const countedWords = (language: Language) => (characters: number): string => `[${characters} ${WORDS[language].characters}]`

/** `2026-11-26 14:00:05`, as a spreadsheet reads it, in the time of the Netherlands. */
const wall = (): ((utcMs: number) => string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'medium' })
  return (utcMs) => format.format(utcMs)
}

export function csvWriter({ language }: Pick<ExportAsked, 'language'>): LineWriter {
  const { columns, deleted } = WORDS[language]
  const timeOf = wall()
  return {
    begin: CSV_BEGIN + csvLine(columns),
    line: ({ seq, utcMs, kind, role, position, payload, text, deleted: isDeleted }) =>
      csvLine([seq, timeOf(utcMs), new Date(utcMs).toISOString(), kind, role, position, JSON.stringify(payload), isDeleted ? deleted : (text ?? ''), typeof payload['drill'] === 'string' ? payload['drill'] : '']),
  }
}

/** JSON lines: the first says what it is, each other one is an entry. */
export function jsonWriter({ room, position, number, fromUtcMs, toUtcMs, masked, utcMs }: ExportAsked): LineWriter {
  return {
    begin: `${JSON.stringify({ export: 1, room, position, number, fromUtcMs, toUtcMs, masked, utcMs })}\n`,
    line: ({ seq, utcMs: atUtcMs, kind, role, position: at, payload, text, deleted }) =>
      `${JSON.stringify({ seq, utcMs: atUtcMs, utc: new Date(atUtcMs).toISOString(), kind, role, position: at, payload, text, deleted })}\n`,
  }
}
