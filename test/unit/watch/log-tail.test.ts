import { describe, expect, it } from 'vitest'
import type { FromReader, LogLook, ToReader } from '../../../electron/host/watch/log-tail/log-messages.ts'
import { createLogReader, type ReaderProcess } from '../../../electron/host/watch/log-tail/log-reader.ts'
import { openLogTailProbe, type LogTailProbeConfig } from '../../../electron/host/watch/probes/log-tail.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { primary, scene, secondary, serviceOf } from './scene.ts'

const CONFIG: LogTailProbeConfig = { kind: 'log-tail', path: '/var/log/rbs.log', good: ['ready'], bad: ['lost'] }
const QUIET: LogLook = { found: 'file', lines: 0, skipped: 0 }
const SPOKE: LogLook = { found: 'file', lines: 1, skipped: 0 }
const BAD: LogLook = { ...SPOKE, telling: { verdict: 'bad', pattern: 'lost' } }
const GOOD: LogLook = { ...SPOKE, telling: { verdict: 'good', pattern: 'ready' } }

class PlayedReader implements ReaderProcess {
  readonly sent: ToReader[] = []
  killed = false
  hear: (message: FromReader) => void = () => undefined
  gone: () => void = () => undefined
  send(message: ToReader): void { this.sent.push(message) }
  onMessage(listener: (message: FromReader) => void): void { this.hear = listener }
  onGone(listener: () => void): void { this.gone = listener }
  kill(): void { this.killed = true }
}

function setup(config: Partial<LogTailProbeConfig> = {}) {
  const clock = createManualClock()
  const readers: PlayedReader[] = []
  const logReader = createLogReader({ clock, start: () => { const one = new PlayedReader(); readers.push(one); return one } })
  const opened = openLogTailProbe({ ...CONFIG, ...config }, { clock, logReader })
  if (!opened.ok) throw new Error(opened.error.code)
  const probe = opened.value
  void probe.open?.({ push: () => undefined, suspect: () => undefined, lost: () => undefined })
  const ask = () => probe.ask?.(new AbortController().signal)
  /** Asks, and lets the reader answer. */
  const told = async (look: LogLook) => {
    const answer = ask()
    readers.at(-1)?.hear({ tell: 'looked', log: 1, look })
    return answer
  }
  return { clock, readers, probe, ask, told, logReader }
}

