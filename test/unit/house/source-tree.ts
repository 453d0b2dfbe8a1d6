// Our sources as a graph: who imports whom and how. Parsed by Vite's parseSync, because TypeScript 7 has no JS API.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { parseSync } from 'vite'

export interface Edge {
  /** As written. */
  readonly specifier: string
  /** Path from the repository's root, for a relative specifier. */
  readonly target: string | undefined
  /** `url`: `new URL('./x.ts', import.meta.url)`, how a worker or a child process is named. */
  readonly kind: 'static' | 'dynamic' | 'url'
  /** Gone after type stripping. `import { type A }` is not: Node still loads the module. */
  readonly typeOnly: boolean
  readonly line: number
}

export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly [key: string]: unknown
}

export interface Module {
  /** From the repository's root, with slashes. */
  readonly path: string
  readonly edges: readonly Edge[]
  readonly nodes: readonly SyntaxNode[]
  readonly errors: readonly string[]
  lineOf(offset: number): number
}

export interface Violation {
  readonly path: string
  readonly line: number
  readonly what: string
}

const FOLDERS = ['electron', 'native', 'renderer', 'resources', 'test']
const SOURCE = /\.(?:ts|tsx|mjs|cjs)$/

/** Sources by path; a small hand-written one is a counter-example. */
export type Sources = Readonly<Record<string, string>>

export function readSources(root: string): Sources {
  const sources: Record<string, string> = {}
  for (const folder of FOLDERS) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${entry.split(sep).join('/')}`
      if (SOURCE.test(path) && !path.includes('node_modules/')) sources[path] = readFileSync(join(root, path), 'utf8')
    }
  }
  return sources
}

export function parseTree(sources: Sources): readonly Module[] {
  return Object.entries(sources).map(([path, text]) => parseModule(path, text))
}

function parseModule(path: string, text: string): Module {
  const parsed = parseSync(path, text)
  const nodes: SyntaxNode[] = []
  collect(parsed.program, nodes)
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const edges = nodes.flatMap((node) => edgesOf(node)).map(({ node, specifier, kind, typeOnly }) => ({
    specifier,
    target: specifier.startsWith('.') ? normalize(join(dirname(path), specifier)).split(sep).join('/') : undefined,
    kind,
    typeOnly,
    line: lineOf(node.start),
  }))
  return { path, edges, nodes, errors: parsed.errors.map((error) => error.message), lineOf }
}

/** All syntax nodes below a value, parents before children. */
function collect(value: unknown, into: SyntaxNode[]): void {
  if (Array.isArray(value)) for (const one of value) collect(one, into)
  else if (isNode(value)) {
    into.push(value)
    for (const key of Object.keys(value)) collect(value[key], into)
  }
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The text of a string literal or of a template without holes. */
export function textOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'Literal' && typeof value['value'] === 'string') return value['value']
  if (value.type !== 'TemplateLiteral' || !Array.isArray(value['quasis']) || value['quasis'].length !== 1) return undefined
  const only: unknown = value['quasis'][0]
  const cooked = isNode(only) ? only['value'] : undefined
  return typeof cooked === 'object' && cooked !== null && 'cooked' in cooked ? String(cooked.cooked) : undefined
}

type FoundEdge = Pick<Edge, 'specifier' | 'kind' | 'typeOnly'> & { readonly node: SyntaxNode }

function edgesOf(node: SyntaxNode): readonly FoundEdge[] {
  const edge = (source: unknown, kind: Edge['kind'], typeOnly: boolean): readonly FoundEdge[] => {
    const specifier = textOf(source)
    return specifier === undefined ? [] : [{ node, specifier, kind, typeOnly }]
  }
  switch (node.type) {
    case 'ImportDeclaration':
      return edge(node['source'], 'static', node['importKind'] === 'type')
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return edge(node['source'], 'static', node['exportKind'] === 'type')
    case 'TSImportType':
      return edge(node['source'] ?? node['argument'], 'static', true)
    case 'ImportExpression':
      return edge(node['source'], 'dynamic', false)
    case 'NewExpression':
      return isFileUrl(node) ? edge((node['arguments'] as unknown[])[0], 'url', false).filter((one) => SOURCE.test(one.specifier)) : []
    default:
      return []
  }
}

function isFileUrl(node: SyntaxNode): boolean {
  const callee = node['callee']
  const args = node['arguments']
  if (!isNode(callee) || callee['name'] !== 'URL' || !Array.isArray(args)) return false
  const base: unknown = args[1]
  return isNode(base) && base.type === 'MemberExpression' && isNode(base['object']) && base['object'].type === 'MetaProperty'
}
