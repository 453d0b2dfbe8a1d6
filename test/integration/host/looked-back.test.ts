// Looking back through the real host: what its page showed before, in and after an outage is what the record says of those
// moments, and of a host that was killed nothing is made up.
import { expect, test } from 'vitest'
import type { MomentView, SearchOutput } from '../../../electron/contract/record.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { alarmsOf, type Console, noteMade, rbsOf, reaches, restWorks, withStage } from '../../support/console-stage.ts'
import { comparable, shownNow } from '../../support/moment-of-host.ts'

/** What is shown is a turn ahead of what is recorded. */
const RECORDED_MS = 150

async function seenAt(host: Console): Promise<{ readonly utcMs: number; readonly shown: ReturnType<typeof shownNow> }> {
  await new Promise((resolve) => setTimeout(resolve, RECORDED_MS))
  return { utcMs: systemClock.utcMs(), shown: shownNow(host.topic) }
}

async function at(host: Console, utcMs: number): Promise<MomentView> {
  const answer = await host.client.call('record.at', { utcMs })
  if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.detail}`)
  return answer.value as MomentView
}

test('moments of an outage, a note and a killed host are found again by the host that came after', async () => {
  await withStage({}, async ({ world, bare }) => {
    const host = bare()
    await restWorks(host)
    const before = await seenAt(host)
    await world.hangRbs()
    await reaches('down', () => rbsOf(host) === 'down' && alarmsOf(host).some(({ code }) => code === 'service-down'))
    const during = await seenAt(host)
    await noteMade(host, 'Spraak valt weg bij Zoë')
    host.kill('SIGKILL')
    await reaches('gone', () => host.ended !== undefined)
    const killedUtcMs = systemClock.utcMs()
    await new Promise((resolve) => setTimeout(resolve, RECORDED_MS))

    const again = bare()
    await reaches('started', () => rbsOf(again) !== undefined)
    for (const { utcMs, shown } of [before, during]) {
      const { services, channel, alarms } = comparable(await at(again, utcMs))
      expect({ services, channel, alarms }).toEqual({ services: shown.services, channel: shown.channel, alarms: shown.alarms })
    }
    expect(await at(again, killedUtcMs + 50)).toMatchObject({ host: 'gone', alarms: [], services: expect.arrayContaining([expect.objectContaining({ now: 'unknown' })]) })
    expect(await at(again, systemClock.utcMs())).toMatchObject({ host: 'running', mode: 'act' })
    const found = await again.client.call('record.search', { text: 'zoe spraak' })
    expect(found.ok && (found.value as SearchOutput).entries).toMatchObject([{ kind: 'note.added', content: 'Spraak valt weg bij Zoë' }])
    await again.stop()
  })
}, 60_000)
