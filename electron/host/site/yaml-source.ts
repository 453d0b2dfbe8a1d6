// The text of a site file as data, and the way back from a place in the data to line and column.
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml'
import type { Finding, SitePath } from './problems.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface YamlSource {
  readonly data: unknown
  /** Syntax errors and keys written twice; with a syntax error `data` is not to be trusted. */
  readonly findings: readonly (Finding & { readonly place: Place })[]
  readonly readable: boolean
  locate(path: SitePath, at: Finding['at']): Place
}

const START: Place = { line: 1, column: 1 }

/** Aliases expanded beyond this are an attack or an accident. Source: yaml, `maxAliasCount`. */
const ALIAS_MAX = 100

export function readYaml(text: string): YamlSource {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, stringKeys: true, logLevel: 'error' })
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return line > 0 ? { line, column: col } : START
  }

  let readable = true
  const findings: (Finding & { readonly place: Place })[] = []
  const syntax = (detail: string, where: Place): void => {
    readable = false
    findings.push({ path: [], at: 'value', complaint: { code: 'yaml-syntax', detail }, place: where })
  }
  for (const error of document.errors) {
    const where = place(error.pos[0])
    if (error.code !== 'DUPLICATE_KEY') syntax(error.message, where)
    else findings.push({ path: [], at: 'key', complaint: { code: 'duplicate-key', key: wordAt(text, error.pos[0]) }, place: where })
  }

  let data: unknown
  try {
    data = document.toJS({ maxAliasCount: ALIAS_MAX })
  } catch (cause) {
    syntax(cause instanceof Error ? cause.message : String(cause), START)
  }
  return { data, findings, readable, locate: (path, at) => locate(document, path, at, place) }
}

const wordAt = (text: string, offset: number): string => /^["']?([^\s:"']+)/.exec(text.slice(offset))?.[1] ?? ''

/** The place of the deepest part of `path` that exists: a missing key is reported at the block that lacks it. */
function locate(document: Document, path: SitePath, at: Finding['at'], place: (offset: number) => Place): Place {
  let node: Node | undefined = document.contents ?? undefined
  let offset = start(node) ?? 0
  for (const [index, step] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node
    const last = index === path.length - 1
    if (isMap(container)) {
      const pair = container.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair === undefined) break
      const value = isNode(pair.value) ? pair.value : undefined
      const key = isNode(pair.key) ? start(pair.key) : undefined
      offset = (last && at === 'key' ? key : start(value)) ?? key ?? offset
      node = value
    } else if (isSeq(container) && typeof step === 'number') {
      const item = container.items[step]
      node = isNode(item) ? item : undefined
      offset = start(node) ?? offset
    } else break
  }
  return place(offset)
}

/** An empty value has a place, but no text there: the caller then points at its key. */
function start(node: Node | undefined): number | undefined {
  const range = node?.range
  if (!range || (isScalar(node) && range[0] === range[1])) return undefined
  return range[0]
}
