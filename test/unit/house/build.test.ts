// The bundle keeps naming its worker and the repository's files by URLs that are true after bundling.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileUrls } from '../../../electron/vite.config.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'achterwacht-build-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const ENTRIES = { 'host/main': 'src/deep/main.ts', 'host/worker': 'src/deep/er/worker.ts' }

/** Bundles `main` and returns its code. */
async function bundle(main: string): Promise<string> {
  for (const [path, text] of Object.entries({ 'src/deep/main.ts': main, 'src/deep/er/worker.ts': 'export const worker: number = 1' })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [fileUrls(root, ENTRIES)],
    build: {
      ssr: true,
      outDir: join(root, 'dist'),
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, join(root, path)])),
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  return readFileSync(join(root, 'dist/host/main.js'), 'utf8')
}

it('names the built file of an entry', async () => {
  expect(await bundle(`export const url: URL = new URL('./er/worker.ts', import.meta.url)`)).toContain('new URL("../host/worker.js", import.meta.url)')
})

it('names data by its place in the repository, from dist/host', async () => {
  expect(await bundle(`export const url = new URL('../../resources/sites/demo.yaml', import.meta.url)`)).toContain('new URL("../../resources/sites/demo.yaml", import.meta.url)')
  expect(await bundle(`export const url = new URL('../own/', import.meta.url)`)).toContain('new URL("../../src/own/", import.meta.url)')
})

it('refuses a source that is no entry', async () => {
  await expect(bundle(`export const url = new URL('./other.ts', import.meta.url)`)).rejects.toThrow(/add it to the entries/)
})

it.each(['dirname', 'filename'])('refuses import.meta.%s, which bundling would change', async (name) => {
  await expect(bundle(`export const place: string = import.meta.${name}`)).rejects.toThrow(/use new URL/)
})
