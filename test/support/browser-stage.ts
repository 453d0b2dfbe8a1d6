// A browser shell for tests: a small page on disk, texts of the product, any free port.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBrowserShell, type BrowserShell, type BrowserShellDeps } from '../../electron/browser/browser-shell.ts'
import { readPageFiles, type PageFiles } from '../../electron/browser/page-files.ts'
import { bothTexts } from '../../electron/cli/run/words.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'

const PAGE: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><html><head><meta charset="utf-8"><title>Achterwacht</title><script type="module" src="./assets/page-1a2b.js"></script></head><body></body></html>',
  'gallery.html': '<!doctype html><title>gallery</title>',
  'assets/page-1a2b.js': "const pipe = new WebSocket(location.origin.replace('http', 'ws') + '/pipe')\npipe.onmessage = () => { document.title = 'connected' }\n",
  'assets/page-1a2b.js.map': '{}',
  'assets/inter-3c4d.woff2': 'font',
  'built-from.json': '{}',
}

/** Writes the page below `folder`. @returns its own folder */
export async function writePage(folder: string): Promise<string> {
  const page = join(folder, 'page')
  await mkdir(join(page, 'assets'), { recursive: true })
  for (const [path, text] of Object.entries(PAGE)) await writeFile(join(page, path), text)
  return page
}

export async function pageFilesIn(folder: string): Promise<PageFiles> {
  const files = readPageFiles(await writePage(folder))
  if (!files) throw new Error('the page that was just written is not there')
  return files
}

export async function openTestShell(folder: string, deps: Partial<BrowserShellDeps> = {}): Promise<BrowserShell> {
  const shell = await openBrowserShell({
    clock: systemClock,
    random: systemRandom,
    port: 0,
    files: await pageFilesIn(folder),
    dataFolder: folder,
    texts: bothTexts,
    sendToHost: () => {},
    onTrouble: () => {},
    ...deps,
  })
  if (!shell.ok) throw new Error(`the shell does not open: ${shell.error.code} ${shell.error.detail}`)
  return shell.value
}
