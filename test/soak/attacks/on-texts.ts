// Attacks on what stands beside the chain: texts, salts, the meta table. And deletions that are not what they seem.
import { altered, intact, lastOf, ordinary, type Attack } from './attack.ts'
import { drawBytes, entryAt, rehash, resign, spell, type Model } from './record-model.ts'

const editText: Attack = (model, chance) => {
  const seq = chance.pick(model.noted)
  const { salt, text } = model.texts.get(seq)!
  model.texts.set(seq, chance.hits(0.5) ? { salt, text: `${text}.` } : { salt: drawBytes(chance, 16), text })
  return { expected: altered(seq) }
}

const deleteText: Attack = (model, chance) => {
  const seq = chance.pick(model.noted)
  model.texts.delete(seq)
  return { expected: altered(seq) }
}

const insertText: Attack = (model, chance) => {
  const seq = chance.hits(0.5) ? lastOf(model) + chance.between(1, 9) : chance.pick(ordinary(model).filter((one) => !model.texts.has(one)))
  model.texts.set(seq, { salt: drawBytes(chance, 16), text: 'ingevoegd' })
  return { expected: altered(seq) }
}

const swapTexts: Attack = (model) => {
  const [one, other] = model.noted as [number, number]
  const texts = [model.texts.get(one)!, model.texts.get(other)!] as const
  model.texts.set(one, texts[1])
  model.texts.set(other, texts[0])
  return { expected: altered(one) }
}

const putBack: Attack = (model, chance) => {
  const { seq, was } = chance.pick(model.gone)
  model.texts.set(seq, chance.hits(0.7) ? was : { salt: drawBytes(chance, 16), text: 'iets anders' })
  return { expected: altered(seq) }
}

const editMeta: Attack = (model, chance) => {
  const name = chance.pick(['format', 'ledger'])
  if (chance.hits(0.3)) delete model.meta[name]
  else model.meta[name] = chance.pick(['1', '3', 'f'.repeat(32)])
  return { expected: altered(1) }
}

/** The last deletion by range says something else, rightly hashed and signed: what the format does not allow deletes nothing. */
const wrongRanges: Attack = (model, chance) => {
  const by = model.gone.at(-1)!.by
  const gone = model.gone.filter((one) => one.by === by).map(({ seq }) => seq)
  return sealed(model, by, chance.pick([
    // Of another kind, or beside the text: right in itself, but it took nothing.
    { payload: { kinds: ['service.changed'], ranges: [[4, 7]] }, expected: altered(...gone) },
    { payload: { kinds: ['note.added'], ranges: [[6, 7]] }, expected: altered(5) },
    { payload: { kinds: ['note.added'], ranges: [[6, 7], [4, 5]] }, expected: altered(...gone, by) },
    { payload: { kinds: ['note.added'], ranges: [[4, 6], [6, 7]] }, expected: altered(...gone, by) },
    { payload: { kinds: ['note.added'], ranges: [[4, by]] }, expected: altered(...gone, by) },
    { payload: { kinds: [], ranges: [[4, 7]] }, expected: altered(...gone, by) },
    { payload: { kinds: ['note.added'], ranges: [[4, 7]], seq: 5 }, expected: altered(...gone, by) },
    { payload: { kinds: ['note.added'], ranges: Array.from({ length: 1001 }, () => [4, 7]) }, expected: altered(...gone, by) },
    { payload: { kinds: ['note.added', 'sds.received'], ranges: [[2, 2], [5, 6]], why: 'termijn' }, expected: intact() },
  ]))
}

function sealed(model: Model, by: number, { payload, expected }: { payload: object; expected: ReturnType<typeof altered> }): ReturnType<Attack> {
  entryAt(model, by).payload = spell(payload)
  rehash(model, by)
  resign(model)
  return { expected }
}

/** Deletes by a record that comes before the text: such a record cannot have deleted it. */
const deletedBefore: Attack = (model) => {
  const [first] = model.gone
  const later = model.noted.find((seq) => seq > first!.by)!
  model.texts.delete(later)
  const { expected } = sealed(model, first!.by, { payload: { seq: later }, expected: altered(first!.seq) })
  return { expected }
}

export const ON_TEXTS: Readonly<Record<string, Attack>> = {
  'edit a text or its salt': editText, 'delete a text': deleteText, 'insert a text': insertText, 'swap two texts': swapTexts,
  'put a deleted text back': putBack, 'edit the meta table': editMeta, 'delete other ranges than the record says': wrongRanges,
  'delete a text before it was written': deletedBefore,
}
