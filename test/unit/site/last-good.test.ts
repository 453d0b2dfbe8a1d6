import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LAST_GOOD, startSite } from '../../../electron/host/site/last-good.ts'

const correct = await readFile(new URL('./correct.yaml', import.meta.url), 'utf8')
let folder = ''
const start = () => startSite({ file: join(folder, 'site.yaml'), dataFolder: join(folder, 'data') })
const write = (text: string) => writeFile(join(folder, 'site.yaml'), text)

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-site-'))
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('start with a site file', () => {
  test('a good file is used and copied, byte for byte, leaving no half copy behind', async () => {
    await write(correct)
    expect(await start()).toMatchObject({ ok: true, source: 'file', problems: [], site: { position: { id: 'DEMO-07' } } })
    expect(await readFile(join(folder, 'data', LAST_GOOD), 'utf8')).toBe(correct)
    expect(await readdir(join(folder, 'data'))).toEqual([LAST_GOOD])
  })

  test('a file broken since the last start gives the last good site and every problem', async () => {
    await write(correct)
    await start()
    await write(correct.replace('mode: act', 'mode: acts').replace('language: nl', 'language: fr'))
    const second = await start()
    expect(second).toMatchObject({ ok: true, source: 'last-good', trouble: { code: 'SITE_INVALID' }, site: { mode: 'act' } })
    expect(second.problems.map((one) => one.path)).toEqual(['mode', 'language'])
    expect(await readFile(join(folder, 'data', LAST_GOOD), 'utf8')).toBe(correct)
  })

  test('a file that is gone gives the last good site and says that it is missing', async () => {
    await write(correct)
    await start()
    await rm(join(folder, 'site.yaml'))
    expect(await start()).toMatchObject({ ok: true, source: 'last-good', trouble: { code: 'SITE_MISSING' }, problems: [] })
  })

  test('a changed good file replaces the copy', async () => {
    await write(correct)
    await start()
    await write(correct.replace('mode: act', 'mode: advise'))
    expect(await start()).toMatchObject({ source: 'file', site: { mode: 'advise' } })
    expect(await readFile(join(folder, 'data', LAST_GOOD), 'utf8')).toContain('mode: advise')
  })

  test('without any site file the start fails with SITE_MISSING', async () => {
    expect(await start()).toEqual({ ok: false, error: { code: 'SITE_MISSING', detail: join(folder, 'site.yaml') }, problems: [] })
  })

  test('a broken file without a copy fails with SITE_INVALID, and the first problem with its line', async () => {
    await write(correct.replace('mode: act', 'mode: acts'))
    const first = await start()
    expect(first).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
    expect(first.ok ? '' : first.error.detail).toContain('site.yaml:6:7 mode: acts does not fit here')
  })

  test('a damaged copy is not used', async () => {
    await write(correct)
    await start()
    await writeFile(join(folder, 'data', LAST_GOOD), 'format: 1\n')
    await write('mode: acts\n')
    expect(await start()).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
  })

  test('a copy that cannot be written is said and does not stop the start', async () => {
    await write(correct)
    await writeFile(join(folder, 'data'), 'a file where the folder should be')
    expect(await start()).toMatchObject({ ok: true, source: 'file', trouble: { code: 'STORE_READONLY' } })
  })
})
