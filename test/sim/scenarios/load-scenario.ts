// Reads the scenarios of resources/scenarios, each checked against its schema.
import { readdir, readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { scenarioSchema, type Scenario } from './scenario-schema.ts'

const FOLDER = new URL('../../../resources/scenarios/', import.meta.url)
const ENDING = '.yaml'

/** Names of the scenarios there are, in order of time. */
export async function scenarioNames(): Promise<readonly string[]> {
  const files = await readdir(FOLDER)
  return files.filter((file) => file.endsWith(ENDING)).map((file) => file.slice(0, -ENDING.length)).toSorted()
}

/** @returns SITE_INVALID when there is none of that name, or when the file is no scenario */
export async function loadScenario(name: string): Promise<Result<Scenario>> {
  // A name from the command line is no path.
  if (!(await scenarioNames()).includes(name)) return fail(failure('SITE_INVALID', `no scenario ${name}`))
  return readScenario(await readFile(new URL(name + ENDING, FOLDER), 'utf8'), name)
}

export function readScenario(text: string, name: string): Result<Scenario> {
  const read = attempt(text)
  if (!read.ok) return read
  const checked = scenarioSchema.safeParse(read.value)
  if (!checked.success) return fail(failure('SITE_INVALID', `${name}: ${z.prettifyError(checked.error)}`))
  return checked.data.id === name ? ok(checked.data) : fail(failure('SITE_INVALID', `${name}: its id is ${checked.data.id}`))
}

function attempt(text: string): Result<unknown> {
  try {
    return ok(parse(text))
  } catch (cause) {
    return fail(failure('SITE_INVALID', cause instanceof Error ? cause.message : String(cause)))
  }
}
