// The command `decode hid`: every vector prints what it means, state is kept across lines, errors are objects.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeHid, readDecodeHidOptions } from '../../../electron/cli/decode-hid.ts'
import { createDeviceFiles, deliveredDevices, loadDevice, type DeviceFiles } from '../../../electron/host/site/device-table/device-files.ts'

interface Vector {
  readonly device: string
  readonly vid: string | null
  readonly pid: string | null
  readonly usagePage: string | null
  readonly descriptorHex: string | null
  readonly reportHex: string
  readonly meaning: string
  readonly direction: 'in' | 'out'
  readonly expect: object | null
  readonly expectNote?: string
}

const files = createDeviceFiles([deliveredDevices()])
const vectors = readFileSync(new URL('../../fixtures/hid.jsonl', import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Vector)

async function* from(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
async function run(argv: readonly string[], ...lines: readonly string[]): Promise<{ errors: number; objects: Record<string, unknown>[] }> {
  const options = readDecodeHidOptions(argv)
  if (!options) throw new Error(`wrong use: ${argv.join(' ')}`)
  const objects: Record<string, unknown>[] = []
  const errors = await decodeHid(options, files, from(lines), (line) => objects.push(JSON.parse(line) as Record<string, unknown>))
  return { errors, objects }
}
const argvOf = ({ vid, pid, usagePage, descriptorHex, direction }: Vector): string[] => [
  '--device', `${vid ?? '0000'}:${pid ?? '0000'}`, '--direction', direction,
  ...(usagePage === null ? [] : ['--usage-page', usagePage]),
  ...(descriptorHex === null ? [] : ['--descriptor', descriptorHex]),
]
const vectorOf = (device: string): Vector => {
  const found = vectors.find((one) => one.device.startsWith(device))
  if (!found) throw new Error(`no vector of ${device}`)
  return found
}
/** Each line of a stream as `+down -up`. */
async function presses(argv: readonly string[], ...lines: readonly string[]): Promise<string[]> {
  const { objects } = await run(argv, ...lines)
  return objects.map(({ down, up }) => [...(down as string[]).map((name) => `+${name}`), ...(up as string[]).map((name) => `-${name}`)].join(' '))
}
const still = { down: [], up: [], axes: {}, leds: {}, gpio: {} }

describe('vectors', () => {
  test.each(vectors.filter((one) => one.expect !== null))('$device $reportHex: $meaning', async (vector) => {
    expect(await run(argvOf(vector), vector.reportHex)).toEqual({ errors: 0, objects: [vector.expect] })
  })

  test('those without a meaning say why, and there are no others', () => {
    const without = vectors.filter((one) => one.expect === null)
    expect(without.map((one) => `${one.device}: ${one.expectNote}`)).toEqual(
      Array.from({ length: 3 }, () => 'Gigaset ION speakerphone dongle: No vid:pid and no descriptor, so the program cannot be told which device this is.'),
    )
    expect(vectors.length).toBeGreaterThanOrEqual(64)
  })
})

describe('a stream', () => {
  const poly = argvOf(vectorOf('Plantronics'))
  const anker = argvOf(vectorOf('Anker')).filter((word) => word !== 'out' && word !== '--direction')

  test('begins with everything that is down and goes on with what changes', async () => {
    expect(await presses(['--device', '05f3:00ff'], '0200', '0600', '0600', '0400', '0000')).toEqual(['+middle', '+right', '', '-middle', '-right'])
  })

  test('tells a key without a release in each report that carries it, and never lets it go', async () => {
    expect(await presses(poly, '0802', '0803', '0803', '0802', '0800')).toEqual(['+hook', '+mute', '+mute', '', '-hook'])
  })

  test('takes no report for a state that the device does not have', async () => {
    expect(await presses(poly, '0802', '0702', '0802', '0800')).toEqual(['+hook', '', '', '-hook'])
  })

  test('lets go of what a short report does not carry', async () => {
    expect(await presses(poly, '0802', '08')).toEqual(['+hook', '-hook'])
    expect(await presses(['--device', '05f3:04cb'], `${'00'.repeat(17)}80${'00'.repeat(18)}`, '0000')).toEqual(['+key-128', '-key-128'])
  })

  test('ignores bits that mean nothing', async () => {
    expect((await run(['--device', '05f3:00ff'], '0000', 'f8ff')).objects).toEqual([still, still])
    expect((await run(['--device', '05f3:0405'], '0a00000000c0')).objects).toEqual([still])
  })

  test('keeps apart what two reports of one device say, each with its own keys', async () => {
    expect(await presses(anker, '0201', '0101', '0100', '0200', '0207')).toEqual(['+hook', '+volume-up', '-volume-up', '-hook', '+hook +line-busy +mute'])
  })

  test('shows an X-keys answer to another question as nothing at all', async () => {
    const { objects } = await run(['--device', '05f3:0405'], `0a0001${'00'.repeat(29)}`, `0ad600${'00'.repeat(29)}`, `0a0300${'00'.repeat(29)}`)
    expect(objects).toEqual([{ ...still, down: ['key-1'] }, still, { ...still, down: ['program'], up: ['key-1'] }])
  })

  test('reads a panel column by column, eight, six or three keys in each', async () => {
    const at = (byte: number, value: string): string => `${'00'.repeat(byte)}${value}`
    expect(await presses(['--device', '05f3:0405'], at(3, '01'))).toEqual(['+key-7'])
    expect(await presses(['--device', '05f3:0461'], at(3, '01'))).toEqual(['+key-9'])
    expect(await presses(['--device', '05f3:0426'], at(3, '01'))).toEqual(['+key-4'])
    expect(await presses(['--device', '05f3:04a8'], at(3, '08'))).toEqual(['+key-12'])
    expect(await presses(['--device', '05f3:04c5'], at(2, '1f'))).toEqual(['+key-1 +key-2 +key-3 +key-5'])
  })

  test('reads the keys of each Stream Deck in the order of its bytes', async () => {
    expect(await presses(['--device', '0fd9:0060'], '010100', '01000000000000000000000000000001')).toEqual(['+key-1', '+key-15 -key-1'])
    expect(await presses(['--device', '0fd9:006c'], `01000000${'00'.repeat(31)}01`)).toEqual(['+key-32'])
    expect(await presses(['--device', '0fd9:0063'], '01000000000001')).toEqual(['+key-6'])
    expect(await presses(['--device', '0fd9:009a'], `01000a00${'00'.repeat(9)}01`)).toEqual(['+key-10'])
    expect(await presses(['--device', '0fd9:0084'], '0100080001', '0103050001010101', '0102', '0100080000')).toEqual(['+key-1', '', '', '-key-1'])
  })

  test('reads shuttle and buttons of each Contour model by their own numbers', async () => {
    expect((await run(['--device', '0b33:0020'], 'f9fe001001')).objects).toEqual([{ ...still, down: ['button-1', 'button-5'], axes: { jog: 254, shuttle: -7 } }])
    expect((await run(['--device', '0b33:0030'], '0700000140')).objects).toEqual([{ ...still, down: ['button-1', 'button-15'], axes: { jog: 0, shuttle: 7 } }])
  })

  test('knows the carrier input of an AIOC, and of no other', async () => {
    expect((await run(['--device', '1209:7388'], '02050000')).objects).toEqual([{ ...still, down: ['cos'], gpio: { 1: 1, 2: 0, 3: 1, 4: 0, 5: 0, 6: 0, 7: 0, 8: 0 } }])
    expect(await presses(['--device', '0d8c:000c'], '1f000000')).toEqual(['+hook +mute-play +mute-record +volume-down +volume-up'])
    expect(await presses(['--device', '0d8c:6a42'], '02000000')).toEqual(['+volume-down'])
  })
})

describe('what is written to a device', () => {
  const lit = async (device: string, ...lines: readonly string[]): Promise<unknown[]> =>
    (await run(['--device', device, '--direction', 'out'], ...lines)).objects.map(({ leds, gpio }) => ({ ...(leds as object), ...(gpio as object) }))

  test('names lights by column and row: a red one lies its offset behind the blue one', async () => {
    expect(await lit('05f3:0405', '00b5000101', '00b50802', '00b52000', '00b51a01', '00b50601', '00b53d01')).toEqual([
      { 'key-1-blue': 'on' }, { 'key-7-blue': 'flash' }, { 'key-1-red': 'off' }, { 'key-21-blue': 'on' }, {}, { 'key-24-red': 'on' },
    ])
    expect(await lit('05f3:04ce', '00b57f01', '00b5ff02')).toEqual([{ 'key-128-blue': 'on' }, { 'key-128-red': 'flash' }])
    expect(await lit('05f3:0426', '00b52201')).toEqual([{ 'key-3-red': 'on' }])
  })

  test('names the indicators and the banks', async () => {
    expect(await lit('05f3:0438', '00b30602', '00b30701', '00b30801', '00b3')).toEqual([{ green: 'flash' }, { red: 'on' }, {}, {}])
    expect(await lit('05f3:0441', '00b600ff', '00b60100', '00b60001', '00b602ff')).toEqual([{ 'all-blue': 'on' }, { 'all-red': 'off' }, { 'all-blue': 'on' }, {}])
  })

  test('says nothing of a command that sets no light, of another report id, of a device without lights', async () => {
    expect(await lit('05f3:0405', '00b1', '00bd05', '01b5000101', '00b50003')).toEqual([{}, {}, {}, {}])
    expect(await lit('05f3:00ff', '00ff')).toEqual([{}])
  })

  test('sets pins of a CM108 only in GPIO mode, and only those that are outputs', async () => {
    expect(await lit('0d8c:013a', '0000ff8100', '0080ff0400', '0040ff0400', '003f040400', '0000', '0100040400')).toEqual([{ 1: 1, 8: 1 }, {}, {}, { 3: 1 }, {}, {}])
  })

  test('reads the lights of a headset by its descriptor, also a ringer', async () => {
    const synthetic = argvOf({ ...vectorOf('synthetic'), direction: 'out' })
    expect((await run(synthetic, '0202', '0209', '03')).objects.map((one) => one['leds'])).toEqual([
      { 'off-hook': 'off', mute: 'on', ring: 'off', ringer: 'off' }, { 'off-hook': 'on', mute: 'off', ring: 'off', ringer: 'on' }, {},
    ])
  })
})

describe('which device it is', () => {
  const VEC_AS_BUTTONS = '050c0903a101050919012903150025013500450165005500750195038102950d8103c100'

  test('a device file wins over a descriptor', async () => {
    expect(await presses(['--device', '05f3:00ff', '--descriptor', VEC_AS_BUTTONS], '0200')).toEqual(['+middle'])
    expect(await presses(['--device', '0000:0000', '--descriptor', VEC_AS_BUTTONS], '0200')).toEqual(['+button-2'])
  })

  test('the usage page chooses between two files of one identity', async () => {
    const fileOf = (usage: string, name: string) => loadDevice(name, JSON.stringify({ format: 1, label: name, usb: ['1209:0001'], usage, sources: ['test'], reports: [{ inputs: [{ name, byte: 0, bit: 0 }] }] }))
    const two: DeviceFiles = { ids: () => ['pedal', 'panel'], read: (id) => fileOf(id === 'pedal' ? '000c:0003' : '000b:0005', id), textOf: () => undefined }
    const downOf = async (page: readonly string[]): Promise<unknown> => {
      const options = readDecodeHidOptions(['--device', '1209:0001', ...page])
      const objects: unknown[] = []
      if (options) await decodeHid(options, two, from(['01']), (line) => objects.push((JSON.parse(line) as { down: unknown }).down))
      return objects[0]
    }
    expect([await downOf(['--usage-page', 'b']), await downOf(['--usage-page', '000c']), await downOf([])]).toEqual([['panel'], ['pedal'], ['pedal']])
  })

  test('product 0000 is the file for a product of that maker nobody knows nearer; a known number is not', async () => {
    expect(await presses(['--device', '0b0e:0000'], '0201')).toEqual(['+hook'])
    expect((await run(['--device', '0b0e:1234'], '0201')).objects).toEqual([{ error: 'DEVICE_UNSUPPORTED', line: '0201' }])
  })

  test('with neither file nor descriptor each line is an error', async () => {
    expect(await run(['--device', '1234:5678'], '00', '01')).toEqual({ errors: 2, objects: [{ error: 'DEVICE_UNSUPPORTED', line: '00' }, { error: 'DEVICE_UNSUPPORTED', line: '01' }] })
  })

  test('a descriptor that cannot be read makes each line an error', async () => {
    expect(await run(['--device', '1234:5678', '--descriptor', '05'], '00')).toEqual({ errors: 1, objects: [{ error: 'WIRE_MALFORMED', line: '00' }] })
  })

  test('a line that is not hex is an error, and the stream goes on from before it', async () => {
    const { errors, objects } = await run(['--device', '05f3:00ff'], '0200', 'zz', '020', '', '02 00\r', '00 00')
    expect(errors).toBe(3)
    expect(objects).toEqual([
      { ...still, down: ['middle'] }, { error: 'WIRE_MALFORMED', line: 'zz' }, { error: 'WIRE_MALFORMED', line: '020' }, { error: 'WIRE_MALFORMED', line: '' }, still, { ...still, up: ['middle'] },
    ])
  })
})

describe('the command line', () => {
  test('numbers are hex, with or without 0x and leading zeros', () => {
    expect(readDecodeHidOptions(['--device', '5f3:0xFF', '--usage-page', 'c'])).toMatchObject({ vendorId: 0x05f3, productId: 0xff, usagePage: 0x0c, direction: 'in' })
  })

  test.each([
    [[]], [['--device']], [['--device', '05f3']], [['--device', '05f3:00ff:1']], [['--device', '05f3:0xyz']], [['--device', '105f3:00ff']],
    [['--device', '05f3:00ff', '--direction', 'up']], [['--device', '05f3:00ff', '--descriptor', '0']], [['--device', '05f3:00ff', '--usage-page', 'zz']],
    [['--device', '05f3:00ff', '--speed', '1']], [['--device', '05f3:00ff', 'extra']],
  ])('%j is wrong use', (argv) => {
    expect(readDecodeHidOptions(argv)).toBeUndefined()
  })
})

test('a saved trace of a pedal is decoded as its bare reports are, in the direction that is asked', async () => {
  const saved = (dir: 'rx' | 'tx', line: string, bus?: 'hid'): string => JSON.stringify({ t: 1, device: 'pedal', dir, line, ...(bus && { bus }) })
  const bare = await run(['--device', '05f3:00ff'], '0000', '0200')
  const traced = await run(['--device', '05f3:00ff'], saved('rx', '0000', 'hid'), saved('rx', 'OK'), saved('tx', 'ff', 'hid'), saved('rx', '0200', 'hid'))
  expect(traced).toEqual(bare)
  expect(traced.objects).toHaveLength(2)
})
