// Copies the record each so many hours to a folder of the site's choosing, keeps the newest, and says it when it cannot.
import { join } from 'node:path'
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { Alarms } from '../alarms.ts'
import type { Copied, CopyRecord } from '../ledger/port.ts'
import type { HostDeps } from '../parts.ts'
import type { Recorder } from '../recorder.ts'
import { createBackupFolder, type BackupFolder } from './backup-folder.ts'
import { backupName, beyondKeep, dueInMs } from './backup-plan.ts'

export interface BackupSettings {
  readonly folder: string
  readonly everyHours: number
  readonly keep: number
}

export interface BackupDeps {
  readonly clock: Clock
  readonly log: HostDeps['log']
  readonly recorder: Pick<Recorder, 'note'>
  readonly alarms: Pick<Alarms, 'raise' | 'clear'>
  readonly settings: BackupSettings
  /** Folder of the record. */
  readonly record: string
  readonly copy: CopyRecord
  readonly folder: BackupFolder
}

/** A console that has just started has better things to do. */
const FIRST_LOOK_MS = 120_000
const AGAIN_MS = 900_000
/** A timer holds 24 days at most, and a share that is slow to appear is looked at again. */
const LOOK_AGAIN_MS = 3_600_000
const ALARM = 'record-copy'

export class Backups {
  readonly #deps: BackupDeps
  #timer: Timer | undefined
  #stopped = false
  #fails = false

  constructor(deps: BackupDeps) {
    this.#deps = deps
  }

  start(): void {
    this.#later(FIRST_LOOK_MS)
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  #later(ms: number): void {
    if (this.#stopped) return
    this.#timer?.cancel()
    this.#timer = this.#deps.clock.after(ms, () => void this.#look())
  }

  async #look(): Promise<void> {
    const { clock, folder, settings } = this.#deps
    const names = await folder.names()
    // A folder that cannot be read is told by the copy that fails.
    const dueMs = dueInMs(names.ok ? names.value : [], clock.utcMs(), settings.everyHours)
    if (dueMs > 0) return this.#later(Math.min(dueMs, LOOK_AGAIN_MS))
    await folder.clearHalf()
    this.#done(await this.#copy())
  }

  async #copy(): Promise<Result<Copied>> {
    const { clock, copy, folder, record, settings } = this.#deps
    const copied = await copy({ from: record, to: join(settings.folder, backupName(clock.utcMs())) })
    // Not before the new one is whole and sound: neither a full disk nor an altered record costs the last good copy.
    if (!copied.ok || this.#stopped || isDamage(copied.value)) return copied
    const names = await folder.names()
    if (!names.ok) return names
    const removed = await folder.remove(beyondKeep(names.value, settings.keep))
    return removed.ok ? copied : removed
  }

  #done(copied: Result<Copied>): void {
    if (this.#stopped) return
    if (!copied.ok) {
      this.#failed(`${copied.error.code} ${copied.error.detail}`)
      return this.#later(AGAIN_MS)
    }
    const { folder, entries, headCode, verdict, text, ms } = copied.value
    this.#deps.recorder.note('record.copied', { folder, entries, head: headCode, verdict, ms })
    this.#deps.log.info('record.copied', { folder, entries, verdict, ms })
    if (isDamage(copied.value)) this.#failed(`${folder}: ${text}`)
    else this.#worked()
    this.#later(LOOK_AGAIN_MS)
  }

  #failed(detail: string): void {
    const { alarms, log, recorder, settings } = this.#deps
    log.warn('record.not-copied', { detail })
    // Once an outage: it is tried again each quarter of an hour.
    if (!this.#fails) recorder.note('record.not-copied', { folder: settings.folder, detail })
    this.#fails = true
    alarms.raise({ id: ALARM, kind: 'record', severity: 'warning', code: 'STORE_NOT_COPIED', params: { detail } })
  }

  #worked(): void {
    this.#fails = false
    this.#deps.alarms.clear(ALARM)
  }
}

/** Undefined when the site wants no copies. Each position has a folder of its own: a shared one would lose those of others. */
export function createBackups({ site, clock, log, copying }: Pick<HostDeps, 'site' | 'clock' | 'log' | 'copying'>, recorder: BackupDeps['recorder'], alarms: BackupDeps['alarms']): Backups | undefined {
  const { backup } = site.ledger
  if (!backup || !copying) return undefined
  const settings = { ...backup, folder: join(backup.folder, site.position.id) }
  const { record, copy, halfMark } = copying
  return new Backups({ clock, log, recorder, alarms, settings, record, copy, folder: createBackupFolder(settings.folder, halfMark) })
}

/** GAP and worse: somebody changed the record. */
const DAMAGE_CODE = 20
const isDamage = ({ code }: Copied): boolean => code >= DAMAGE_CODE
