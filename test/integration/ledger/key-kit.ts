// What the tests of the signing key share: a workstation's ledger with a key folder, rotations, cuts, and a vault played by hand.
import { mkdirSync, readdirSync } from 'node:fs'
import { createAnchoring } from '../../../electron/host/ledger/anchoring.ts'
import { appendLine } from '../../../electron/host/ledger/append-file.ts'
import { prepareDraft } from '../../../electron/host/ledger/draft.ts'
import { readKeys } from '../../../electron/host/ledger/key-files.ts'
import { rotationSteps } from '../../../electron/host/ledger/key-rotation.ts'
import { ledgerPaths } from '../../../electron/host/ledger/ledger-files.ts'
import { openForWriting } from '../../../electron/host/ledger/opening.ts'
import type { FromWriter } from '../../../electron/host/ledger/writer-protocol.ts'
import { directWriter, DISPATCHER, openRequest, START_UTC, type DirectWriter, type Scratch } from './ledger-folder.ts'

export const TECHNICIAN = { role: 'technician', position: 'OB-07' } as const
export const stampAt = (at: number) => ({ monoUs: at * 1_000_000, utcMs: START_UTC + at * 1000, clock: 'unknown' }) as const

export interface Run extends DirectWriter {
  /** One more entry, a second after the one before. */
  write(): void
  rotate(): FromWriter
  /** Without it: a crash. */
  close(): void
  readonly opened: FromWriter | undefined
}

/** One run of a writer. Its clock goes on where the run before stopped, when it is told how many seconds that was. */
export function startRun(scratch: Scratch, boot: string, { fromSecond = 0, hasVault = false } = {}): Run {
  const direct = directWriter()
  const { send, said } = direct
  let at = fromSecond
  send({ type: 'open', request: { ...openRequest(scratch, { boot, stamp: () => stampAt(fromSecond) }), hasVault } })
  return {
    ...direct,
    opened: said.find(({ type }) => type === 'opened' || type === 'not-opened'),
    write() {
      at++
      const prepared = prepareDraft({ kind: 'note.added', actor: DISPATCHER, payload: { at } }, { stamp: stampAt(at), salt: () => new Uint8Array(16) })
      if (!prepared.ok) throw new Error(prepared.error.detail)
      send({ type: 'write', entries: [prepared.value] })
    },
    rotate() {
      at++
      send({ type: 'rotate-key', id: at, actor: TECHNICIAN, stamp: stampAt(at), marks: {} })
      const answer = said.findLast(({ type }) => type === 'rotated')
      if (!answer) throw new Error('no answer to a rotation')
      return answer
    },
    close: () => send({ type: 'close', utcMs: stampAt(at).utcMs }),
  }
}

/** Rotates up to and with step `steps`, and stops there as a machine does that loses its power. @returns the name of that step */
export function rotateAndCut(scratch: Scratch, boot: string, steps: number, second = 0): string {
  const request = openRequest(scratch, { boot, stamp: () => stampAt(second) })
  const paths = ledgerPaths(scratch.folder)
  mkdirSync(scratch.folder, { recursive: true })
  const keys = readKeys(scratch.keyFolder)
  const opened = keys.ok ? openForWriting({ paths, keys: keys.value, request, copied: [], condemned: undefined }) : keys
  if (!opened.ok) throw new Error(opened.error.detail)
  const { store, key, anchored } = opened.value
  const anchoring = createAnchoring({ ...request, paths, key, store, last: anchored, secondFile: { add: (line) => appendLine(scratch.copy, line) } })
  const rotation = rotationSteps({ store, paths, keyFolder: scratch.keyFolder, boot, anchoring, from: key, actor: TECHNICIAN, stamp: stampAt(second + 1), marks: {} })
  let name = 'nothing done'
  for (let step = 0; step < steps; step++) {
    const next = rotation.next()
    if (next.done) break
    name = next.value
  }
  store.close()
  return name
}

export const keyFilesOf = ({ keyFolder }: Scratch): readonly string[] => readdirSync(keyFolder).sort()

export const ofType = <Type extends FromWriter['type']>(said: readonly FromWriter[], type: Type): Extract<FromWriter, { type: Type }>[] =>
  said.filter((one): one is Extract<FromWriter, { type: Type }> => one.type === type)
