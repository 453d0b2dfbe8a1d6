// The borders between the folders. Each rule runs over the real tree, and over a small one that breaks it.
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkBorders } from './borders.ts'
import { checkAmbient, checkErasable, checkNames, checkOpaque } from './file-rules.ts'
import { checkCycles, checkHostAreas, checkPaths } from './graph-rules.ts'
import { parseTree, readSources, type Module, type Sources, type Violation } from './source-tree.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const tree = parseTree(readSources(ROOT))

type Rule = (tree: readonly Module[]) => readonly Violation[]

const RULES: readonly (readonly [title: string, rule: Rule])[] = [
  ['each folder imports only what the table of borders lets it', checkBorders],
  ['no value import leads back to where it started', checkCycles],
  ['areas of the host share nothing but types, through their doors', checkHostAreas],
  ['each relative import names an existing file with its extension', checkPaths],
  ['only the entries read the clock, chance and the environment', checkAmbient],
  ['no file or folder has a name that says nothing', checkNames],
  ['all syntax runs when the types are taken away', checkErasable],
  ['every import of the console says what it imports', checkOpaque],
]

describe('the tree', () => {
  it('is really there', () => {
    expect(tree.length).toBeGreaterThan(20)
    expect(tree.map((module) => module.path)).toContain('test/unit/house/import-graph.test.ts')
  })

  it.each(RULES)('%s', (_title, rule) => {
    expect(rule(tree).map(({ path, line, what }) => `${path}:${line} ${what}`)).toEqual([])
  })
})

/** What a rule says about a small tree, without path and line. */
const says = (rule: Rule, sources: Sources): readonly string[] => rule(parseTree(sources)).map((violation) => violation.what)

