// Attacks on the entries themselves by somebody without the key: edits, deletions, insertions, swaps, cuts, a chain made anew.
import {
  altered, badKey, gap, intact, lastOf, ordinary, tail, truncated, unexplained, worst, type Attack, type Expected,
} from './attack.ts'
import { codeAt, entryAt, hashOf, pemOf, rehash, resign, type Model } from './record-model.ts'

const COLUMNS = ['ledger', 'boot', 'clock', 'role', 'position', 'kind', 'payload'] as const

const editColumn: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model))
  const entry = entryAt(model, seq)
  const column = chance.pick(COLUMNS)
  entry[column] = column === 'payload' ? entry.payload.replace('{', `{"a":${chance.between(0, 99)},`) : `${entry[column]}x`
  return { expected: altered(seq) }
}

const editTime: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model))
  entryAt(model, seq)[chance.pick(['monoUs', 'utcMs'] as const)] += chance.between(1, 100_000)
  return { expected: altered(seq) }
}

const editHash: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model))
  const entry = entryAt(model, seq)
  const which = chance.pick(['prev', 'hash'] as const)
  entry[which] = entry[which].map((byte, at) => (at === 7 ? byte ^ 1 : byte))
  return { expected: altered(seq) }
}

/** The deletion no longer says what it said. */
const editDeletion: Attack = (model, chance) => {
  const { by } = chance.pick(model.gone)
  entryAt(model, by).payload = '{"seq":2}'
  return { expected: worst(altered(by), unexplained(model, (seq) => seq !== by)) }
}

const editRotation: Attack = (model, chance) => {
  if (model.rotation === undefined) return editColumn(model, chance)
  const entry = entryAt(model, model.rotation)
  const name = chance.pick(['by', 'byPrevious', 'key', 'previous', 'publicKey', 'previousPublicKey'])
  entry.payload = entry.payload.replace(new RegExp(`"${name}":"(.)`), (all, first: string) => `${all.slice(0, -1)}${first === 'b' ? 'c' : 'b'}`)
  return { expected: badKey(model.rotation) }
}

const deleteOne: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model).filter((one) => one < lastOf(model)))
  model.entries = model.entries.filter((one) => one.seq !== seq)
  const text = model.texts.has(seq) && chance.hits(0.5)
  if (!text) model.texts.delete(seq)
  return { expected: worst(gap(seq), text ? altered(seq) : undefined) }
}

/** Whoever takes out the record of a deletion leaves a text unexplained. */
const deleteDeletion: Attack = (model, chance) => {
  const { by } = chance.pick(model.gone)
  model.entries = model.entries.filter((one) => one.seq !== by)
  return { expected: worst(gap(by), unexplained(model, (seq) => seq !== by)) }
}

const deleteRotation: Attack = (model, chance) => {
  if (model.rotation === undefined) return deleteOne(model, chance)
  const { rotation } = model
  model.entries = model.entries.filter((one) => one.seq !== rotation)
  return { expected: badKey() }
}

/** Everything from the place on moves up by one; nobody can make its hashes fit. */
const insertOne: Attack = (model, chance) => {
  const at = chance.pick(ordinary(model).filter((one) => one > 2))
  const forged = { ...entryAt(model, at), payload: '{"n":0}', kind: 'service.changed', prev: entryAt(model, at - 1).hash }
  forged.hash = hashOf(forged)
  const moved = model.rotation !== undefined && model.rotation >= at ? model.rotation + 1 : undefined
  model.entries = [...model.entries.filter((one) => one.seq < at), forged, ...model.entries.filter((one) => one.seq >= at).map((one) => ({ ...one, seq: one.seq + 1 }))]
  model.texts = new Map([...model.texts].map(([seq, text]) => [seq >= at ? seq + 1 : seq, text]))
  return { expected: worst(altered(at + 1), model.signed.includes(at) ? altered(at) : undefined, moved === undefined ? undefined : badKey(moved)) }
}

const swapTwo: Attack = (model, chance) => {
  const places = ordinary(model).filter((seq) => !model.texts.has(seq))
  const one = chance.pick(places.slice(0, -1))
  const other = chance.pick(places.filter((seq) => seq > one))
  const first = entryAt(model, one)
  const second = entryAt(model, other)
  Object.assign(model.entries, { [one - 1]: { ...second, seq: one }, [other - 1]: { ...first, seq: other } })
  return { expected: altered(one) }
}

/** Cuts entries and their texts after this one; answers what that alone shows. */
function cutAfter(model: Model, seq: number): Expected[] {
  model.entries = model.entries.filter((one) => one.seq <= seq)
  for (const beside of model.texts.keys()) if (beside > seq) model.texts.delete(beside)
  const missing = unexplained(model, (by) => by <= seq)
  return missing ? [missing] : []
}

