// Attacks by somebody with a key: his own, or the workstation's. And the key that lies beside the record.
import { altered, badKey, clockStep, intact, lastOf, ordinary, tail, truncated, worst, type Attack } from './attack.ts'
import {
  codeAt, derOf, drawKey, entryAt, keyFor, lineFor, pemOf, printOf, rehash, resign, rotationOf, spell, type Model,
} from './record-model.ts'
import type { Seeded } from '../../support/seeded.ts'

/** A whole new history, signed by keys of the forger's own. The second file is out of his reach. */
function forge(model: Model, chance: Seeded, namesOwnKey: boolean): void {
  const own = [drawKey(chance), drawKey(chance)]
  const { copy } = model
  entryAt(model, chance.pick(ordinary(model).filter((seq) => !model.texts.has(seq)))).payload = '{"forged":1}'
  if (namesOwnKey) entryAt(model, 1).payload = spell({ format: 2, key: printOf(own[0]!), ledger: model.ledger, previous: null })
  rehash(model, 1, own)
  resign(model, own)
  model.copy = copy
  model.pem = pemOf(keyFor(model, lastOf(model), own))
}

/** The first entry still names the right key, so nothing of the forger's fits: the first thing that says so is a change of key. */
const forgeOldName: Attack = (model, chance) => {
  forge(model, chance, false)
  return { expected: badKey(model.rotation) }
}

const forgeOldPem: Attack = (model, chance) => {
  const { pem } = model
  forge(model, chance, true)
  model.pem = pem
  return { expected: badKey() }
}

/** Without anything from outside it is whole in itself: the page says so, and so must a verifier. */
const forgeAll: Attack = (model, chance) => {
  forge(model, chance, true)
  return { expected: intact() }
}

const forgeAllAnchored: Attack = (model, chance) => {
  const seq = chance.pick(model.signed)
  const code = codeAt(model, seq, chance.pick([2, 4] as const))
  const file = chance.hits(0.5)
  forge(model, chance, true)
  return { anchors: [file ? 'copy' : code], expected: file ? badKey() : altered(seq) }
}

/** Somebody with the workstation's own key signs another history: only what left the machine shows it. */
const thief: Attack = (model, chance) => {
  const { copy } = model
  const seq = chance.pick(ordinary(model).filter((one) => !model.texts.has(one)))
  const after = model.signed.filter((one) => one >= seq)
  const code = codeAt(model, chance.pick(after), chance.pick([2, 4] as const))
  entryAt(model, seq).payload = '{"n":0}'
  rehash(model, seq)
  resign(model)
  model.copy = copy
  return chance.pick([
    { expected: intact() },
    { expected: altered(after[0]!), anchors: ['copy'] },
    { expected: altered(Number(code.split('-')[0])), anchors: [code] },
  ])
}

/** The clock was set while the console ran: an honest record, rightly signed, that says so. */
const stepClock: Attack = (model, chance) => {
  const seq = chance.between(2, lastOf(model))
  const ms = chance.pick([2001, -2001, 3_600_000, -3_600_000, 2000, -2000])
  for (const entry of model.entries) if (entry.seq >= seq) entry.utcMs += ms
  rehash(model, seq)
  resign(model)
  // From one start to the next UTC may go forward as it likes; the entries stand a second apart.
  const seen = seq === model.resumed ? ms < -1000 : Math.abs(ms) > 2000
  return { expected: seen ? clockStep(seq) : intact() }
}

const stepMonotonic: Attack = (model, chance) => {
  const seq = chance.pick(ordinary(model).filter((one) => one > 2))
  for (const entry of model.entries) if (entry.seq >= seq && entry.boot === entryAt(model, seq).boot) entry.monoUs -= 2_000_001
  rehash(model, seq)
  resign(model)
  return { expected: clockStep(seq) }
}

const changePem: Attack = (model, chance) => {
  const other = drawKey(chance)
  const older = model.keys[0]!
  return chance.pick<() => ReturnType<Attack>>([
    () => ((model.pem = undefined), { expected: badKey() }),
    () => ((model.pem = 'no key'), { expected: badKey() }),
    () => ((model.pem = model.keys.at(-1)!.export({ format: 'pem', type: 'pkcs8' }).toString()), { expected: badKey() }),
    () => ((model.pem = pemOf(other)), { expected: badKey() }),
    // An earlier key of the chain vouches as well.
    () => ((model.pem = pemOf(older)), { expected: intact() }),
  ])()
}

/** An entry `key.rotated` at the end, hashed and linked rightly. */
function rotateAtEnd(model: Model, payload: (entry: { ledger: string; seq: number; prev: Uint8Array }) => string): number {
  const last = entryAt(model, lastOf(model))
  const entry = { ...last, seq: last.seq + 1, kind: 'key.rotated', prev: last.hash }
  model.entries.push({ ...entry, payload: payload(entry) })
  rehash(model, entry.seq, [])
  return entry.seq
}

