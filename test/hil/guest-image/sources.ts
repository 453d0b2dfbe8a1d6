// The small half: our own sources, and the program the kernel starts. Editing a driver changes only this. Types are taken
// away here, by Node's own stripper, which leaves every line and column where it was: in the guest it would cost 2 s a process.
import { existsSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { createArchive, filesBelow } from './newc.ts'

/** What the guest's programs import, as it lies in the repository. */
const FOLDERS = ['native', 'electron/host/watch/probes', 'resources/devices', 'resources/udev', 'test/hil/guest'] as const
const INIT = 'test/hil/guest/init'

const SOURCE = /\.(?:ts|mjs|json|rules|jsonl)$/

export function sourceFiles(root: string): readonly string[] {
  const found = FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => filesBelow(join(root, folder)).map((path) => `${folder}/${path}`))
    .filter((path) => SOURCE.test(path))
  return [...found, INIT]
}

export function writeSources(path: string, root: string): void {
  const archive = createArchive(path)
  archive.file('init', readFileSync(join(root, INIT)), 0o755)
  archive.file('app/package.json', '{"type":"module"}')
  for (const file of sourceFiles(root)) archive.file(`app/${file}`, file.endsWith('.ts') ? stripTypeScriptTypes(readFileSync(join(root, file), 'utf8')) : readFileSync(join(root, file)))
  archive.close()
}
