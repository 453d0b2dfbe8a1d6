// Attacks on `checkpoints.jsonl` and on the file on the other path.
import { altered, badKey, intact, lastOf, tail, type Attack } from './attack.ts'
import { drawKey, entryAt, keyFor, lineFor, type Model } from './record-model.ts'
import type { Seeded } from '../../support/seeded.ts'

const anyLine = (model: Model, chance: Seeded): number => chance.between(0, model.signed.length - 1)

/** One field is another one, under the old signature. */
function edited(line: string, chance: Seeded): string {
  const fields = JSON.parse(line) as Record<string, string | number>
  const name = chance.pick(['boot', 'head', 'ledger', 'seq', 'signature', 'utc', 'v'])
  const value = fields[name]!
  fields[name] = typeof value === 'number' ? value + 1 : `${value.startsWith('a') ? 'b' : 'a'}${value.slice(1)}`
  return JSON.stringify(fields)
}

const editLine: Attack = (model, chance) => {
  const at = anyLine(model, chance)
  model.lines![at] = edited(model.lines![at]!, chance)
  return { expected: badKey() }
}

const editAnchorLine: Attack = (model, chance) => {
  const at = anyLine(model, chance)
  const fields = JSON.parse(model.copy[at]!) as Record<string, unknown>
  model.copy[at] = JSON.stringify({ ...fields, utc: 1 })
  return { anchors: ['copy'], expected: badKey() }
}

const signWithOwnKey: Attack = (model, chance) => {
  const at = anyLine(model, chance)
  model.lines![at] = lineFor(entryAt(model, model.signed[at]!), drawKey(chance))
  return { expected: badKey() }
}

/** Two histories under one key: the other head stands in a line that is rightly signed. */
const splitHistory: Attack = (model, chance) => {
  const seq = chance.between(1, lastOf(model))
  const entry = entryAt(model, seq)
  const line = lineFor({ ...entry, hash: entry.hash.map((byte, at) => (at === 31 ? byte ^ 1 : byte)) }, keyFor(model, seq))
  if (chance.hits(0.5)) {
    model.lines!.splice(anyLine(model, chance), 0, line)
    return { expected: altered(seq) }
  }
  model.copy.push(line)
  return { anchors: ['copy'], expected: altered(seq) }
}

/** Fewer lines vouch for less; what is left stays right. */
const removeLines: Attack = (model, chance) => {
  const kept = model.signed.filter(() => chance.hits(0.5))
  model.lines = model.lines!.filter((_, at) => kept.includes(model.signed[at]!))
  const highest = kept.at(-1) ?? 0
  const none = kept.length === 0 && chance.hits(0.5)
  if (none) model.lines = undefined
  return { expected: highest < lastOf(model) ? tail(highest + 1) : intact() }
}

const reorder: Attack = (model, chance) => {
  model.lines = chance.hits(0.5) ? model.lines!.toReversed() : [...model.lines!, chance.pick(model.lines!), '', chance.pick(model.lines!)]
  return { expected: intact() }
}

/** A half line at the end is what a crash leaves; with a line feed after it somebody put it there. */
const cutLine: Attack = (model, chance) => {
  const at = anyLine(model, chance)
  const line = model.lines![at]!
  const half = line.slice(0, chance.between(1, line.length - 1))
  const last = at === model.lines!.length - 1
  model.lines![at] = half
  model.cut = last && chance.hits(0.7)
  return { expected: model.cut ? tail((model.signed.at(-2) ?? 0) + 1) : badKey() }
}

/** On append-only media a half line stays in the middle. */
const cutAnchorLine: Attack = (model, chance) => {
  const at = chance.between(0, model.signed.length - 2)
  model.copy[at] = model.copy[at]!.slice(0, 40)
  return { anchors: ['copy'], expected: intact() }
}

const foreignLine: Attack = (model, chance) => {
  const seq = chance.pick(model.signed)
  const line = chance.pick(['x', '{}', '[1]', 'null', lineFor({ ...entryAt(model, seq), ledger: 'c'.repeat(32) }, keyFor(model, seq))])
  model.lines!.splice(anyLine(model, chance), 0, line)
  return { expected: badKey() }
}

export const ON_CHECKPOINTS: Readonly<Record<string, Attack>> = {
  'edit a checkpoint': editLine, 'edit a line of the anchor': editAnchorLine, 'sign a checkpoint with another key': signWithOwnKey,
  'sign another head': splitHistory, 'remove checkpoints': removeLines, 'repeat and reorder checkpoints': reorder,
  'cut a checkpoint': cutLine, 'cut a line of the anchor': cutAnchorLine, 'put in a line that is none of ours': foreignLine,
}
