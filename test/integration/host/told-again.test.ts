// What a host that was killed still tells when it is back, from its real record: histories, storingen with their number and
// count, notes that can be taken back.
import { expect, test } from 'vitest'
import type { TraceView } from '../../../electron/contract/topics.ts'
import { isOnTimeline } from '../../../electron/host/timeline-kinds.ts'
import { type Console, noteMade, reaches, rbsOf, restWorks, withStage } from '../../support/console-stage.ts'
import { recordOf } from '../../support/record.ts'

const faultsOf = ({ topic }: Console): ReturnType<typeof topic<'faults'>>[string][] => Object.values(topic('faults'))
const levelsOf = ({ topic }: Console): string[] => (topic('traces')['rbs']?.points ?? ([] as TraceView['points'])).map(([, level]) => level)
const noteSeq = ({ topic }: Console): number => Object.values(topic('timeline')).find((entry) => entry.kind === 'note.added')?.seq ?? 0

test('an outage, its storing and a note are the same after kill -9', async () => {
  await withStage({ edits: [[['plan', 'automatic'], false]] }, async ({ world, folder, supervised, verify }) => {
    const session = supervised()
    await restWorks(session)
    await noteMade(session, 'spraak valt weg')
    const note = noteSeq(session)
    await world.hangRbs()
    await reaches('down', () => rbsOf(session) === 'down')
    await reaches('a storing', () => faultsOf(session).length === 1)
    const [fault] = faultsOf(session)
    expect(fault).toMatchObject({ number: expect.stringMatching(/^S-\d{4}-DEMO-0001$/), openedBy: 'automatic', service: 'rbs' })
    expect(await session.client.call('fault.report', {})).toMatchObject({ ok: true, value: { number: fault?.number } })
    await reaches('the line goes down', () => levelsOf(session).at(-1) === 'down')
    const before = levelsOf(session)

    const { pid } = session.supervisor
    process.kill(Number(pid), 'SIGKILL')
    await reaches('restarted', () => session.supervisor.pid !== pid && session.topic('site').site !== undefined)
    await reaches('the storing is open', () => faultsOf(session).some((one) => one.number === fault?.number))
    await reaches('the line is back, and unknown where nobody watched', () => levelsOf(session).join().startsWith([...before, 'unknown'].join()))
    expect(await session.client.call('fault.report', {})).toMatchObject({ ok: true, value: { number: fault?.number } })
    expect(await session.client.call('note.retract', { seq: note })).toMatchObject({ ok: true })
    expect(await session.client.call('note.retract', { seq: note })).toMatchObject({ ok: false, error: { detail: 'already-retracted' } })
    await reaches('down again, in the same storing', () => rbsOf(session) === 'down')
    expect(faultsOf(session)).toHaveLength(1)
    await world.healRbs()
    await reaches('in order', () => rbsOf(session) === 'ok')
    // What is told is what is written: nothing is under way any more.
    await reaches('every line counted', () => faultsOf(session)[0]?.entries === countSince(folder))
    await session.stop()

    const kinds = recordOf(folder).map((entry) => entry.kind)
    expect(kinds.filter((kind) => kind.startsWith('fault.') && kind !== 'fault.saved')).toEqual(['fault.opened', 'fault.reported', 'fault.reported'])
    expect([0, 10]).toContain(verify().code)
  })
}, 90_000)

function countSince(folder: string): number {
  const entries = recordOf(folder)
  return entries.slice(entries.findIndex((entry) => entry.kind === 'fault.opened')).filter((entry) => isOnTimeline(entry.kind)).length
}