describe('the table of borders', () => {
  const oneImport = (path: string, specifier: string): readonly string[] => says(checkBorders, { [path]: `import * as x from '${specifier}'` })

  it.each([
    ['native/kit/a.ts', 'node:fs'],
    ['native/kit/a.ts', 'zod'],
    ['native/kit/a.ts', '../transport/clock.ts'],
    ['native/tetra-pei/a.ts', 'fs'],
    ['native/tetra-pei/a.ts', 'serialport'],
    ['native/tetra-pei/a.ts', '../hid-buttons/a.ts'],
    ['native/tetra-pei/messages/a.ts', '../../transport/clock.ts'],
    ['native/transport/a.ts', '../tetra-pei/driver.ts'],
    ['native/registry.ts', './transport/clock.ts'],
    ['electron/contract/a.ts', 'node:path'],
    ['electron/contract/a.ts', 'yaml'],
    ['electron/contract/a.ts', '../host/host.ts'],
    ['electron/host/watch/a.ts', 'electron'],
    ['electron/host/watch/a.ts', 'electron-store'],
    ['electron/host/watch/a.ts', '../../cli/main.ts'],
    ['electron/host/watch/a.ts', '../../../native/tetra-pei/driver.ts'],
    ['electron/host/watch/a.ts', '../../../test/sim/rbs.ts'],
    ['electron/main/a.ts', '../host/host.ts'],
    ['electron/main/rules/a.ts', 'electron'],
    ['electron/main/rules/a.ts', '../windows.ts'],
    ['test/unit/a.test.ts', '../../electron/main/windows.ts'],
    ['electron/preload/a.ts', '../main/a.ts'],
    ['electron/browser/a.ts', '../cli/main.ts'],
    ['electron/cli/a.ts', 'electron/main'],
    ['electron/cli/a.ts', '../../test/support/manual-clock.ts'],
    ['electron/start.mjs', 'zod'],
    ['renderer/app/a.tsx', 'node:fs'],
    ['renderer/app/a.tsx', '../../electron/host/host.ts'],
    ['test/sim/a.ts', 'vitest'],
    ['test/sim/a.ts', '../../electron/host/host.ts'],
    ['test/unit/a.test.ts', 'electron'],
    ['electron/elsewhere/a.ts', '../contract/words.ts'],
  ])('refuses %s importing %s', (path, specifier) => {
    expect(oneImport(path, specifier)).toHaveLength(1)
  })

  it.each([
    ['native/kit/a.ts', './bytes.ts'],
    ['native/tetra-pei/messages/a.ts', '../constants.ts'],
    ['native/tetra-pei/messages/a.ts', '../../kit/bytes.ts'],
    ['native/transport/a.ts', 'serialport'],
    ['native/transport/a.ts', '@serialport/stream'],
    ['native/registry.ts', './tetra-pei/index.ts'],
    ['electron/contract/a.ts', 'zod'],
    ['electron/contract/a.ts', '../../native/kit/errors.ts'],
    ['electron/host/watch/a.ts', '../../../native/transport/clock.ts'],
    ['electron/main/a.ts', 'electron'],
    ['electron/cli/a.ts', '../../test/sim/rbs.ts'],
    ['electron/cli/a.ts', '../../native/tetra-pei/simulator.ts'],
    ['test/unit/a.test.ts', '../../electron/host/host.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(oneImport(path, specifier)).toEqual([])
  })

  it.each([
    ['a type', `import type { A } from '../hid-buttons/a.ts'`],
    ['a type named in place', `export type A = import('../hid-buttons/a.ts').A`],
    ['an export', `export { a } from '../hid-buttons/a.ts'`],
    ['an export of everything', `export * from '../hid-buttons/a.ts'`],
    ['a dynamic import', `export const a = await import('../hid-buttons/a.ts')`],
    ['a dynamic import in a template', 'export const a = await import(`../hid-buttons/a.ts`)'],
    ['a URL', `export const a = new URL('../hid-buttons/a.ts', import.meta.url)`],
  ])('sees %s', (_way, source) => {
    expect(says(checkBorders, { 'native/tetra-pei/a.ts': source })).toHaveLength(1)
  })
})

describe('the rule against cycles', () => {
  const ring = (last: string): Sources => ({
    'native/kit/a.ts': `import './b.ts'`,
    'native/kit/b.ts': `export * from './c.ts'`,
    'native/kit/c.ts': last,
  })

  it('names every file on the way round', () => {
    expect(says(checkCycles, ring(`import './a.ts'`))).toEqual(['cycle: native/kit/a.ts → native/kit/b.ts → native/kit/c.ts → native/kit/a.ts'])
  })

  it('sees a cycle through a dynamic import and one of a file with itself', () => {
    expect(says(checkCycles, ring(`await import('./a.ts')`))).toHaveLength(1)
    expect(says(checkCycles, { 'native/kit/a.ts': `import './a.ts'` })).toEqual(['cycle: native/kit/a.ts → native/kit/a.ts'])
  })

  it('takes a type named beside no value for the import that it stays', () => {
    expect(says(checkCycles, ring(`import { type A } from './a.ts'`))).toHaveLength(1)
  })

  it('lets types and the name of a worker lead back', () => {
    expect(says(checkCycles, ring(`import type { A } from './a.ts'\nexport type { B } from './a.ts'\nnew URL('./a.ts', import.meta.url)`))).toEqual([])
  })

  it('lets two files share a third', () => {
    expect(says(checkCycles, { ...ring(''), 'native/kit/d.ts': `import './a.ts'\nimport './c.ts'` })).toEqual([])
  })
})

describe('the rule for areas of the host', () => {
  const fromWatch = (source: string): readonly string[] => says(checkHostAreas, { 'electron/host/watch/a.ts': source })

  it('refuses a value of another area, even from its door', () => {
    expect(fromWatch(`import { x } from '../ledger/index.ts'`)).toHaveLength(1)
    expect(fromWatch(`import { type X } from '../ledger/types.ts'`)).toHaveLength(1)
    expect(fromWatch(`await import('../ledger/store.ts')`)).toHaveLength(1)
  })

  it('refuses a type from behind the door, and the composition itself', () => {
    expect(fromWatch(`import type { X } from '../ledger/store.ts'`)).toHaveLength(1)
    expect(fromWatch(`import type { X } from '../host.ts'`)).toHaveLength(1)
  })

  it('lets an area use its own files and the types at the other doors', () => {
    expect(fromWatch(`import { x } from './b.ts'\nimport type { X } from '../ledger/port.ts'\nimport type { Y } from '../ptt/types.ts'`)).toEqual([])
  })

  it('lets host.ts join values of all areas', () => {
    expect(says(checkHostAreas, { 'electron/host/host.ts': `import { x } from './ledger/store.ts'\nimport { y } from './watch/a.ts'` })).toEqual([])
  })
})

describe('the rule for paths', () => {
  it.each([`import './b'`, `export * from './b.js'`, `await import('./missing.ts')`, `new URL('./gone.ts', import.meta.url)`])('refuses %s', (source) => {
    expect(says(checkPaths, { 'native/kit/a.ts': source, 'native/kit/b.ts': '' })).toHaveLength(1)
  })

  it('lets an existing file and data be named', () => {
    expect(says(checkPaths, { 'test/unit/a.test.ts': `import '../b.ts'\nimport './c.json'\nimport 'zod'`, 'test/b.ts': '' })).toEqual([])
  })
})

describe('the rule for clock, chance and environment', () => {
  it.each([
    'Date.now()',
    'new Date()',
    'Date()',
    'Math.random()',
    'process.env',
    `process['env']`,
    'process.hrtime.bigint()',
    'performance.now()',
    'globalThis.performance.now()',
    'const { env } = process',
    'const { now } = Date',
    'crypto.randomUUID()',
    `import { randomBytes } from 'node:crypto'`,
    `import { env } from 'node:process'`,
    `import { performance } from 'node:perf_hooks'`,
  ])('refuses %s', (source) => {
    expect(says(checkAmbient, { 'electron/host/watch/a.ts': source })).toHaveLength(1)
  })

  it('lets dates be made from a number and hashes be taken', () => {
    expect(says(checkAmbient, { 'electron/host/watch/a.ts': `import { createHash } from 'node:crypto'\nnew Date(0); Date.UTC(2024, 0); process.pid` })).toEqual([])
  })

  it.each(['native/transport/clock.ts', 'electron/host/main.ts', 'electron/cli/main.ts', 'electron/start.mjs'])('lets the entry %s read them', (path) => {
    expect(says(checkAmbient, { [path]: 'Date.now(); process.env' })).toEqual([])
  })

  it.each(['native/kit/clock.ts', 'electron/host/host.ts', 'electron/cli/decode.ts', 'electron/contract/words.ts', 'renderer/app/page.tsx'])(
    'holds in %s',
    (path) => {
      expect(says(checkAmbient, { [path]: 'Date.now()' })).toHaveLength(1)
    },
  )
})

describe('the rule for names', () => {
  it.each(['native/kit/utils.ts', 'electron/host/helpers/a.ts', 'electron/host/site/common.test.ts'])('refuses %s', (path) => {
    expect(says(checkNames, { [path]: '' })).toHaveLength(1)
  })

  it('lets a name contain such a word', () => {
    expect(says(checkNames, { 'native/kit/common-mode.ts': '' })).toEqual([])
  })
})

describe('the rule for erasable syntax', () => {
  it.each([
    'enum A { B }',
    'const enum A { B }',
    'namespace A { export const b = 1 }',
    'class A { constructor(readonly b: number) {} }',
    `import a = require('a')`,
    'const a = <number>1',
    'class A { accessor b = 1 }',
    '@a class A {}',
    'const = 1',
  ])('refuses %s', (source) => {
    expect(says(checkErasable, { 'native/kit/a.ts': source }).length).toBeGreaterThan(0)
  })

  it('lets types, assertions and declarations pass', () => {
    expect(says(checkErasable, { 'native/kit/a.ts': 'interface A {}\nconst a = 1 as number satisfies number\ndeclare enum B { C }\ndeclare global { interface D {} }' })).toEqual([])
  })
})

describe('the rule for imports that only the run knows', () => {
  it('refuses them in the console and lets tests load what they made', () => {
    expect(says(checkOpaque, { 'electron/host/a.ts': 'await import(name)' })).toHaveLength(1)
    expect(says(checkOpaque, { 'electron/host/a.ts': `await import('./b.ts')`, 'test/unit/a.test.ts': 'await import(name)' })).toEqual([])
  })
})
