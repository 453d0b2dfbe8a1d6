// Rules about what people read: every text stands in the catalogue, every text of the catalogue is used.
import { isNode, textOf, type Module, type SyntaxNode, type Violation } from './source-tree.ts'

const HAS_LETTER = /\p{L}/u
/** Stories and their scenes play the host: what they show stands for a site file and for a network. */
const STORIES = /\.stories\.tsx$|^renderer\/scenes\//
/** Attributes of elements and properties of our components that are shown or read aloud. */
const SPOKEN = new Set(['alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'aria-valuetext', 'label', 'note', 'placeholder', 'text', 'title', 'word', 'wordNote'])

/** Text in the page's own sources instead of in the catalogue. */
export function checkWrittenTexts(tree: readonly Module[]): readonly Violation[] {
  return tree
    .filter((module) => module.path.startsWith('renderer/') && !STORIES.test(module.path))
    .flatMap((module) => {
      const inErrors = new Set(module.nodes.filter(isError).flatMap((node) => below(node)))
      return module.nodes.flatMap((node) => {
        const texts = [...writtenTexts(node), ...(inErrors.has(node) ? [] : sentences(node))]
        return texts.map((text) => ({ path: module.path, line: module.lineOf(node.start), what: `says '${text}' itself: text stands in resources/locales` }))
      })
    })
}

function writtenTexts(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'JSXText':
      return shownTexts({ ...node, type: 'Literal' })
    case 'JSXElement':
    case 'JSXFragment':
      return list(node['children']).flatMap((child) => (child.type === 'JSXExpressionContainer' ? shownTexts(child['expression']) : []))
    case 'JSXAttribute':
      return SPOKEN.has(attributeName(node)) ? shownTexts(node['value']) : []
    default:
      return []
  }
}

/** Strings with letters that an expression can amount to; what a call makes of its arguments is its own matter. */
function shownTexts(value: unknown): readonly string[] {
  if (!isNode(value)) return []
  switch (value.type) {
    case 'Literal':
      return typeof value['value'] === 'string' && HAS_LETTER.test(value['value']) ? [value['value'].trim()] : []
    case 'TemplateLiteral':
      return list(value['quasis']).map(rawOf).filter((part) => HAS_LETTER.test(part))
    case 'ConditionalExpression':
      return [...shownTexts(value['consequent']), ...shownTexts(value['alternate'])]
    case 'LogicalExpression':
    case 'BinaryExpression':
      return value['operator'] === '+' || value.type === 'LogicalExpression' ? [...shownTexts(value['left']), ...shownTexts(value['right'])] : []
    case 'JSXExpressionContainer':
      return shownTexts(value['expression'])
    default:
      return []
  }
}

/** More than one word with a capital in front is a sentence wherever it stands; a name of a class begins small. */
const SENTENCE = /^\p{Lu}[\p{L}'’-]* +\p{L}/u

function sentences(node: SyntaxNode): readonly string[] {
  const text = node.type === 'Literal' && typeof node['value'] === 'string' ? node['value'] : node.type === 'TemplateElement' ? rawOf(node) : ''
  return SENTENCE.test(text) ? [text] : []
}

const isError = (node: SyntaxNode): boolean => node.type === 'NewExpression' && isNode(node['callee']) && String(node['callee']['name']).endsWith('Error')

function below(node: unknown): readonly SyntaxNode[] {
  if (Array.isArray(node)) return node.flatMap(below)
  return isNode(node) ? [node, ...Object.values(node).flatMap(below)] : []
}

/** How keys are made whose end only the run knows: the beginning of each, and whose words come behind it. */
export type Prefixes = Readonly<Record<string, string>>

/** Keys made in a way that is not declared, and declarations that nothing follows. */
export function checkComputedKeys(tree: readonly Module[], keys: readonly string[], prefixes: Prefixes): readonly Violation[] {
  const found = tree.filter(speaks).flatMap((module) => module.nodes.flatMap((node) => computedKey(node, keys).map((prefix) => ({ module, node, prefix }))))
  const undeclared = found
    .filter(({ prefix }) => prefixes[prefix] === undefined)
    .map(({ module, node, prefix }) => ({ path: module.path, line: module.lineOf(node.start), what: `makes keys that begin with '${prefix}': declare it` }))
  const idle = Object.keys(prefixes)
    .filter((prefix) => !found.some((one) => one.prefix === prefix))
    .map((prefix) => ({ path: 'resources/locales/nl.json', line: 1, what: `nothing makes keys that begin with '${prefix}'` }))
  return [...undeclared, ...idle]
}

/** Those that turn keys into text; the host speaks in codes. */
const speaks = (module: Module): boolean => /^(?:renderer|electron\/(?:cli|main|browser))\//.test(module.path)

/** `text(`a.${b}`)`, also beside the call; `coded('a', b)`. */
function computedKey(node: SyntaxNode, keys: readonly string[]): readonly string[] {
  if (node.type === 'TemplateLiteral' && list(node['expressions']).length > 0) {
    const first = rawOf(list(node['quasis'])[0])
    return /^[a-z-]+(?:\.[a-z-]+)*\.$/.test(first) && keys.some((key) => key.startsWith(first)) ? [first] : []
  }
  if (node.type !== 'CallExpression' || !isNode(node['callee'])) return []
  const [first] = list(node['arguments'])
  const prefix = textOf(first)
  const name = isNode(node['callee']['property']) ? node['callee']['property']['name'] : node['callee']['name']
  return name === 'coded' && prefix !== undefined ? [`${prefix}.`] : []
}

/** Texts that nobody can ever read. */
export function checkUnusedKeys(tree: readonly Module[], keys: readonly string[], prefixes: Prefixes): readonly Violation[] {
  const sources = tree.filter((module) => !module.path.startsWith('test/') && !STORIES.test(module.path))
  const words = new Set(sources.flatMap((module) => module.nodes.flatMap(wordsOf)))
  const patterns = sources.flatMap((module) => module.nodes.flatMap(patternOf))
  // A code may itself be made of parts: `device.${link}`.
  const isMade = (whole: string): boolean => patterns.some((pattern) => pattern.exec(whole)?.slice(1).every((part) => words.has(part)) === true)
  const isCode = (code: string): boolean => words.has(code) || isMade(code)
  return keys
    .filter((key) => !words.has(key))
    .filter((key) => !Object.keys(prefixes).some((prefix) => key.startsWith(prefix) && (isCode(key.slice(prefix.length)) || isMade(key))))
    .map((key) => ({ path: 'resources/locales/nl.json', line: 1, what: `nobody uses ${key}` }))
}

function wordsOf(node: SyntaxNode): readonly string[] {
  if (node.type === 'Literal' || node.type === 'TemplateLiteral') {
    const text = textOf(node)
    return text === undefined ? [] : [text]
  }
  // Codes are also the keys of tables and the names of fields.
  if (node.type === 'Property' || node.type === 'TSPropertySignature') {
    const key = node['key']
    return isNode(key) && typeof key['name'] === 'string' ? [key['name']] : []
  }
  return []
}

/** What a template can amount to, each hole a group; one that begins with a hole could be anything. */
function patternOf(node: SyntaxNode): readonly RegExp[] {
  if (node.type !== 'TemplateLiteral' || list(node['expressions']).length === 0) return []
  const parts = list(node['quasis']).map(rawOf)
  return /^[a-z]/.test(parts[0] ?? '') && parts.every((part) => /^[a-z.-]*$/.test(part)) ? [new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('(.+)')}$`)] : []
}

const attributeName = (node: SyntaxNode): string => (isNode(node['name']) && typeof node['name']['name'] === 'string' ? node['name']['name'] : '')
const list = (value: unknown): readonly SyntaxNode[] => (Array.isArray(value) ? value.filter(isNode) : [])

function rawOf(quasi: SyntaxNode | undefined): string {
  const value = quasi?.['value']
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : ''
}
