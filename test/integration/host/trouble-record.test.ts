// The record in trouble: a disk that takes nothing is said out loud and at once, radio comes before paper, nothing that
// happened meanwhile is lost; and a clock that somebody sets changes no duration and stands in the record.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { alarmText } from '../../../electron/cli/terminal/screen.ts'
import { createText } from '../../../electron/cli/terminal/text.ts'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { alarmsOf, channelOf, type Console, DESK, noteMade, phaseOf, rbsOf, reaches, readinessOf, restWorks, type Stage, talk, withStage } from '../../support/console-stage.ts'
import { startHostHere } from '../../support/host-here.ts'
import { readRecord } from '../../support/record.ts'
import { editSite } from '../../support/site-edit.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'

/** What `note.add` promises is a second; the rest is for a loaded machine. */
const ANSWER_MS = 1500
const WHOLE = [0, 10]

interface DiskTrouble {
  readonly code: 'STORE_FULL' | 'STORE_READONLY'
  readonly who: RegExp
  begin(disk: SmallDisk): void
  end(disk: SmallDisk): void
}

const FULL: DiskTrouble = { code: 'STORE_FULL', who: /schijf vol.*Technicus: ruimte maken/, begin: (disk) => disk.fill(), end: (disk) => disk.makeRoom() }

async function notes(console: Console, texts: readonly string[], expected: object): Promise<void> {
  for (const text of texts) {
    const fromMs = systemClock.monotonicMs()
    expect(await console.client.call('note.add', { text }), text).toMatchObject(expected)
    expect(systemClock.monotonicMs() - fromMs, text).toBeLessThan(ANSWER_MS)
  }
}

function saysSo(console: Console, { code, who }: DiskTrouble): void {
  const alarm = alarmsOf(console).find((one) => one.id === 'record')
  expect(alarm).toMatchObject({ kind: 'record', severity: 'critical', code })
  expect(alarm && alarmText(alarm, createText('nl'), console.topic('site'))).toMatch(who)
  expect(console.topic('record').record?.failing).toMatchObject({ code })
}

/** The press that matters most is the one while the disk is gone. */
async function radioStillWorks(console: Console, { world }: Stage): Promise<void> {
  await reaches('desk radio proven', () => readinessOf(console) === 'ready')
  void console.client.call('switch.to', { to: DESK })
  await reaches('on the desk radio', () => channelOf(console) === DESK && console.topic('switch').switch?.confirmed === true)
  await talk(console, world)
  world.pedal.buttons.release('middle')
  await reaches('off the air', () => world.desk.radio.transmitting === undefined && phaseOf(console) === 'idle')
}

const NOTES = ['note.added'] as const
const SWITCHED_AND_SPOKEN = ['press.switch', 'switch.switched', 'ptt.waiting', 'ptt.talking', 'ptt.idle'] as const

function everythingIsThere(folder: string, { texts, outage }: { texts: readonly string[]; outage: object }): void {
  const report = verifyLedger(folder, [])
  expect(WHOLE, report.text).toContain(report.code)
  const entries = readRecord(folder)
  expect(entries.filter(({ kind }) => NOTES.some((one) => one === kind)).map(({ content }) => content)).toEqual(texts)
  const happened = entries.map(({ kind }) => kind).filter((kind) => SWITCHED_AND_SPOKEN.some((one) => one === kind))
  expect(happened).toEqual(SWITCHED_AND_SPOKEN)
  const ended = entries.filter(({ kind }) => kind === 'ledger.outage-ended').map(({ payload }) => JSON.parse(payload) as object)
  expect(ended).toMatchObject([outage])
}

async function onSmallDisk(use: (stage: Stage, disk: SmallDisk, folder: string) => Promise<void>): Promise<void> {
  await withStage({}, async (stage) => {
    const folder = join(stage.folder, 'record')
    const disk = mountSmallDisk(folder)
    stage.finally(() => disk.unmount())
    await editSite(stage.site, [[['ledger'], { folder }]])
    await use(stage, disk, folder)
  })
}

test.concurrent('a disk that runs full: told within a second, radio works on, and everything is written when there is room', async () => {
  await onSmallDisk(async (stage, disk, folder) => {
    const host = stage.bare()
    await restWorks(host)
    await notes(host, ['voor'], { ok: true })
    FULL.begin(disk)
    await notes(host, ['vol 1', 'vol 2'], { ok: false, error: { code: FULL.code } })
    saysSo(host, FULL)
    await radioStillWorks(host, stage)
    await notes(host, ['vol 3'], { ok: false, error: { code: FULL.code } })
    FULL.end(disk)
    await reaches('alarm over', () => alarmsOf(host).length === 0)
    await notes(host, ['na'], { ok: true })
    await host.stop()
    everythingIsThere(folder, { texts: ['voor', 'vol 1', 'vol 2', 'vol 3', 'na'], outage: { code: FULL.code, lost: 0 } })
  })
}, 60_000)

