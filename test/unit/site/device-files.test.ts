// A device file is added without code: each mistake in it is told with its line, and one beside the site file wins.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDeviceFiles, deliveredDevices, loadDevice } from '../../../electron/host/site/device-table/device-files.ts'
import { deviceJsonSchemaText } from '../../../electron/host/site/device-table/device-json-schema.ts'
import { LAST_GOOD, LAST_GOOD_DEVICES, startSite } from '../../../electron/host/site/last-good.ts'
import { loadSite } from '../../../electron/host/site/load.ts'
import { formatProblem } from '../../../electron/host/site/problem-text.ts'
import { inputNames, readButtons } from '../../../native/hid-buttons/index.ts'
import { fromHex } from '../../../native/kit/bytes.ts'
import { DELIVERED_IDS } from '../../support/hid-products.ts'

const siteText = readFileSync(new URL('./correct.yaml', import.meta.url), 'utf8')
/** One of everything a file may say. */
const pedal = {
  format: 1,
  label: 'Pedal of the room',
  usb: ['1209:0001'],
  usage: '000c:0001',
  reports: [{
    id: '01',
    bytes: 4,
    inputs: [{ name: 'left', byte: 1, bit: 0 }, { name: 'key-{n}', byte: 2, columns: 2, bits: 4 }],
  }],
  writeBytes: 4,
  lights: [{ name: 'green', write: '0001{state}', states: { off: '00', on: '01' } }],
  sources: ['measured'],
}
const written = (value: unknown): string => JSON.stringify(value, undefined, 2)
/** New values by their place, `reports.0.id`; undefined takes a key away. */
type Change = Readonly<Record<string, unknown>>
function changed(change: Change): string {
  const file: unknown = structuredClone(pedal)
  for (const [path, value] of Object.entries(change)) {
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    const parent = steps.reduce((at, step) => (at as Record<string, unknown>)[step], file) as Record<string, unknown>
    if (value === undefined) Reflect.deleteProperty(parent, last)
    else parent[last] = value
  }
  return written(file)
}
const problemsOf = (text: string): string[] => {
  const reading = loadDevice('room-pedal', text)
  return reading.ok ? [] : reading.problems.map((problem) => formatProblem(problem))
}

