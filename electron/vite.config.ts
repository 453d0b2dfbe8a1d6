// Bundles the host and the command line for Node: one file starts about five times as fast as 150 stripped ones.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Each entry lies one folder deep in dist, so that `../../` is the repository from every chunk. */
const ENTRIES: Record<string, string> = {
  'cli/main': 'electron/cli/main.ts',
  'host/main': 'electron/host/main.ts',
  'host/writer-thread': 'electron/host/ledger/writer-thread.ts',
  'host/check-thread': 'electron/host/ledger/check-thread.ts',
  'host/copy-thread': 'electron/host/ledger/copy-thread.ts',
  'host/export-thread': 'electron/host/export-thread.ts',
  'host/reader-thread': 'electron/host/reader-thread.ts',
  'host/device-child': 'native/transport/device-scan/device-child.ts',
  'host/log-child': 'electron/host/watch/log-tail/log-child.ts',
  'host/ptt-watchdog': 'native/transport/ptt-watchdog/child.ts',
}

/** Native add-ons find their binaries beside themselves; winston loads its transports lazily by name, ws its add-ons. */
const EXTERNAL = ['serialport', 'node-hid', 'usb', 'winston', 'ws']

/** They measure and try the sources, with the tests' own libraries: nothing that a console needs. */
const FROM_SOURCES = ['electron/cli/bench.ts', 'electron/cli/soak.ts']

/** Beside them in dist lie the page and the Electron shell, which have builds of their own. */
const OWN_FOLDERS = ['cli', 'host', 'chunks']

export default defineConfig({
  root: ROOT,
  logLevel: 'warn',
  publicDir: false,
  plugins: [leftInSources(ROOT, FROM_SOURCES), fileUrls(ROOT, ENTRIES), removeOlder(OWN_FOLDERS), builtFrom(ROOT, 'electron/vite.config.ts')],
  ssr: { target: 'node', noExternal: true, external: EXTERNAL },
  build: {
    ssr: true,
    outDir: resolve(ROOT, 'dist'),
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(ENTRIES).map(([name, path]) => [name, resolve(ROOT, path)])),
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
})

const FILE_URL = /new URL\(\s*(['"`])(\.[^'"`$]*)\1\s*,\s*import\.meta\.url\s*\)/g
const OWN_PLACE = /import\.meta\.(?:dirname|filename)/

/**
 * Keeps `new URL('./x', import.meta.url)` true after bundling: an entry becomes its built file, anything else its
 * place in the repository.
 *
 * @remarks Refuses what it cannot keep true: `import.meta.dirname`, and a source that is no entry.
 */
export function fileUrls(root: string, entries: Readonly<Record<string, string>>): Plugin {
  const builtAs = new Map(Object.entries(entries).map(([name, path]) => [path, `../${name}.js`]))
  return {
    name: 'file-urls',
    transform(code, id) {
      if (id.includes('node_modules') || !/\.(?:ts|mjs)$/.test(id)) return undefined
      if (OWN_PLACE.test(code)) this.error(`${id}: import.meta.dirname and .filename change by bundling; use new URL(…, import.meta.url)`)
      const changed = code.replaceAll(FILE_URL, (_whole, _quote, path: string) => {
        const target = relative(root, resolve(dirname(id), path)).split(sep).join('/')
        const built = builtAs.get(target)
        if (!built && /\.[mc]?tsx?$/.test(target)) this.error(`${id}: ${target} is loaded by its URL; add it to the entries`)
        const slash = path.endsWith('/') ? '/' : ''
        return `new URL(${JSON.stringify(built ?? `../../${target}${slash}`)}, import.meta.url)`
      })
      return changed === code ? undefined : { code: changed, map: null }
    },
  }
}

/** Imports these from where they lie, two folders above every entry, instead of taking them into the bundle. */
export function leftInSources(root: string, paths: readonly string[]): Plugin {
  return {
    name: 'left-in-sources',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return undefined
      const path = relative(root, resolve(dirname(importer), source)).split(sep).join('/')
      return paths.includes(path) ? { id: `../../${path}`, external: true } : undefined
    },
  }
}

/** Removes what an earlier build left, once this one is written: a build that fails leaves all as it was. */
export function removeOlder(folders: readonly string[]): Plugin {
  return {
    name: 'remove-older',
    writeBundle({ dir = '' }, bundle) {
      for (const file of folders.flatMap((folder) => filesIn(resolve(dir, folder)))) {
        if (!Object.hasOwn(bundle, relative(dir, file).split(sep).join('/'))) rmSync(file, { force: true })
      }
    },
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => resolve(folder, entry.name))
}

/** Writes which sources with which content made this bundle; `start.mjs` builds anew when one differs. */
export function builtFrom(root: string, config: string): Plugin {
  return {
    name: 'built-from',
    generateBundle() {
      const sources = [...new Set([...this.getModuleIds()].map((id) => id.replace(/\?.*$/, '')))].filter((id) => id.startsWith(root) && !id.includes('node_modules'))
      const files = [...sources, resolve(root, config), resolve(root, 'package-lock.json')]
      const hashes = files.map((file) => [relative(root, file).split(sep).join('/'), sha256(file)])
      this.emitFile({ type: 'asset', fileName: 'built-from.json', source: JSON.stringify(Object.fromEntries(hashes), undefined, 1) })
    },
  }
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}