const READ_ONLY: DiskTrouble = { code: 'STORE_READONLY', who: /niet beschrijfbaar.*Technicus: rechten of schijf/, begin: (disk) => disk.makeReadOnly(), end: (disk) => disk.makeWritable() }

test.concurrent('a disk that is read-only at the start: the console stands there all the same, and writes when it can', async () => {
  await onSmallDisk(async (stage, disk, folder) => {
    READ_ONLY.begin(disk)
    const host = stage.bare()
    await restWorks(host)
    await notes(host, ['eerste', 'tweede'], { ok: false, error: { code: READ_ONLY.code } })
    saysSo(host, READ_ONLY)
    await radioStillWorks(host, stage)
    READ_ONLY.end(disk)
    await reaches('alarm over', () => alarmsOf(host).length === 0)
    await notes(host, ['derde'], { ok: true })
    await host.stop()
    everythingIsThere(folder, { texts: ['eerste', 'tweede', 'derde'], outage: { code: READ_ONLY.code, lost: 0 } })
  })
}, 60_000)

test.concurrent('an emergency call from before a kill is not forgotten because the disk is read-only at the restart', async () => {
  await onSmallDisk(async (stage, disk) => {
    const first = stage.bare()
    await reaches('desk radio proven', () => readinessOf(first) === 'ready')
    stage.world.desk.radio.setFault({ fault: 'emergency', ssi: 1_234_567, as: 'status' })
    await reaches('raised and recorded', () => Object.values(first.topic('timeline')).some((entry) => entry.kind === 'emergency.raised'))
    first.kill('SIGKILL')
    await reaches('gone', () => first.ended !== undefined)
    READ_ONLY.begin(disk)
    const second = stage.bare()
    await restWorks(second)
    READ_ONLY.end(disk)
    await reaches('there again', () => alarmsOf(second).some((alarm) => alarm.kind === 'emergency'))
  })
}, 60_000)

const HOUR_MS = 3_600_000
const CLOCK_STEP = 11
const COUNTDOWN_MS = 1000
const HOLD_MS = 1200
const HARD_MS = 1000
/** Timers may be a little early against another clock, and late by what the machine likes. */
const EARLY_MS = 50
const LATE_MS = 10_000

test.concurrent('a clock set back an hour changes no countdown, no talk limit and no hold, and verify names every step', async () => {
  await withStage({ settings: { countdownMs: COUNTDOWN_MS, holdMs: HOLD_MS, softTimeoutMs: 500, hardTimeoutMs: HARD_MS } }, async (stage) => {
    const { world } = stage
    let offsetMs = 0
    const steps: string[] = []
    const clock: Clock = { ...systemClock, utcMs: () => systemClock.utcMs() + offsetMs }
    const setBack = async (during: string): Promise<void> => {
      offsetMs -= HOUR_MS
      steps.push(during)
      await noteMade(console, during) // an entry right after it, so that the step stands here and nowhere else
    }
    const here = await startHostHere(clock, stage)
    stage.finally(() => here.stop())
    const console = here.page('page')
    const lasts = async (what: string, ms: number, holds: () => boolean): Promise<void> => {
      const fromMs = systemClock.monotonicMs()
      await reaches(what, holds, ms + LATE_MS)
      expect(systemClock.monotonicMs() - fromMs, what).toBeGreaterThan(ms - EARLY_MS)
    }

    await restWorks(console)
    await reaches('desk radio proven', () => readinessOf(console) === 'ready')
    await setBack('rust')
    await world.hangRbs()
    await reaches('countdown', () => console.topic('switch').switch?.countdown !== undefined)
    const stepped = setBack('aftelling')
    await lasts('switched', COUNTDOWN_MS, () => channelOf(console) === DESK && console.topic('switch').switch?.confirmed === true)
    await stepped

    await talk(console, world)
    const steppedAgain = setBack('spreken')
    await lasts('talk limit', HARD_MS, () => phaseOf(console) === 'refused' && console.topic('ptt').ptt?.cause === 'timed-out')
    await reaches('off the air', () => world.desk.radio.transmitting === undefined)
    await steppedAgain
    world.pedal.buttons.release('middle')

    await world.healRbs()
    await reaches('hold', () => console.topic('switch').switch?.hold?.over === false)
    const steppedLast = setBack('wachttijd')
    await lasts('hold over', HOLD_MS, () => console.topic('switch').switch?.hold?.over === true)
    await steppedLast
    await reaches('return offered', () => console.topic('switch').switch?.returnOffered === true)
    expect(await console.client.call('return.accept', {})).toMatchObject({ ok: true })
    await reaches('back in order', () => channelOf(console) === 'rbs' && rbsOf(console) === 'ok')
    expect(alarmsOf(console)).toEqual([])
    await here.stop()

    const report = stage.verify()
    expect(report.code, report.text).toBe(CLOCK_STEP)
    expect(report.findings.map(({ verdict }) => verdict)).toEqual(steps.map(() => 'CLOCK STEP'))
  })
}, 60_000)
