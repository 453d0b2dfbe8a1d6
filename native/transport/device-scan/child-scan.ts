// A scan in a process of its own, for systems that tell nothing without asking the devices (Windows): one that never answers
// costs that process, not the console. Source: reference/hid-consoles.md section 3, "Enumeration".
import type { Clock } from '../../kit/clock.ts'
import { failure } from '../../kit/errors.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import type { Unsubscribe } from '../../kit/transport.ts'
import { bounded } from '../bounded.ts'
import { createListeners } from '../listeners.ts'
import type { DeviceChild, FromChild, StartDeviceChild } from './child-protocol.ts'
import { hidSightings, serialSightings, type ListedHid, type ListedSerial } from './listed.ts'
import { SCAN_MS, type Scan, type ScanReport } from './scan.ts'

export type ChildNews = 'changed' | 'events-work' | 'events-fail'

export interface ChildScan {
  readonly scan: Scan
  /** Opens and closes a HID device in the child. @returns whether that came to an end within `limitMs` */
  readonly tryOpen: (path: string, limitMs: number) => Promise<boolean>
  onNews(listener: (news: ChildNews) => void): Unsubscribe
  stop(): void
}

export interface ChildScanOptions {
  readonly clock: Clock
  readonly start: StartDeviceChild
}

const SUSPECTS_MAX = 8

interface Asked {
  hid?: readonly ListedHid[]
  serial?: readonly ListedSerial[]
  readonly done: (answer: Result<ScanReport>) => void
}

type Listing = Extract<FromChild, { tell: 'hid' | 'serial' }>

export function createChildScan({ clock, start }: ChildScanOptions): ChildScan {
  const news = createListeners<ChildNews>()
  const scans = new Map<number, Asked>()
  const trials = new Map<number, (cameBack: boolean) => void>()
  /** Plugged in since the last good scan: the suspects, should the next one hang. */
  const arrived: string[] = []
  let child: DeviceChild | undefined
  let lastId = 0

  /** Everything asked of a child that is gone has failed with it. */
  const drop = (gone: DeviceChild, why: string): void => {
    if (child !== gone) return
    child = undefined
    for (const { done } of scans.values()) done(fail(failure('LINK_TIMEOUT', why)))
    for (const done of trials.values()) done(false)
    scans.clear()
    trials.clear()
    news.emit('events-fail')
  }
  const kill = (why: string): void => {
    const gone = child
    if (!gone) return
    gone.kill()
    drop(gone, why)
  }
  const receive = (message: FromChild): void => {
    switch (message.tell) {
      case 'events':
        return news.emit(message.work ? 'events-work' : 'events-fail')
      case 'changed':
        if (message.what !== undefined && arrived.length < SUSPECTS_MAX) arrived.push(message.what)
        return news.emit('changed')
      case 'tried':
        trials.get(message.id)?.(true)
        return void trials.delete(message.id)
      case 'failed':
        scans.get(message.id)?.done(fail(failure('LINK_UNSUPPORTED', `device scan: ${message.detail}`)))
        return void scans.delete(message.id)
      case 'hid':
      case 'serial':
        return take(message)
    }
  }
  const take = (message: Listing): void => {
    const report = complete(scans.get(message.id), message)
    if (!report) return
    arrived.length = 0
    scans.get(message.id)?.done(ok(report))
    scans.delete(message.id)
  }
  const running = (): DeviceChild => {
    if (child) return child
    const fresh = start()
    child = fresh
    fresh.onMessage((message) => {
      if (child === fresh) receive(message)
    })
    fresh.onGone(() => drop(fresh, 'device scan: its process has ended'))
    return fresh
  }

  return {
    async scan() {
      const id = ++lastId
      let asked: Asked | undefined
      const answer = new Promise<Result<ScanReport>>((resolve) => scans.set(id, (asked = { done: resolve })))
      running().send({ ask: 'scan', id })
      const answered = await bounded(clock, SCAN_MS, answer)
      if (answered.done) return answered.value
      kill(silence(asked, arrived))
      return answer
    },
    async tryOpen(path, limitMs) {
      const id = ++lastId
      const trial = new Promise<boolean>((resolve) => trials.set(id, resolve))
      running().send({ ask: 'try', id, path })
      const tried = await bounded(clock, limitMs, trial)
      if (tried.done) return tried.value
      kill(`device scan: ended because ${path} does not open`)
      return trial
    },
    onNews: news.add,
    stop: () => kill('device scan: stopped'),
  }
}

/** @returns what both libraries list, once both have answered */
function complete(asked: Asked | undefined, message: Listing): ScanReport | undefined {
  if (!asked) return undefined
  if (message.tell === 'hid') asked.hid = message.listed
  else asked.serial = message.listed
  return asked.hid && asked.serial && { sightings: [...hidSightings(asked.hid), ...serialSightings(asked.serial)], silent: [] }
}

/** Names the library that did not answer and what may have made it so. */
function silence(asked: Asked | undefined, arrived: readonly string[]): string {
  const mute = [...(asked?.hid ? [] : ['node-hid']), ...(asked?.serial ? [] : ['serialport'])].join(' and ')
  const suspects = arrived.length > 0 ? `plugged in since the last good scan: ${arrived.join(', ')}` : 'nothing is known to be new'
  return `device scan: no answer from ${mute}; ${suspects}`
}