const forgeRotation: Attack = (model, chance) => {
  const own = drawKey(chance)
  const present = model.keys.at(-1)!
  const forged = (entry: Parameters<typeof rotationOf>[0]): Record<string, string> => JSON.parse(rotationOf(entry, own, own)) as Record<string, string>
  const seq = rotateAtEnd(model, chance.pick([
    // Signed by nobody of the chain.
    (entry: Parameters<typeof rotationOf>[0]) => rotationOf(entry, own, own),
    (entry) => spell({ ...forged(entry), previous: printOf(present), previousPublicKey: derOf(present).toString('base64') }),
    (entry) => rotationOf({ ...entry, seq: entry.seq - 1 }, present, own),
    (entry) => rotationOf({ ...entry, ledger: 'f'.repeat(32) }, present, own),
    (entry) => rotationOf({ ...entry, prev: entry.prev.map((byte) => byte ^ 1) }, present, own),
    () => '{}',
  ]))
  // A line of the forger's for it does not help.
  if (chance.hits(0.5)) model.lines!.push(lineFor(entryAt(model, seq), own))
  return { expected: badKey(seq) }
}

const replayRotation: Attack = (model, chance) => {
  if (model.rotation === undefined) return forgeRotation(model, chance)
  const { payload } = entryAt(model, model.rotation)
  return { expected: badKey(rotateAtEnd(model, () => payload)) }
}

/** A right one, by somebody who may: the record goes on under the new key, whichever of them lies beside it. */
const honestRotation: Attack = (model, chance) => {
  const next = drawKey(chance)
  const seq = rotateAtEnd(model, (entry) => rotationOf(entry, model.keys.at(-1)!, next))
  if (chance.hits(0.3)) return { expected: tail(seq) }
  const right = chance.hits(0.5)
  model.lines!.push(lineFor(entryAt(model, seq), right ? next : model.keys.at(-1)!))
  if (right && chance.hits(0.5)) model.pem = pemOf(next)
  return { expected: right ? intact() : worst(badKey(), tail(seq)) }
}

const oldKeyForNew: Attack = (model, chance) => {
  if (model.rotation === undefined) return changePem(model, chance)
  const { rotation } = model
  const at = model.signed.findIndex((seq) => seq >= rotation)
  model.lines![at] = lineFor(entryAt(model, model.signed[at]!), model.keys[0]!)
  return { expected: badKey() }
}

const foreignAnchor: Attack = (model, chance) => {
  const entry = { ...entryAt(model, lastOf(model)), ledger: 'e'.repeat(32) }
  model.copy = [lineFor(entry, keyFor(model, entry.seq))]
  if (chance.hits(0.5)) return { anchors: ['copy'], expected: badKey() }
  // One file may serve several ledgers one after another.
  model.copy.push(model.lines!.at(-1)!)
  return { anchors: ['copy'], expected: intact() }
}

const codeBeyond: Attack = (model, chance) => {
  const [, ...groups] = codeAt(model, lastOf(model), chance.pick([2, 4] as const)).split('-')
  return { anchors: [[lastOf(model) + chance.between(1, 9), ...groups].join('-')], expected: truncated(lastOf(model) + 1) }
}

const wrongCode: Attack = (model, chance) => {
  const seq = chance.between(1, lastOf(model))
  const code = codeAt(model, seq, chance.pick([2, 4] as const))
  const at = chance.between(code.indexOf('-') + 1, code.length - 1)
  if (code[at] === '-') return { anchors: [code], expected: intact() }
  return { anchors: [`${code.slice(0, at)}${code[at] === '7' ? '8' : '7'}${code.slice(at + 1)}`], expected: altered(seq) }
}

/** Written anew with the workstation's own key, but for its name in the first entry. */
const nameNoKey: Attack = (model, chance) => {
  const first = entryAt(model, 1)
  const { key: _named, ...rest } = JSON.parse(first.payload) as Record<string, unknown>
  first.payload = spell({ ...rest, ...chance.pick([{}, { key: 1 }, { key: null }]) })
  rehash(model, 1)
  resign(model)
  return { expected: badKey(model.rotation) }
}

export const ON_KEYS: Readonly<Record<string, Attack>> = {
  'forge all, the first entry names the right key': forgeOldName, 'forge all, the right key beside it': forgeOldPem,
  'forge all': forgeAll, 'forge all, with an anchor': forgeAllAnchored, 'sign another history with the stolen key': thief,
  'step the clock': stepClock, 'step the monotonic clock': stepMonotonic, 'change the public key': changePem,
  'forge a change of key': forgeRotation, 'replay a change of key': replayRotation, 'change the key rightly': honestRotation,
  'sign with the earlier key': oldKeyForNew, 'an anchor of another record': foreignAnchor, 'a head code beyond the end': codeBeyond,
  'a wrong head code': wrongCode, 'name no key in the first entry': nameNoKey,
}
