// The demo site with parts of it replaced: by real ones, or by broken ones.
import { readFile, writeFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'

type Edit = readonly [path: readonly (string | number)[], value: unknown]

/** Rewrites the site file at `path` with these values set. */
export async function editSite(path: string, edits: readonly Edit[]): Promise<void> {
  const site = parseDocument(await readFile(path, 'utf8'))
  for (const [where, value] of edits) site.setIn(where, site.createNode(value))
  await writeFile(path, String(site))
}
