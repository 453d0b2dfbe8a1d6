// A build leaves nothing of an earlier one, and nothing of what other builds made beside it is lost.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { removeOlder } from '../../../electron/vite.config.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'achterwacht-build-'))
  for (const path of ['dist/cli/main.js', 'dist/cli/gone.js', 'dist/chunks/old-1a.js', 'dist/page/index.html', 'dist/main/main.js']) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), 'earlier')
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const there = (): readonly boolean[] => ['cli/main.js', 'cli/gone.js', 'chunks/old-1a.js', 'page/index.html', 'main/main.js'].map((path) => existsSync(join(root, 'dist', path)))

async function bundle(source: string): Promise<void> {
  writeFileSync(join(root, 'main.ts'), source)
  await build({
    configFile: false,
    root,
    logLevel: 'silent',
    plugins: [removeOlder(['cli', 'chunks'])],
    build: {
      ssr: true,
      outDir: join(root, 'dist'),
      emptyOutDir: false,
      rolldownOptions: { input: { 'cli/main': join(root, 'main.ts') }, output: { entryFileNames: '[name].js' } },
    },
  })
}

it('removes its own older files, and keeps the page and the Electron shell', async () => {
  await bundle('export const a: number = 1')
  expect(there()).toEqual([true, false, false, true, true])
})

it('that fails leaves everything as it was', async () => {
  await expect(bundle('export const = 1')).rejects.toThrow()
  expect(there()).toEqual([true, true, true, true, true])
})
