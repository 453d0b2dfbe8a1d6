// Each top folder explains itself, and no text names the machine it was written on.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
/** What tools leave behind; of the folders with a dot only `.ci` is ours. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', 'data'])
const isToolFolder = (name: string): boolean => NOT_OURS.has(name) || (name.startsWith('.') && name !== '.ci')
const TEXT = /\.(?:ts|tsx|mjs|js|json|jsonl|md|yaml|yml|css|html|svg|sh|rules|txt)$|^[^.]+$|^\.[^.]+$/

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return isToolFolder(entry.name) ? [] : filesBelow(path)
    return entry.isFile() && TEXT.test(entry.name) ? [path] : []
  })
}

describe('each top folder', () => {
  const folders = readdirSync(ROOT, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !isToolFolder(entry.name) && entry.name !== '.ci')

  it.each(folders.map((entry) => entry.name))('%s opens with a short README: what lives here, what it may import, how to add one more', (name) => {
    const text = readFileSync(join(ROOT, name, 'README.md'), 'utf8')
    expect(text).toMatch(new RegExp(`^# .*${name}`))
    expect(text).toMatch(/^## What it may import$/m)
    expect(text).toMatch(/^## One more$/m)
    expect(text.split('\n').length).toBeLessThan(80)
  })

  it('is one of those the layout knows', () => {
    expect(folders.map((entry) => entry.name).filter((name) => !['electron', 'native', 'renderer', 'resources', 'test'].includes(name))).toEqual([])
  })
})

/** Home and work folders; /dev, /proc, /etc and the like are the same on every machine. */
const MACHINE_PATH = /(?<![\w.*)\]}/-])(?:\/(?:home|root|Users|work)\/[\w.-]+|[A-Z]:\\Users\\[\w.-]+)/

describe('our text', () => {
  it('names no folder of the machine it was written on', () => {
    const files = filesBelow(ROOT)
    expect(files.length).toBeGreaterThan(40)
    const found = files.flatMap((path) => {
      if (statSync(path).size > 5_000_000) return []
      const match = MACHINE_PATH.exec(readFileSync(path, 'utf8'))
      return match ? [`${relative(ROOT, path)}: ${match[0]}`] : []
    })
    expect(found).toEqual([])
  })

  it.each(['home', 'root', 'work', 'Users'])('would be found out about a folder in /%s', (folder) => {
    for (const before of ['', ' ', '"', '=', 'file://', '(']) expect(MACHINE_PATH.test(`${before}/${folder}/achterwacht`)).toBe(before !== 'file://')
    expect(MACHINE_PATH.test(`https://example.org/${folder}/page`)).toBe(false)
  })
})
