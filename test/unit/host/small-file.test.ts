// A small file outlives the death of the program at any moment: it is the old one or the new one, never half of either.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createCallMemory } from '../../../electron/host/devices/call-memory.ts'
import { createSmallFile, type SmallFile } from '../../../electron/host/devices/small-file.ts'

const schema = z.strictObject({ cc: z.number() })
let folder = ''
let failures: string[] = []
const path = (): string => join(folder, 'kept', 'call.json')
const open = (): SmallFile<{ cc: number }> => createSmallFile(path(), schema, (cause) => failures.push(cause))

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'small-file-'))
  failures = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('gives back what was written, to the next program too, and nothing after it was removed', () => {
  open().write({ cc: 3 })
  expect(open().read()).toEqual({ found: 'value', value: { cc: 3 } })
  open().remove()
  expect(open().read()).toEqual({ found: 'absent' })
  open().remove()
  expect(failures).toEqual([])
})

describe('a program killed', () => {
  test('between writing and renaming leaves the old value', () => {
    open().write({ cc: 3 })
    writeFileSync(`${path()}.new`, JSON.stringify({ cc: 9 }))
    expect(open().read()).toEqual({ found: 'value', value: { cc: 3 } })
    open().write({ cc: 4 })
    expect(open().read()).toEqual({ found: 'value', value: { cc: 4 } })
  })

  test('in the middle of writing leaves the old value', () => {
    open().write({ cc: 3 })
    writeFileSync(`${path()}.new`, '{"c')
    expect(open().read()).toEqual({ found: 'value', value: { cc: 3 } })
  })

  test('after renaming leaves the new value and no rest', () => {
    open().write({ cc: 3 })
    writeFileSync(`${path()}.new`, JSON.stringify({ cc: 9 }))
    renameSync(`${path()}.new`, path())
    expect(open().read()).toEqual({ found: 'value', value: { cc: 9 } })
    expect(existsSync(`${path()}.new`)).toBe(false)
  })
})

test.each([['nothing', ''], ['half', '{"cc":'], ['other', '{"channel":"desk"}'], ['more', '{"cc":3,"x":1}'], ['zeros', '\0\0\0\0']])('a file that holds %s is unreadable, not absent', (_what, text) => {
  open()
  writeFileSync(path(), text)
  expect(open().read()).toEqual({ found: 'unreadable' })
})

test('something that cannot be read at all is unreadable, not absent', () => {
  mkdirSync(path(), { recursive: true })
  expect(open().read()).toEqual({ found: 'unreadable' })
})

test('a disk that refuses is told, and throws nothing into the press', () => {
  mkdirSync(path(), { recursive: true })
  writeFileSync(join(path(), 'in-the-way'), '')
  const file = open()
  file.write({ cc: 3 })
  file.remove()
  expect(failures).toHaveLength(2)
  chmodSync(folder, 0o700)
})

describe('the call that may be keyed', () => {
  const memory = (): ReturnType<typeof createCallMemory> => createCallMemory(folder, 'desk', (cause) => failures.push(cause))

  test('is remembered with its number, and forgotten', () => {
    expect(memory().read()).toEqual({ owed: false })
    memory().remember()
    expect(memory().read()).toEqual({ owed: true })
    memory().remember(46)
    expect(memory().read()).toEqual({ owed: true, cc: 46 })
    expect(readFileSync(join(folder, 'desk.call.json'), 'utf8')).toBe('{"cc":46}')
    memory().forget()
    expect(memory().read()).toEqual({ owed: false })
  })

  test('counts as owed when its file cannot be understood: hanging up once too often is the safe mistake', () => {
    memory()
    writeFileSync(join(folder, 'desk.call.json'), '{"cc":4711}')
    expect(memory().read()).toEqual({ owed: true })
  })
})
