// Brings the tables of a ledger from any earlier schema to this one. Everything here runs inside the caller's transaction.
import type { DatabaseSync } from 'node:sqlite'
import { base } from './0001-base.ts'
import { deleteRanges } from './0002-delete-ranges.ts'
import type { Migration } from './migration.ts'

export const MIGRATIONS: readonly Migration[] = [base, deleteRanges]

/** `PRAGMA user_version` of a ledger written by this version. */
export const SCHEMA_VERSION = MIGRATIONS.length

export interface Migrated {
  readonly from: number
  readonly to: number
}

/** What the file says; 0 for an empty one and for one from before versions were counted. */
export function schemaVersion(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
}

/** @returns undefined when there is nothing to do. A failed step throws: the caller rolls all of them back. */
export function migrate(database: DatabaseSync, migrations = MIGRATIONS): Migrated | undefined {
  const from = schemaVersion(database)
  const to = migrations.at(-1)?.version ?? 0
  if (from >= to) return undefined
  const applied = from === 0 && hasTables(database) ? base.version : from
  for (const migration of migrations) if (migration.version > applied) run(migration, database)
  database.exec(`PRAGMA user_version = ${to}`)
  return { from, to }
}

function hasTables(database: DatabaseSync): boolean {
  return database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'entries'").get()?.['n'] !== 0
}

/** A statement of ours that does not fit is our mistake, not damage of the record: it must not be set aside for it. */
function run({ version, name, up }: Migration, database: DatabaseSync): void {
  try {
    up(database)
  } catch (cause) {
    if (!isOurs(cause)) throw cause
    throw new Error(`migration ${version} ${name}: ${cause.message}`, { cause })
  }
}

/** SQLITE_ERROR and SQLITE_CONSTRAINT; a full, busy or broken disk has codes of its own. */
const isOurs = (cause: unknown): cause is Error => cause instanceof Error && (!('errcode' in cause) || [1, 19].includes(Number(cause.errcode) & 0xff))
