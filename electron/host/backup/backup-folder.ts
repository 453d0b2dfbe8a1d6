// The folder with the copies: what is there, and what goes. Only names of ours are ever removed.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { backupTime } from './backup-plan.ts'

export interface BackupFolder {
  /** What lies there; nothing while the folder is not there. @returns STORE_UNREADABLE */
  names(): Promise<Result<readonly string[]>>
  /** @returns STORE_READONLY when one cannot be removed */
  remove(names: readonly string[]): Promise<Result<void>>
  /** What a console that ended while copying left behind. */
  clearHalf(): Promise<void>
}

/** @param halfMark  between the name of a copy and the rest, while it is not whole */
export function createBackupFolder(folder: string, halfMark: string): BackupFolder {
  const names: BackupFolder['names'] = async () => {
    try {
      return ok(await readdir(folder))
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return ok([])
      return fail(failure('STORE_UNREADABLE', textOf(cause)))
    }
  }
  return {
    names,
    async remove(wanted) {
      try {
        for (const name of wanted) if (backupTime(name) !== undefined) await rm(join(folder, name), { recursive: true })
        return ok()
      } catch (cause) {
        return fail(failure('STORE_READONLY', textOf(cause)))
      }
    },
    async clearHalf() {
      const found = await names()
      for (const name of found.ok ? found.value : []) {
        const isHalf = backupTime(name.split(halfMark)[0] ?? '') !== undefined && name.includes(halfMark)
        // It only takes room: the copy that follows says what is wrong with the folder.
        if (isHalf) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {})
      }
    },
  }
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
