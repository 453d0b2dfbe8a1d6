// The second checkpoint file for a writer that a test runs in its own thread: written when the call returns, as the first one is.
import { appendLine, readLastLines } from '../../electron/host/ledger/append-file.ts'
import type { SecondDisk } from '../../electron/host/ledger/append-lines.ts'
import { attempt } from '../../electron/host/ledger/store-failure.ts'
import type { WriterDeps } from '../../electron/host/ledger/writer.ts'

export const diskAtOnce: SecondDisk = {
  append(path, lines, done) {
    const appended = attempt('checkpoint copy', () => { for (const line of lines) appendLine(path, line) })
    done(appended.ok ? undefined : appended.error)
  },
  readLast(path, bytes, done) {
    const read = attempt('checkpoint copy', () => readLastLines(path, bytes))
    done(read.ok ? read.value : [])
  },
}

/** Nothing is ever late here. */
export const AT_ONCE: Pick<WriterDeps, 'disk' | 'after'> = { disk: diskAtOnce, after: () => () => undefined }
