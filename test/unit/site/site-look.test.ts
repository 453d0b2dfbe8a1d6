// The site file as it lies there while the console runs: the same, another one, half written, gone; and its device files with it.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startSite } from '../../../electron/host/site/last-good.ts'
import { createSiteLook } from '../../../electron/host/site/site-look.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const correct = await readFile(new URL('./correct.yaml', import.meta.url), 'utf8')
const pedal = await readFile(new URL('../../../resources/devices/vec-footpedal.json', import.meta.url), 'utf8')
let folder = ''
const file = (): string => join(folder, 'site.yaml')
const write = (text: string): Promise<void> => writeFile(file(), text)
const start = (goesOn = false) => startSite({ file: file(), dataFolder: join(folder, 'data'), goesOn })
const markOf = async (goesOn = false): Promise<string | undefined> => {
  const started = await start(goesOn)
  return started.ok ? started.mark : undefined
}
const looker = () => createSiteLook(file(), createManualClock())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'achterwacht-look-'))
  await write(correct)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('a look at the site file', () => {
  test('finds the one in use, byte for byte, also when it was written anew', async () => {
    const [mark, look] = [await markOf(), looker()]
    expect(await look()).toMatchObject({ look: 'good', mark })
    await write(correct)
    expect((await look()).mark).toBe(mark)
  })

  test('finds another one by a single byte', async () => {
    const [mark, look] = [await markOf(), looker()]
    await write(correct.replace('version: 1', 'version: 2'))
    const found = await look()
    expect(found).toMatchObject({ look: 'good', site: { plan: { version: 2 } } })
    expect(found.mark).not.toBe(mark)
  })

  test('finds one that is half written wrong, with its line, and each further half another', async () => {
    const look = looker()
    const marks = new Set<string>()
    for (const share of [0.3, 0.5, 0.7]) {
      await write(correct.slice(0, Math.round(correct.length * share)))
      const found = await look()
      expect(found).toMatchObject({ look: 'wrong', problems: expect.arrayContaining([expect.stringMatching(/^site\.yaml:\d+:\d+/)]) })
      marks.add(found.mark)
    }
    expect(marks.size).toBe(3)
  })

  test('finds nothing where it is gone, or where a folder lies', async () => {
    const look = looker()
    await rm(file())
    expect(await look()).toEqual({ look: 'gone', mark: 'gone', detail: file() })
    await mkdir(file())
    expect(await look()).toMatchObject({ look: 'gone' })
  })

  test('sees a device file that the site names change, come and break beside it, and no other', async () => {
    const [mark, look] = [await markOf(), looker()]
    await mkdir(join(folder, 'devices'))
    await writeFile(join(folder, 'devices', 'other.json'), '{')
    expect((await look()).mark).toBe(mark)
    await writeFile(join(folder, 'devices', 'vec-footpedal.json'), `${pedal}\n`)
    const found = await look()
    expect(found.look).toBe('good')
    expect(found.mark).not.toBe(mark)
    expect(found.mark).toBe(await markOf())
    await writeFile(join(folder, 'devices', 'vec-footpedal.json'), '{')
    expect((await look()).look).toBe('wrong')
  })
})

describe('a host that begins after one that died', () => {
  test('goes on by what was in use, though another good file lies there by now', async () => {
    const mark = await markOf()
    await write(correct.replace('version: 1', 'version: 2'))
    expect(await start(true)).toMatchObject({ ok: true, source: 'file', mark, site: { plan: { version: 1 } } })
    expect(await start()).toMatchObject({ ok: true, source: 'file', site: { plan: { version: 2 } } })
  })

  test('takes the file where nothing was in use before', async () => {
    expect(await start(true)).toMatchObject({ ok: true, source: 'file', site: { plan: { version: 1 } } })
  })

  test('says what is wrong with the file all the same', async () => {
    await start()
    await write(correct.replace('mode: act', 'mode: acts'))
    expect(await start(true)).toMatchObject({ ok: true, source: 'last-good', trouble: { code: 'SITE_INVALID' } })
  })
})
