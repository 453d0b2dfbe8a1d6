// A real host with the simulated RBS hanging and coming back: the trace out of its record, replayed, says what the host said.
import { expect, test } from 'vitest'
import { replayCommand } from '../../../electron/cli/replay.ts'
import { samplesCommand } from '../../../electron/cli/samples.ts'
import { Readable } from 'node:stream'
import { systemClock } from '../../../native/transport/clock.ts'
import { isUp, rbsOf, reaches, withStage } from '../../support/console-stage.ts'
import { startHostHere } from '../../support/host-here.ts'
import { recordOf } from '../../support/record.ts'

/** Silence counts in whole seconds of real time: as short as probes each second allow. */
const SETTINGS = { silenceUnknownMs: 1_200, silenceDownMs: 1_700, recoverReplies: 2, goodMs: 300 }
/** A moment of the record is told by the wall clock, which has its own millisecond. */
const CLOCKS_MS = 3

interface Told {
  readonly t: number
  readonly says: string
}

test('the samples of an outage, replayed, give the changes, the causes and the sounds that the host announced', async () => {
  await withStage({ settings: SETTINGS }, async ({ world, site, folder }) => {
    const here = await startHostHere(systemClock, { site, folder })
    const page = here.page('test')
    await reaches('everything works', () => rbsOf(page) === 'ok' && isUp(page, 'control-radio') && page.topic('services')['c2000']?.now === 'ok')
    await world.hangRbs()
    await reaches('RBS is down', () => rbsOf(page) === 'down')
    await reaches('the alarm stands', () => page.topic('alarms')['service:rbs'] !== undefined)
    expect(await page.client.call('alarm.acknowledge', { alarms: ['service:rbs'] })).toMatchObject({ ok: true })
    await world.healRbs()
    await reaches('RBS is back', () => rbsOf(page) === 'ok')
    // Also beside the running host, as far as it has written.
    expect((await samplesOf(folder)).length).toBeGreaterThan(10)
    await here.stop()

    const trace = await samplesOf(folder)
    const replayed = await replayOf(trace)
    const header = JSON.parse(trace[0] ?? '{}')
    expect(trace.some((line) => line.includes('"acknowledge":"rbs"'))).toBe(true)
    expect(replayed.some(({ says }) => says.startsWith('rbs') && says.includes('→down'))).toBe(true)
    expect(replayed.some(({ says }) => says === 'rbs sounds')).toBe(true)
    const recorded = announcedIn(folder).map(({ t, says }) => ({ t: t - header.utcMs + header.t, says }))
    for (const kind of [/→/, /sounds/, /^cause/]) {
      const one = replayed.filter(({ says }) => kind.test(says))
      const other = recorded.filter(({ says }) => kind.test(says))
      expect(one.map(({ says }) => says)).toEqual(other.map(({ says }) => says))
      // A cause is recorded without its moment.
      one.forEach(({ t }, at) => expect(Math.abs(t - (other[at]?.t ?? t))).toBeLessThanOrEqual(kind.test('cause') ? Infinity : CLOCKS_MS))
    }
  })
}, 30_000)

async function samplesOf(folder: string): Promise<readonly string[]> {
  let text = ''
  const code = await samplesCommand(['--data', folder], { defaultFolder: '', write: async (chunk) => { text += chunk; return true }, err: () => undefined })
  expect(code).toBe(0)
  return text.trimEnd().split('\n')
}

async function replayOf(trace: readonly string[]): Promise<readonly Told[]> {
  const lines: string[] = []
  expect(await replayCommand(['-'], { input: () => Readable.from([trace.join('\n')]), out: (line) => lines.push(line), err: (line) => lines.push(line) })).toBe(0)
  return lines.map((line) => JSON.parse(line)).flatMap((one) => {
    if ('end' in one) return []
    return [{ t: one.t, says: 'from' in one ? `${one.service} ${one.from}→${one.to} ${one.why}` : 'alarm' in one ? `${one.alarm} sounds` : `cause ${one.diagnosis}` }]
  })
}

function announcedIn(folder: string): readonly Told[] {
  return recordOf(folder).flatMap(({ kind, payload }): readonly Told[] => {
    const { service, from, to, why, at, alarm } = JSON.parse(payload)
    switch (kind) {
      case 'service.changed': return [{ t: at, says: `${service} ${from}→${to} ${why.code}` }]
      case 'diagnosis.changed': return from === to ? [] : [{ t: 0, says: `cause ${to}` }]
      case 'alarm.sounded': return [{ t: at, says: `${String(alarm).replace('service:', '')} sounds` }]
      default: return []
    }
  })
}