const cutRecord: Attack = (model, chance) => {
  const seq = chance.between(2, lastOf(model) - 1)
  const expected = [...cutAfter(model, seq), truncated(seq + 1)]
  return { expected: worst(...expected, model.rotation !== undefined && seq < model.rotation ? badKey() : undefined) }
}

/** A thief of the present files: checkpoints and key cut back as well, so that the folder fits in itself. */
function cutBack(model: Model, seq: number): Expected[] {
  const shown = cutAfter(model, seq)
  model.lines = model.lines?.filter((_, at) => (model.signed[at] ?? 0) <= seq)
  if (model.rotation !== undefined && seq < model.rotation) model.pem = pemOf(model.keys[0]!)
  const highest = model.signed.findLast((one) => one <= seq) ?? 0
  return highest < seq ? [...shown, tail(highest + 1)] : shown
}

const cutBoth: Attack = (model, chance) => ({ expected: worst(...cutBack(model, chance.between(model.signed[0]!, lastOf(model) - 1))) })

const cutBothAnchored: Attack = (model, chance) => {
  const code = codeAt(model, lastOf(model), chance.pick([2, 4] as const))
  const seq = chance.between(model.signed[0]!, lastOf(model) - 1)
  const file = chance.hits(0.5)
  const shown = cutBack(model, seq)
  // The key of the cut record is not the one that signed the later lines of the other file.
  const foreign = file && model.rotation !== undefined && seq < model.rotation && model.signed.some((one) => one >= model.rotation!)
  return { anchors: [file ? 'copy' : code], expected: worst(...shown, truncated(seq + 1), foreign ? badKey() : undefined) }
}

/** A pair that was kept when the record ended there: texts deleted later are still in it. */
function replay(model: Model, seq: number): void {
  for (const { seq: gone, by, was } of model.gone) if (by > seq) model.texts.set(gone, was)
  cutBack(model, seq)
}

const replayPair: Attack = (model, chance) => {
  replay(model, chance.pick(model.signed.filter((seq) => seq >= 8 && seq < lastOf(model))))
  return { expected: intact() }
}

const replayPairAnchored: Attack = (model, chance) => {
  const code = codeAt(model, lastOf(model), chance.pick([2, 4] as const))
  const seq = chance.pick(model.signed.filter((one) => one >= 8 && one < lastOf(model)))
  const file = chance.hits(0.5)
  const foreign = file && model.rotation !== undefined && seq < model.rotation
  replay(model, seq)
  return { anchors: [file ? 'copy' : code], expected: worst(truncated(seq + 1), foreign ? badKey() : undefined) }
}

/** Hashes are no secret: without the key the checkpoints give it away. */
const rewrite: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model).filter((one) => !model.texts.has(one)))
  entryAt(model, seq).payload = '{"n":0}'
  rehash(model, seq, [])
  const first = model.signed.find((one) => one >= seq)!
  return { expected: worst(altered(first), model.rotation !== undefined && model.rotation > seq ? badKey(model.rotation) : undefined) }
}

/** Hashes are no secret, and after the last checkpoint nobody vouches: as after a crash. */
const append: Attack = (model, chance) => {
  const last = entryAt(model, lastOf(model))
  const count = chance.between(1, 3)
  for (let at = 1; at <= count; at++) model.entries.push({ ...last, seq: last.seq + at, kind: 'service.changed', payload: `{"n":${at}}` })
  rehash(model, last.seq + 1, [])
  return { expected: tail(last.seq + 1) }
}

const untouched: Attack = (model, chance) => {
  resign(model)
  const seq = chance.pick(model.signed)
  return { expected: intact(), anchors: chance.pick([[], ['copy'], [codeAt(model, seq, 2)], [codeAt(model, seq, 4), 'copy']]) }
}

export const ON_ENTRIES: Readonly<Record<string, Attack>> = {
  untouched, 'edit a column': editColumn, 'edit a time': editTime, 'edit a hash': editHash, 'edit a deletion': editDeletion,
  'edit a change of key': editRotation, 'delete an entry': deleteOne, 'delete a deletion': deleteDeletion,
  'delete a change of key': deleteRotation, 'insert an entry': insertOne, 'swap two entries': swapTwo, 'cut the record': cutRecord,
  'cut record and checkpoints': cutBoth, 'cut both, with an anchor': cutBothAnchored, 'put back an old pair': replayPair,
  'put back an old pair, with an anchor': replayPairAnchored, 'make the chain anew': rewrite, 'append without the key': append,
}
