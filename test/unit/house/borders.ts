// Who may import whom, written as data. A folder that is not in the table fails: add its row, with its reason, first.
import { builtinModules } from 'node:module'
import type { Edge, Module, Violation } from './source-tree.ts'

interface Row {
  readonly zone: string
  readonly at: RegExp
  /** Other zones; its own zone a module may always import. */
  readonly imports: readonly string[]
  /** `any`: every package but those that belong to the Electron shell. */
  readonly packages: readonly string[] | 'any' | 'electron too'
  /** Whether Node's built-in modules exist here. */
  readonly node: boolean
}

/** The first row that fits a path holds. */
const BORDERS: readonly Row[] = [
  { zone: 'kit', at: /^native\/kit\//, imports: [], packages: [], node: false },
  { zone: 'transport', at: /^native\/transport\//, imports: ['kit'], packages: ['serialport', '@serialport/*', 'node-hid', 'usb'], node: true },
  { zone: 'registry', at: /^native\/registry\.ts$/, imports: ['kit', 'device'], packages: [], node: false },
  // A well-kept library packs the pictures of a dozen Stream Deck models; it knows no Node either.
  { zone: 'device', at: /^native\/stream-deck\//, imports: ['kit'], packages: ['@elgato-stream-deck/core'], node: false },
  // Every protocol is testable without an operating system, and no device knows another.
  { zone: 'device', at: /^native\/[^/]+\//, imports: ['kit'], packages: [], node: false },
  // Runs in a browser too.
  { zone: 'contract', at: /^electron\/contract\//, imports: ['kit'], packages: ['zod'], node: false },
  { zone: 'host', at: /^electron\/host\//, imports: ['kit', 'contract', 'transport', 'registry', 'resources'], packages: 'any', node: true },
  { zone: 'tool configuration', at: /^electron\/main\/vite\.config\.ts$/, imports: [], packages: ['vite'], node: true },
  // What the Electron shell decides, testable without Electron.
  { zone: 'shell rules', at: /^electron\/main\/rules\//, imports: ['contract'], packages: ['zod'], node: true },
  { zone: 'main', at: /^electron\/main\//, imports: ['contract', 'shell rules', 'resources'], packages: 'electron too', node: true },
  { zone: 'preload', at: /^electron\/preload\//, imports: ['contract'], packages: 'electron too', node: true },
  { zone: 'browser', at: /^electron\/browser\//, imports: ['kit', 'contract', 'host'], packages: 'any', node: true },
  // The one place where console and simulators meet: demo, rehearse, decode.
  { zone: 'cli', at: /^electron\/cli\//, imports: ['kit', 'contract', 'host', 'browser', 'transport', 'registry', 'device', 'sim', 'bench', 'soak', 'resources'], packages: 'any', node: true },
  { zone: 'tool configuration', at: /^(?:electron|renderer|test)\/vite(?:st)?\.config\.ts$/, imports: [], packages: ['vite', 'vitest', '@vitejs/*'], node: true },
  // Runs before any package is installed.
  { zone: 'start', at: /^electron\/[^/]+\.[cm]js$/, imports: [], packages: [], node: true },
  { zone: 'renderer', at: /^renderer\//, imports: ['contract', 'resources'], packages: 'any', node: false },
  { zone: 'run', at: /^test\/[^/]+\.mjs$/, imports: ['start'], packages: [], node: true },
  // Simulators are products: they must not need a test runner, nor the console they imitate the surroundings of.
  { zone: 'sim', at: /^test\/sim\//, imports: ['kit', 'contract', 'transport', 'registry', 'device', 'resources'], packages: ['zod', 'yaml'], node: true },
  // `achterwacht bench` runs them; they measure everything there is.
  { zone: 'bench', at: /^test\/bench\//, imports: ['kit', 'transport', 'registry', 'device', 'contract', 'host', 'cli', 'renderer', 'sim', 'test', 'debian packages', 'resources'], packages: 'any', node: true },
  // `achterwacht soak` runs them; they wear out everything there is, and need no test runner.
  // Of the tests only what draws by seed and builds what is soaked: no soak needs a test runner.
  { zone: 'soak', at: /^test\/soak\//, imports: ['kit', 'transport', 'registry', 'device', 'contract', 'host', 'sim', 'test', 'debian packages', 'verifier', 'resources'], packages: [], node: true },
  // A soak that watches a process needs Debian's strace.
  { zone: 'debian packages', at: /^test\/support\/unpacked-debian\.ts$/, imports: [], packages: [], node: true },
  {
    zone: 'test',
    at: /^test\//,
    imports: ['kit', 'transport', 'registry', 'device', 'contract', 'host', 'browser', 'shell rules', 'cli', 'renderer', 'sim', 'bench', 'soak', 'start', 'run', 'tool configuration', 'debian packages', 'verifier', 'resources'],
    packages: 'any',
    node: true,
  },
  // The second verifier is worth something only while it shares nothing with the first.
  { zone: 'verifier', at: /^resources\/verify\//, imports: [], packages: [], node: true },
  { zone: 'resources', at: /^resources\//, imports: [], packages: [], node: false },
]

/** In plain Node their import starts a download. */
const SHELL_PACKAGES = ['electron', 'electron-store']

export function checkBorders(tree: readonly Module[]): readonly Violation[] {
  return tree.flatMap((module) => {
    const row = rowOf(module.path)
    if (!row) return [{ path: module.path, line: 1, what: 'has no row in the table of borders' }]
    return module.edges.flatMap((edge) => {
      const what = edge.target === undefined ? foreign(row, edge) : crossing(row, module.path, edge.target)
      return what === undefined ? [] : [{ path: module.path, line: edge.line, what }]
    })
  })
}

function rowOf(path: string): Row | undefined {
  return BORDERS.find((row) => row.at.test(path))
}

function crossing(row: Row, path: string, target: string): string | undefined {
  const other = rowOf(target)
  if (!other) return `imports ${target}, which has no row in the table of borders`
  const isOwn = row.zone === other.zone && (row.zone !== 'device' || folderOf(path) === folderOf(target))
  return isOwn || row.imports.includes(other.zone) ? undefined : `${row.zone} must not import ${other.zone} (${target})`
}

function foreign(row: Row, edge: Edge): string | undefined {
  const name = packageOf(edge.specifier)
  if (edge.specifier.startsWith('node:') || builtinModules.includes(name)) {
    return row.node ? undefined : `${row.zone} must not import ${edge.specifier}: Node is not there`
  }
  const refused = `${row.zone} must not import the package ${name}`
  if (row.packages === 'electron too') return undefined
  if (row.packages === 'any') return SHELL_PACKAGES.includes(name) ? refused : undefined
  const isListed = row.packages.some((one) => (one.endsWith('/*') ? name.startsWith(one.slice(0, -1)) : name === one))
  return isListed ? undefined : refused
}

function packageOf(specifier: string): string {
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}

function folderOf(path: string): string {
  return path.split('/').slice(0, 2).join('/')
}
