// One step of the database from one schema to the next. Once released it is never changed: a record of that day has it inside.
import type { DatabaseSync } from 'node:sqlite'

export interface Migration {
  /** `PRAGMA user_version` after it; 1, 2, 3 … without gaps. */
  readonly version: number
  readonly name: string
  /** Runs inside the transaction that records it. Never touches a row of `entries`: what was hashed stays as it is. */
  readonly up: (database: DatabaseSync) => void
}

/** SQL of a trigger that refuses. */
export const refuse = (name: string, when: string, message: string): string =>
  `CREATE TRIGGER ${name} BEFORE ${when} BEGIN SELECT RAISE(ABORT, '${message}'); END;\n`
