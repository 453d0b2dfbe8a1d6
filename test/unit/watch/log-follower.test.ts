import { beforeEach, describe, expect, it } from 'vitest'
import { READ_BYTES_MAX } from '../../../electron/host/watch/log-tail/follow-plan.ts'
import { createLogFollower, type LogFollower } from '../../../electron/host/watch/log-tail/log-follower.ts'
import { PlayedDisk } from './played-log.ts'

let disk: PlayedDisk
let seen: string[]
let follower: LogFollower

beforeEach(() => {
  disk = new PlayedDisk()
  seen = []
  follower = createLogFollower('/log', (line) => {
    seen.push(line)
    return line.includes('lost') ? { verdict: 'bad', pattern: 'lost' } : line.includes('ready') ? { verdict: 'good', pattern: 'ready' } : undefined
  }, disk, disk.nowMs)
})

/** The lines that this look brought. */
async function look(): Promise<readonly string[]> {
  seen.length = 0
  await follower.look()
  return [...seen]
}

const STAMPED = Array.from({ length: 9 }, (_one, at) => `2026-11-26 10:00:0${at} line ${at}\n`)

describe('a log', () => {
  it('brings no news with what stood in it already, and from then on each line once', async () => {
    disk.create('old lost\nold ready\n')
    expect(await look()).toEqual([])
    disk.write('new 1\nnew 2\n')
    expect(await look()).toEqual(['new 1', 'new 2'])
    expect(await look()).toEqual([])
  })

  it('whose last line was only half written when we came tells it when it is finished', async () => {
    disk.create(`${STAMPED.join('')}connection `)
    await look()
    disk.write('lost\n')
    expect(await look()).toEqual(['connection lost'])
  })

  it.each([true, false])('that is renamed and created anew loses no line where it may be held open (%s)', async (mayHold) => {
    disk.mayHold = mayHold
    disk.create(STAMPED[0])
    await look()
    disk.write('last of the old\nhalf')
    if (!mayHold) expect(await look()).toEqual(['last of the old'])
    disk.nowMs += 5_000
    disk.create('2026-11-27 first of the new\n')
    expect(await look()).toEqual([...(mayHold ? ['last of the old'] : []), 'half', '2026-11-27 first of the new'])
    expect(disk.handles).toBe(mayHold ? 1 : 0)
  })

  it('that is copied and truncated is read from its new beginning, also when it is longer again by then', async () => {
    disk.create(STAMPED.slice(0, 2).join(''))
    await look()
    disk.truncate('a\n')
    expect(await look()).toEqual(['a'])
    disk.truncate(`${'b'.repeat(40)}\nc\n`)
    expect(await look()).toEqual(['b'.repeat(40), 'c'])
  })

  it('that is deleted is missing, and its successor is read from the first line', async () => {
    disk.create(STAMPED[0])
    await look()
    disk.remove()
    expect(await follower.look()).toMatchObject({ found: 'nothing', cause: 'missing', detail: 'ENOENT' })
    disk.nowMs += 10_000
    disk.create('2026-11-27 begins\n')
    expect(await look()).toEqual(['2026-11-27 begins'])
    expect(disk.handles).toBe(1)
  })

  it('that is made later is news from its first line, unless it is older than our looking: then it was only out of reach', async () => {
    await look()
    disk.create('first\n', disk.nowMs + 3_000)
    expect(await look()).toEqual(['first'])

    disk.remove()
    const late = createLogFollower('/log', (line) => { seen.push(line); return undefined }, disk, disk.nowMs)
    await late.look()
    disk.create('years of lines\n', disk.nowMs - 86_400_000)
    seen.length = 0
    await late.look()
    expect(seen).toEqual([])
  })

  it('that we may not read says so, and brings no history when we may', async () => {
    disk.create('old lost\n')
    disk.denied = 'EACCES'
    expect(await follower.look()).toEqual({ found: 'nothing', cause: 'denied', detail: 'EACCES' })
    disk.denied = 'EIO'
    expect(await follower.look()).toEqual({ found: 'nothing', cause: 'failed', detail: 'EIO' })
    disk.denied = undefined
    expect(await look()).toEqual([])
  })

  it('on a share that numbers its files anew at each look is no other file', async () => {
    disk.shifting = true
    disk.create(STAMPED.slice(0, 3).join(''))
    await look()
    disk.write(STAMPED[4] ?? '')
    expect(await look()).toHaveLength(1)
    expect(await look()).toEqual([])
  })

  it('that grew by a hundred megabytes at once is read at its end only, in small pieces, from the first whole line there', async () => {
    disk.create(STAMPED[0])
    await look()
    const line = `${'x'.repeat(98)}\n`
    disk.write(Buffer.from(line.repeat(1_010_101)))
    disk.write('ready\n')
    seen.length = 0
    const told = await follower.look()
    expect(told).toMatchObject({ found: 'file', telling: { verdict: 'good' } })
    expect(told.found === 'file' && told.skipped).toBeGreaterThan(98_000_000)
    expect(seen.reduce((bytes, one) => bytes + one.length + 1, 0)).toBeLessThanOrEqual(READ_BYTES_MAX)
    expect(new Set(seen.map((one) => one.length))).toEqual(new Set([98, 5]))
    expect(disk.mostRead).toBe(65_536)
  })

  it('of a Windows program in UTF-16 is read like any other, also when it begins empty', async () => {
    const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
    disk.create('')
    await look()
    disk.write(utf16('\uFEFFready\r\nconne'))
    expect(await look()).toEqual(['ready'])
    disk.write(utf16('ction lost\r\n'))
    expect(await look()).toEqual(['connection lost'])

    disk.create(Buffer.concat([utf16('\uFEFFold\r\nhalf ')]))
    const late = createLogFollower('/log', (one) => { seen.push(one); return undefined }, disk, disk.nowMs)
    await late.look()
    disk.write(utf16('done\r\n'))
    seen.length = 0
    await late.look()
    expect(seen).toEqual(['half done'])
  })

  it('tells the last line that says anything, and counts them all', async () => {
    disk.create()
    await follower.look()
    disk.write('connection lost\nwhatever\nready\nwhatever\n')
    expect(await follower.look()).toEqual({ found: 'file', lines: 4, skipped: 0, telling: { verdict: 'good', pattern: 'ready' } })
  })
})