describe('a device file', () => {
  test('that is right is a product with the name of its file', () => {
    const reading = loadDevice('room-pedal', written(pedal))
    if (!reading.ok) throw new Error(problemsOf(written(pedal)).join('\n'))
    expect(reading.product).toMatchObject({ id: 'room-pedal', label: 'Pedal of the room', isNumbered: true })
    expect(inputNames(reading.product)).toEqual(['left', 'key-1', 'key-2', 'key-3', 'key-4', 'key-5', 'key-6', 'key-7', 'key-8'])
  })

  test('may be indented by tabs', () => {
    expect(loadDevice('room-pedal', JSON.stringify(pedal, undefined, '\t')).ok).toBe(true)
  })

  test.each<[string, Change, string]>([
    ['a key that nobody knows', { lable: 'x' }, 'lable is not a key of this block; did you mean label?'],
    ['no name', { label: undefined }, 'label is missing'],
    ['no source', { sources: undefined }, 'sources is missing'],
    ['an identity with capitals', { usb: ['1209:00AF'] }, 'usb[0]: 1209:00AF does not fit here. Right: vid:pid in lower-case hex'],
    ['a name with a space', { 'reports.0.inputs.0.name': 'left foot' }, 'reports[0].inputs[0].name: left foot does not fit here. Right: lower-case letters'],
    ['a bit that no byte has', { 'reports.0.inputs.0.bit': 8 }, 'reports[0].inputs[0].bit: 8 does not fit here. Right: a whole number 0–7'],
    ['an input beyond the report', { 'reports.0.inputs.0.byte': 4 }, 'reports[0].inputs[0]: left lies beyond a report of 4 bytes'],
    ['a grid beyond the report, told once', { 'reports.0.inputs.1.columns': 3 }, 'reports[0].inputs[1]: key-9 lies beyond a report of 4 bytes'],
    ['two inputs on one bit', { 'reports.0.inputs.0.byte': 2 }, 'reports[0].inputs[1]: key-1 stands on a bit of left'],
    ['an axis on the bits of an input', { 'reports.0.axes': [{ name: 'jog', byte: 3 }] }, 'reports[0].axes[0]: jog stands on a bit of key-5'],
    ['two inputs of one name', { 'reports.0.inputs.0.name': 'key-{n}', 'reports.0.inputs.0.count': 2 }, 'reports[0].inputs[1]: name key-1 is already used by reports[0].inputs[0]'],
    ['an input without a place', { 'reports.0.inputs.0.bit': undefined }, 'reports[0].inputs[0]: bit is missing. Right: bit: either bit or columns'],
    ['an input with two places', { 'reports.0.inputs.0.columns': 1 }, 'reports[0].inputs[0].columns: columns does not go together with bit. Right: either bit or columns'],
    ['a grid without its height', { 'reports.0.inputs.1.bits': undefined }, 'reports[0].inputs[1]: bits is missing'],
    ['a grid whose keys have one name', { 'reports.0.inputs.1.name': 'key' }, 'reports[0].inputs[1].name: key does not fit here. Right: a name with {n}'],
    ['a number for a single input', { 'reports.0.inputs.0.name': 'left-{n}' }, 'reports[0].inputs[0].name: left-{n} does not fit here. Right: a name without {n}'],
    ['report id 00', { 'reports.0.id': '00' }, 'reports[0].id: 00 does not fit here. Right: an id from 01 to ff'],
    ['an input on the report id', { 'reports.0.inputs.0.byte': 0 }, 'reports[0].inputs[0]: left stands on a bit of id'],
    ['an input on a bit that is always 1', { 'reports.0.alwaysOn': [{ byte: 1, bit: 0 }] }, 'reports[0].alwaysOn[0]: alwaysOn stands on a bit of left'],
    ['pins beyond the report', { 'reports.0.gpio': { byte: 4 } }, 'reports[0].gpio: gpio lies beyond a report of 4 bytes'],
    ['a mark beyond the report', { 'reports.0.other': { byte: 9, above: 1 } }, 'reports[0].other: other lies beyond a report of 4 bytes'],
    ['two reports of one id', { 'reports.1': { id: '01' } }, 'reports[1].id: id 01 is already used by reports[0].id'],
    ['a second report without id', { 'reports.1': {} }, 'reports[1]: id is missing'],
    ['neither reports nor descriptor', { reports: undefined }, 'reports is missing. Right: reports: either reports or descriptor'],
    ['both reports and descriptor', { descriptor: 'c0' }, 'descriptor: descriptor does not go together with reports'],
    ['a descriptor that is none', { reports: undefined, descriptor: 'c0' }, 'descriptor: report descriptor, item at byte 0 does not fit here. Right: the whole report descriptor'],
    ['a light without a place for its state', { 'lights.0.write': '000100' }, 'lights[0].write: 000100 does not fit here. Right: bytes in lower-case hex with {state}'],
    ['a light without states', { 'lights.0.states': undefined }, 'lights[0]: states is missing'],
    ['a grid of lights without its numbers', { 'lights.0.write': '00{led}{state}' }, 'lights[0]: led is missing'],
    ['a light by bit without a place', { lights: [{ name: 'green', report: '01' }] }, 'lights[0]: byte is missing'],
    ['a command longer than a written report', { writeBytes: 2 }, 'lights[0]: writeBytes lies beyond a report of 2 bytes'],
  ])('with %s is refused in words', (_title, change, says) => {
    const told = problemsOf(changed(change))
    expect(told.filter((line) => line.includes(says)), told.join('\n')).toHaveLength(1)
    expect(told[0]).toMatch(/^devices\/room-pedal\.json:\d+:\d+ ?/)
  })

  test('tells the place of each mistake, all at once, in the order of the file', () => {
    const text = changed({ format: 2, 'reports.0.inputs.0.bit': 9 })
    const lineOf = (part: string): number => text.split('\n').findIndex((line) => line.includes(part)) + 1
    expect(problemsOf(text).map((line) => line.split(' ')[0])).toEqual([`devices/room-pedal.json:${lineOf('"format"')}:13`, `devices/room-pedal.json:${lineOf('"bit": 9')}:18`])
  })

  test('that is no JSON says where it breaks off', () => {
    expect(problemsOf('{\n  "format": 1,\n  label: 2\n}')).toEqual([expect.stringMatching(/^devices\/room-pedal\.json:3:3: not valid JSON: /)])
    expect(problemsOf('')).toEqual([expect.stringMatching(/^devices\/room-pedal\.json:1:1: not valid JSON: /)])
    expect(problemsOf(`"${'x'.repeat(70_000)}"`)[0]).toContain('the file is too large')
  })

  test('with a key written twice says so', () => {
    expect(problemsOf(written(pedal).replace('"label"', '"label": "x",\n  "label"'))).toEqual([expect.stringContaining('label is written twice')])
  })

  test('is told in Dutch too', () => {
    const reading = loadDevice('room-pedal', changed({ 'reports.0.inputs.0.byte': 4 }))
    expect(reading.ok ? '' : formatProblem(reading.problems[0], 'nl')).toContain('left valt buiten een rapport van 4 bytes. Goed is: bytes 0–3.')
  })
})