describe('the log probe', () => {
  it('answers while the log says nothing bad', async () => {
    const at = setup()
    expect(await at.told(QUIET)).toEqual({ kind: 'reply' })
    expect(await at.told(GOOD)).toEqual({ kind: 'reply', detail: 'ready' })
  })

  it('takes a bad line as the program\'s own no, however old it grows, until a good one', async () => {
    const at = setup()
    expect(await at.told(BAD)).toEqual({ kind: 'refused', detail: 'lost' })
    at.clock.advance(3_600_000)
    expect(await at.told(SPOKE)).toEqual({ kind: 'refused', detail: 'lost' })
    expect(await at.told({ found: 'nothing', cause: 'missing', detail: 'ENOENT' })).toEqual({ kind: 'refused', detail: 'lost' })
    expect(await at.told(GOOD)).toEqual({ kind: 'reply', detail: 'ready' })
  })

  it('misses a log that must speak and does not, from the moment its time is over', async () => {
    const at = setup({ quietMs: 5_000 })
    at.clock.advance(5_000)
    expect(await at.told(QUIET)).toEqual({ kind: 'reply' })
    at.clock.advance(1)
    expect(await at.told(QUIET)).toEqual({ kind: 'timeout', detail: 'silent for 5 s' })
    expect(await at.told(SPOKE)).toEqual({ kind: 'reply' })
  })

  it('misses a log that is not there', async () => {
    expect(await setup().told({ found: 'nothing', cause: 'missing', detail: 'ENOENT' })).toEqual({ kind: 'unreachable', detail: 'missing ENOENT' })
  })

  it('asks once while the share hangs, and counts what came although everybody had given up', async () => {
    const at = setup()
    const first = at.ask()
    const second = at.ask()
    expect(at.readers[0]?.sent.filter((one) => one.ask === 'look')).toHaveLength(1)
    at.readers[0]?.hear({ tell: 'looked', log: 1, look: BAD })
    expect([await first, await second].map((one) => one?.kind)).toEqual(['refused', 'refused'])
    expect(await at.told(QUIET)).toMatchObject({ kind: 'refused' })
  })

  it('survives the death of its reader: a miss, a new one after a second, and what was bad is still bad', async () => {
    const at = setup()
    await at.told(BAD)
    const hanging = at.ask()
    at.readers[0]?.gone()
    expect(await hanging).toMatchObject({ kind: 'refused' })
    expect(at.readers).toHaveLength(1)
    at.clock.advance(1_000)
    expect(at.readers).toHaveLength(2)
    expect(at.readers[1]?.sent).toEqual([{ ask: 'follow', log: 1, path: CONFIG.path, good: CONFIG.good, bad: CONFIG.bad }])
    expect(await at.told(QUIET)).toMatchObject({ kind: 'refused' })
  })

  it('ends the reader with the last log', async () => {
    const at = setup()
    const other = at.logReader.follow({ path: '/other', good: [], bad: [] })
    await at.probe.close()
    expect(at.readers[0]?.killed).toBe(false)
    if (other.ok) other.value.leave()
    expect(at.readers[0]?.killed).toBe(true)
    at.readers[0]?.gone()
    at.clock.advance(10_000)
    expect(at.readers).toHaveLength(1)
  })

  it('follows no more logs than it has threads for', () => {
    const at = setup()
    const more = Array.from({ length: 16 }, (_one, index) => at.logReader.follow({ path: `/${index}`, good: [], bad: [] }))
    expect(more.filter((one) => one.ok)).toHaveLength(15)
    expect(more.at(-1)).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
  })

  it('is unusable, and so proves nothing, where no program can read for it or nothing is looked for', async () => {
    const clock = createManualClock()
    const without = openLogTailProbe(CONFIG, { clock, logReader: createLogReader({ clock, start: undefined }) })
    expect(without.ok && (await without.value.open?.({ push: () => undefined, suspect: () => undefined, lost: () => undefined }))).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    expect(openLogTailProbe(CONFIG, { clock })).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    for (const config of [{ good: [] }, { good: [], bad: [] }]) expect(openLogTailProbe({ ...CONFIG, ...config }, { clock })).toMatchObject({ ok: false, error: { code: 'SITE_INVALID' } })
  })
})

describe('what a log does to its service', () => {
  const service = serviceOf([primary('sip'), secondary('log')])

  it('is that a bad line makes an answering service degraded, until a good one, and never down', () => {
    let at = scene({ service }).replies(500, 3_500, 'sip').reply(600, 'log').fails(3_600, 'refused', 'log')
    expect(at.state).toMatchObject({ now: 'degraded', why: { code: 'part-failed', probes: ['log'] } })
    for (let ms = 4_500; ms <= 60_500; ms += 1_000) at = at.reply(ms, 'sip').fails(ms + 100, 'refused', 'log')
    expect(at.state.now).toBe('degraded')
    at = at.reply(61_500, 'sip').reply(61_600, 'log')
    expect(at.state.now).toBe('ok')
    expect(at.changes.filter((one) => one.includes('down'))).toEqual([])
  })

  it('is nothing while a good log stands beside a service that is silent: it goes down all the same', () => {
    let at = scene({ service }).replies(500, 2_500, 'sip')
    for (let ms = 3_500; ms <= 8_500; ms += 1_000) at = at.miss(ms, 'sip').reply(ms + 10, 'log')
    expect(at.state.now).toBe('down')
  })
})
