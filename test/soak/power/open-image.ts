// Opens a disk as the power left it with the real writer, writes one more entry, closes, and holds all of it to what was promised.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import type { Stamp } from '../../../electron/host/ledger/entry.ts'
import { Writer } from '../../../electron/host/ledger/writer.ts'
import type { FromWriter } from '../../../electron/host/ledger/writer-protocol.ts'
import { AT_ONCE } from '../../support/second-disk-at-once.ts'
import { judgeLive, judgeSetAside, previousFolder, type Promised } from '../record/judge.ts'
import { markOf, NOTED_KIND, padOf } from '../record/marks.ts'
import type { Image } from './disk-model.ts'
import type { Promises } from './promises.ts'
import { placesIn } from './recording.ts'

export interface Found {
  readonly lost: readonly string[]
  /** Set aside, and nobody had damaged it: an alarm that is not true. */
  readonly falseDamage: readonly string[]
  readonly broken: readonly string[]
  readonly wasSetAside: boolean
}

const RUN = 'after-power'
/** Later than the recorders, whose clock is the machine's. */
const STAMP: Stamp = { monoUs: 1, utcMs: Date.UTC(2100, 0, 1), clock: 'unknown' }

/** @param root  a folder of its own for this image; emptied first */
export function openImage(root: string, image: Image, promises: Promises): Found {
  lay(root, image)
  const said = goOn(root)
  const damaged = said.find((one) => one.type === 'damaged')
  const falseDamage = damaged?.type === 'damaged' && !promises.spoilt ? [damaged.error.detail] : []
  const troubles = said.flatMap((one) => ('error' in one && one.error !== undefined && one.type !== 'damaged' ? [`${one.type}: ${one.error.code} ${one.error.detail}`] : []))
  if (!said.some(({ type }) => type === 'written')) {
    return { lost: [], falseDamage, broken: [...troubles, `it does not go on: ${said.map(({ type }) => type).join(', ')}`], wasSetAside: false }
  }
  const judged = judge(root, promises)
  return { ...judged, falseDamage, broken: [...troubles, ...(said.some(({ type }) => type === 'store-lost') ? ['lost while open'] : []), ...judged.broken] }
}

function lay(root: string, { files, folders }: Image): void {
  rmSync(root, { recursive: true, force: true })
  mkdirSync(root, { recursive: true })
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true })
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    // The mode is not in the model; the key's is the recorder's own.
    writeFileSync(join(root, path), bytes, { mode: path.startsWith('keys/') ? 0o600 : 0o644 })
  }
}

/** The writer without its thread, its whole background check included. */
function goOn(root: string): readonly FromWriter[] {
  const said: FromWriter[] = []
  const deferred: (() => void)[] = []
  const writer = new Writer({ post: (message) => said.push(message), defer: (run) => deferred.push(run), ...AT_ONCE })
  const { folder, keyFolder, copy } = placesIn(root)
  writer.receive({ type: 'open', request: { folder, keyFolder, checkpointCopy: copy, boot: RUN, stamp: STAMP, newLedgerId: 'ab'.repeat(16), acknowledged: undefined } })
  const draft = { kind: NOTED_KIND, actor: { role: 'system', position: 'host' }, payload: { mark: markOf(RUN, 1), pad: padOf(1) } } as const
  const prepared = prepareDraft(draft, { stamp: STAMP, salt: () => new Uint8Array() })
  if (prepared.ok) writer.receive({ type: 'write', entries: [prepared.value] })
  while (deferred.length > 0) deferred.shift()?.()
  writer.receive({ type: 'close', utcMs: STAMP.utcMs })
  return said
}

function judge(root: string, { first, second }: Promises): Pick<Found, 'lost' | 'broken' | 'wasSetAside'> {
  const { folder, copy } = placesIn(root)
  const previous = previousFolder(folder)
  if (previous === undefined) {
    const live = judgeLive(folder, copy, { ...together(first, second), closed: true })
    return { lost: live.lost, broken: live.broken, wasSetAside: false }
  }
  const live = judgeLive(folder, copy, { ...second, closed: true })
  return { lost: [...judgeSetAside(previous, first), ...live.lost], broken: live.broken, wasSetAside: true }
}

/** When the spoiling itself did not reach the disk, what follows it in the recording did not happen on this one. */
const together = (first: Promised, second: Promised): Promised => ({
  ...first, acknowledged: new Map([...first.acknowledged, ...second.acknowledged]),
})
