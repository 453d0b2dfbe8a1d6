// Rules about the shape of the import graph: no cycle, areas of the host meet in host.ts, every path says its file.
import type { Edge, Module, Violation } from './source-tree.ts'

/**
 * Value imports that lead back to where they started. Types are gone at run time; a URL starts another thread or
 * process with a module graph of its own.
 */
export function checkCycles(tree: readonly Module[]): readonly Violation[] {
  const byPath = new Map(tree.map((module) => [module.path, module]))
  const finished = new Set<string>()
  const found: Violation[] = []
  const visit = (module: Module, trail: readonly string[]): void => {
    const at = trail.indexOf(module.path)
    if (at >= 0) {
      found.push({ path: module.path, line: 1, what: `cycle: ${[...trail.slice(at), module.path].join(' → ')}` })
      return
    }
    if (finished.has(module.path)) return
    for (const edge of module.edges.filter(isLoaded)) {
      const next = byPath.get(edge.target ?? '')
      if (next) visit(next, [...trail, module.path])
    }
    finished.add(module.path)
  }
  for (const module of tree) visit(module, [])
  return found
}

const isLoaded = (edge: Edge): boolean => !edge.typeOnly && edge.kind !== 'url'

const AREA = /^electron\/host\/([^/]+)\//
const TYPE_DOOR = /\/(?:types|index|port)\.ts$/
const ROOT_FILE = /^electron\/host\/(?:host|main)\.ts$/

/** Areas of the host share types through their doors and nothing else; values are joined in host.ts. */
export function checkHostAreas(tree: readonly Module[]): readonly Violation[] {
  return tree.flatMap((module) => {
    const own = AREA.exec(module.path)?.[1]
    if (own === undefined) return []
    return module.edges.flatMap((edge) => {
      const what = areaCrossing(own, edge)
      return what === undefined ? [] : [{ path: module.path, line: edge.line, what }]
    })
  })
}

function areaCrossing(own: string, edge: Edge): string | undefined {
  const target = edge.target ?? ''
  if (ROOT_FILE.test(target)) return `${own} imports ${target}: the composition knows the areas, not the other way round`
  const other = AREA.exec(target)?.[1]
  if (other === undefined || other === own) return undefined
  if (!edge.typeOnly) return `${own} imports a value of ${other} (${target}): hand it in through host.ts`
  return TYPE_DOOR.test(target) ? undefined : `${own} imports a type of ${other} past its types.ts, index.ts or port.ts (${target})`
}

const HAS_EXTENSION = /\.(?:ts|tsx|mjs|json|css|svg|yaml)$/
const IS_SOURCE = /\.(?:ts|tsx|mjs)$/

/** Node guesses no extension, and a missing file shows only when the line is reached. */
export function checkPaths(tree: readonly Module[]): readonly Violation[] {
  const known = new Set(tree.map((module) => module.path))
  return tree.flatMap((module) =>
    module.edges.flatMap((edge) => {
      if (edge.target === undefined) return []
      const at = { path: module.path, line: edge.line }
      if (!HAS_EXTENSION.test(edge.specifier)) return [{ ...at, what: `imports '${edge.specifier}' without its extension` }]
      if (IS_SOURCE.test(edge.target) && !known.has(edge.target)) return [{ ...at, what: `imports ${edge.target}, which does not exist` }]
      return []
    }),
  )
}
