// Rules about single files: time and chance are handed in, names say what is inside, types can be stripped.
import { isNode, textOf, type Module, type SyntaxNode, type Violation } from './source-tree.ts'

/** Files that start a process or a thread read the clock, chance and the environment, and hand them in. */
export const ENTRIES: readonly RegExp[] = [
  /^native\/transport\//,
  /^electron\/[^/]+\.[cm]js$/,
  /^electron\/(?:cli|host|main|preload|browser)\/main\.ts$/,
  /^electron\/host\/ledger\/writer-thread\.ts$/,
  /^electron\/host\/reader-thread\.ts$/,
  /^(?:electron|renderer)\/vite\.config\.ts$/,
  /^renderer\/(?:app|gallery)\/main\.tsx?$/,
  // An auditor's whole program.
  /^resources\/verify\/verify\.mjs$/,
  // Tests measure, and set up surroundings of their own.
  /^test\//,
]

const AMBIENT: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
  performance: ['now', 'timeOrigin'],
  process: ['env', 'hrtime', 'uptime'],
  crypto: ['randomUUID', 'getRandomValues', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync'],
}
const AMBIENT_MODULES: Readonly<Record<string, readonly string[] | 'all'>> = {
  'node:process': 'all',
  'node:perf_hooks': 'all',
  'node:crypto': AMBIENT['crypto'] ?? [],
}

/** Reads of the clock, of chance or of the environment outside the entries. */
export function checkAmbient(tree: readonly Module[]): readonly Violation[] {
  return tree
    .filter((module) => !ENTRIES.some((entry) => entry.test(module.path)))
    .flatMap((module) =>
      module.nodes.flatMap((node) =>
        ambientReads(node).map((what) => ({ path: module.path, line: module.lineOf(node.start), what: `reads ${what}: have it handed in` })),
      ),
    )
}

function ambientReads(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'MemberExpression': {
      const object = globalName(node['object'])
      const property = node['computed'] === true ? textOf(node['property']) : identifier(node['property'])
      return banned(object, property) ? [`${object}.${property}`] : []
    }
    case 'NewExpression':
      return globalName(node['callee']) === 'Date' && isEmpty(node['arguments']) ? ['new Date()'] : []
    case 'CallExpression':
      return globalName(node['callee']) === 'Date' ? ['Date()'] : []
    case 'VariableDeclarator': {
      const object = globalName(node['init'])
      return keysOf(node['id']).filter((key) => banned(object, key)).map((key) => `${object}.${key}`)
    }
    case 'ImportDeclaration':
      return node['importKind'] === 'type' ? [] : ambientImports(node)
    default:
      return []
  }
}

function ambientImports(node: SyntaxNode): readonly string[] {
  const source = textOf(node['source']) ?? ''
  const names = AMBIENT_MODULES[source]
  if (names === undefined || !Array.isArray(node['specifiers'])) return []
  const imported = node['specifiers'].map((one: unknown) => (isNode(one) ? (identifier(one['imported']) ?? '*') : '*'))
  return imported.filter((name) => names === 'all' || names.includes(name)).map((name) => `${name} of ${source}`)
}

function banned(object: string | undefined, property: string | undefined): boolean {
  return object !== undefined && property !== undefined && (AMBIENT[object]?.includes(property) ?? false)
}

/** `Date`, also when written as `globalThis.Date`. */
function globalName(value: unknown): string | undefined {
  const name = identifier(value)
  if (name !== undefined || !isNode(value) || value.type !== 'MemberExpression') return name
  return identifier(value['object']) === 'globalThis' ? identifier(value['property']) : undefined
}

function identifier(value: unknown): string | undefined {
  return isNode(value) && value.type === 'Identifier' && typeof value['name'] === 'string' ? value['name'] : undefined
}

function keysOf(pattern: unknown): readonly string[] {
  if (!isNode(pattern) || pattern.type !== 'ObjectPattern' || !Array.isArray(pattern['properties'])) return []
  return pattern['properties'].flatMap((one: unknown) => (isNode(one) ? (identifier(one['key']) ?? []) : []))
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0

const VAGUE = /^(?:utils?|helpers?|common|misc)$/

/** Names that say nothing about what is inside, for files and for folders. */
export function checkNames(tree: readonly Module[]): readonly Violation[] {
  return tree.flatMap(({ path }) => {
    const vague = path.split('/').map((part) => part.replace(/\..*$/, '')).find((part) => VAGUE.test(part))
    return vague === undefined ? [] : [{ path, line: 1, what: `'${vague}' says nothing about what is inside` }]
  })
}

const NOT_ERASABLE: Readonly<Record<string, string>> = {
  TSEnumDeclaration: 'an enum',
  TSModuleDeclaration: 'a namespace',
  TSParameterProperty: 'a parameter property',
  TSImportEqualsDeclaration: 'import =',
  TSExportAssignment: 'export =',
  TSTypeAssertion: 'a type assertion in angle brackets',
  Decorator: 'a decorator',
  AccessorProperty: 'an accessor field',
}

/** Syntax that Node cannot run by taking the types away. */
export function checkErasable(tree: readonly Module[]): readonly Violation[] {
  return tree.flatMap((module) => [
    ...module.errors.map((error) => ({ path: module.path, line: 1, what: `does not parse: ${error}` })),
    ...module.nodes.flatMap((node) => {
      const name = NOT_ERASABLE[node.type]
      if (name === undefined || node['declare'] === true) return []
      return [{ path: module.path, line: module.lineOf(node.start), what: `${name} is more than a type` }]
    }),
  ])
}

/** Imports whose target only the run knows: no border can hold them. */
export function checkOpaque(tree: readonly Module[]): readonly Violation[] {
  return tree
    .filter((module) => !module.path.startsWith('test/'))
    .flatMap((module) =>
      module.nodes
        .filter((node) => node.type === 'ImportExpression' && textOf(node['source']) === undefined)
        .map((node) => ({ path: module.path, line: module.lineOf(node.start), what: 'imports what only the run knows' })),
    )
}