test('the example of the manual is a right file, and reads its report as the manual shows', () => {
  const manual = readFileSync(new URL('../../../native/hid-buttons/README.md', import.meta.url), 'utf8')
  const [file = '', vector = ''] = [...manual.matchAll(/```json\n([^`]*)```/g)].map(([, block]) => block)
  const reading = loadDevice('room-pedal', file)
  if (!reading.ok) throw new Error(formatProblem(reading.problems[0]))
  const { vid, pid, reportHex, expect: meaning } = JSON.parse(vector) as { vid: string; pid: string; reportHex: string; expect: { down: string[] } }
  expect(reading.product.usb).toMatchObject([{ vendorId: Number.parseInt(vid, 16), productId: Number.parseInt(pid, 16) }])
  expect(readButtons(reading.product, undefined, fromHex(reportHex) ?? new Uint8Array()).report).toEqual({ kind: 'baseline', down: meaning.down })
})

describe('the JSON Schema for editors', () => {
  const file = new URL('../../../resources/devices/device.schema.json', import.meta.url)
  if (process.env['UPDATE_SITE_SCHEMA'] === '1') writeFileSync(file, deviceJsonSchemaText())
  const committed = readFileSync(file, 'utf8')

  test('is the present one', () => {
    expect(committed).toBe(deviceJsonSchemaText())
  })

  test('passes every delivered file, and each of them points its editor at it', () => {
    const fromFile = z.fromJSONSchema(JSON.parse(committed))
    for (const id of DELIVERED_IDS) {
      const data: unknown = JSON.parse(readFileSync(join(deliveredDevices(), `${id}.json`), 'utf8'))
      expect(fromFile.safeParse(data).error?.issues, id).toBeUndefined()
      expect(data).toMatchObject({ $schema: './device.schema.json' })
    }
    expect(fromFile.safeParse({ ...pedal, colour: 'red' }).success).toBe(false)
  })
})

describe('a folder of device files beside the site file', () => {
  let folder = ''
  const start = () => startSite({ file: join(folder, 'site.yaml'), dataFolder: join(folder, 'data') })
  const place = (id: string, text: string) => writeFile(join(folder, 'devices', `${id}.json`), text)
  const site = (product: string, button: string) => writeFile(join(folder, 'site.yaml'), siteText.replace('product: vec-footpedal', `product: ${product}`).replace('{ middle: ptt }', `{ ${button}: ptt }`))

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'achterwacht-devices-'))
    await mkdir(join(folder, 'devices'))
  })
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  test('adds a product without code', async () => {
    await place('room-pedal', written(pedal))
    await site('room-pedal', 'key-8')
    const started = await start()
    expect(started).toMatchObject({ ok: true, source: 'file' })
    expect(started.ok && [...started.products.keys()]).toEqual(['room-pedal'])
  })

  test('wins over the delivered file of the same name', async () => {
    await place('vec-footpedal', written(pedal))
    await site('vec-footpedal', 'left')
    const started = await start()
    expect(started.ok && started.products.get('vec-footpedal')?.label).toBe('Pedal of the room')
    expect(started.ok && started.products.get('vec-footpedal')?.id).toBe('vec-footpedal')
  })

  test('is not read beyond what the site names: a broken file of another device stops nothing', async () => {
    await place('other', '{')
    await site('vec-footpedal', 'middle')
    expect(await start()).toMatchObject({ ok: true, source: 'file' })
  })

  test('with a mistake in a file that the site names refuses the site, in the words of that file', async () => {
    await place('room-pedal', changed({ 'reports.0.inputs.0.byte': 4 }))
    await site('room-pedal', 'left')
    const started = await start()
    expect(started).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
    expect(started.problems.map((problem) => formatProblem(problem))).toEqual([expect.stringMatching(/^devices\/room-pedal\.json:13:9 reports\[0\]\.inputs\[0\]: left lies beyond/)])
  })

  test('a key that tells no release transmits for nobody: the site is refused, and may use it for what needs no release', async () => {
    const inputs = [...pedal.reports[0]!.inputs, { name: 'mute', byte: 1, bit: 4, oneShot: true }]
    await place('room-pedal', changed({ 'reports.0.inputs': inputs }))
    await site('room-pedal', 'mute')
    const refused = await start()
    expect(refused).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
    expect(refused.problems.map((problem) => formatProblem(problem))).toEqual([expect.stringMatching(/^site\.yaml:\d+:\d+ devices\[2\]\.buttons\.mute: mute tells no release: nobody can talk by it\. Right: an input that does: left, key-1…key-8\.$/)])
    expect(refused.problems.map((problem) => formatProblem(problem, 'nl'))).toEqual([expect.stringContaining('mute meldt geen loslaten: daarmee kan niemand zenden. Goed is: een ingang die dat wel meldt: left, key-1…key-8.')])
    const text = await readFile(join(folder, 'site.yaml'), 'utf8')
    await writeFile(join(folder, 'site.yaml'), text.replace('{ mute: ptt }', '{ left: ptt, mute: acknowledge }'))
    expect(await start()).toMatchObject({ ok: true, source: 'file' })
  })

  test('broken since the last start: the console runs on the last good site with the last good device', async () => {
    await place('room-pedal', written(pedal))
    await site('room-pedal', 'left')
    await start()
    expect(await readFile(join(folder, 'data', LAST_GOOD_DEVICES, 'room-pedal.json'), 'utf8')).toBe(written(pedal))
    await place('room-pedal', '{')
    const started = await start()
    expect(started).toMatchObject({ ok: true, source: 'last-good', trouble: { code: 'SITE_INVALID' } })
    expect(started.ok && started.products.get('room-pedal')?.label).toBe('Pedal of the room')
    expect(await readFile(join(folder, 'data', LAST_GOOD), 'utf8')).toContain('room-pedal')
  })

  test('put away since the last start: the delivered file holds again, and a later fault does not bring the old one back', async () => {
    await place('vec-footpedal', written(pedal))
    await site('vec-footpedal', 'left')
    await start()
    await rm(join(folder, 'devices'), { recursive: true })
    expect((await start()).ok).toBe(true)
    await writeFile(join(folder, 'site.yaml'), ':')
    const started = await start()
    expect(started.ok && started.products.get('vec-footpedal')?.label).toBe('VEC / Infinity foot pedal')
  })

  test('a name that is no id is no file, whatever the site says', () => {
    const files = createDeviceFiles([join(folder, 'devices'), deliveredDevices()])
    expect([files.read('../../site'), files.read('device.schema'), files.read('')]).toEqual([undefined, undefined, undefined])
    expect(files.ids()).toEqual(DELIVERED_IDS)
  })
})

test('a product nobody has a file for is named, with what was meant', () => {
  const reading = loadSite(siteText.replace('vec-footpedal', 'vec-footpedals'), 'site.yaml')
  expect(reading.ok ? [] : reading.problems.map((problem) => problem.message)).toEqual(['there is no product vec-footpedals; did you mean vec-footpedal?'])
})

test('a panel with many keys names its inputs in short', () => {
  const reading = loadSite(siteText.replace('vec-footpedal', 'xkeys-xke128'), 'site.yaml')
  expect(reading.ok ? [] : reading.problems.map((problem) => problem.expected)).toEqual(['one of key-1…key-128'])
})
