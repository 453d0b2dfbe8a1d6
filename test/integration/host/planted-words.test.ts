// Words and numbers that nobody can mistake for others are brought in through every door of a console, on simulators. Then all
// bytes it wrote are searched: they stand where they may be deleted, and nowhere else; when they are deleted, nowhere at all.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { CallInput, CallName } from '../../../electron/contract/calls.ts'
import { unpackLines } from '../../../electron/host/packed-lines.ts'
import { runCommand } from '../../support/command.ts'
import { alarmsOf, DESK, isUp, reaches, withStage, type Console } from '../../support/console-stage.ts'

/** Of people: beside the chain, or nowhere. */
const WORDS = {
  note: 'nootgeheim', corrected: 'verbeterdgeheim', place: 'Plantsoenstraat', told: 'meldgeheim', answered: 'antwoordgeheim', measure: 'maatregelgeheim',
  why: 'redengeheim', work: 'werkgeheim', handed: 'overdrachtgeheim', seat: 'plekgeheim', deleting: 'wisgeheim', sds: 'berichtgeheim', name: 'Geertruida', phone: '0612345678', callSign: '77-4177', unknownSign: '88-9288',
} as const
/** On the radio. */
const NUMBERS = { unit: '6177813', emergency: '6166024', caller: '6155935', sender: '6144846' } as const
const PLANTED = [...Object.values(WORDS), ...Object.values(NUMBERS)]
/** As a message body is written on the radio's line. */
const onTheWire = (word: string): string => Buffer.from(word, 'latin1').toString('hex')

const PATIENCE_MS = 30_000

test('what people say and who is on the radio stands beside the chain alone, and is gone when it is deleted', { timeout: PATIENCE_MS }, async () => {
  let printed = ''
  const edits = [[['units'], [{ ssi: NUMBERS.unit, label: WORDS.callSign }, { ssi: NUMBERS.emergency, label: WORDS.unknownSign }]], [['plan', 'rollCall', 'units'], [WORDS.callSign]]] as const
  await withStage({ edits }, async ({ world, folder, site, bare }) => {
    const host = bare({ onPrint: (text) => (printed += text) })
    await reaches('the radio is there', () => isUp(host, DESK))
    const call = callsOf(host)

    // Through the radio.
    const { radio } = world.desk
    radio.deliverSds(Number(NUMBERS.sender), { pdu: 'text', protocol: 0x82, ref: 1, coding: 1, text: `${WORDS.sds} ${WORDS.name}` })
    // Over a line that is disturbed: what nobody understands is kept for technicians, and masked too.
    await reaches('the message came', () => Object.values(host.topic('timeline')).some(({ kind }) => kind === 'sds.text'))
    radio.setFault({ fault: 'garbage', seed: 7 })
    for (let times = 0; times < 5; times++) radio.deliverSds(Number(NUMBERS.sender), { pdu: 'text', protocol: 0x82, ref: 2, coding: 1, text: `${WORDS.sds} ${WORDS.name}` })
    radio.clearFault('garbage')
    radio.setFault({ fault: 'emergency', ssi: Number(NUMBERS.emergency), as: 'both' })
    await reaches('the emergency is on screen', () => alarmsOf(host).some(({ kind }) => kind === 'emergency'))
    radio.setFault({ fault: 'individual-call', ssi: Number(NUMBERS.caller), duplex: true })

    // Through calls, also those that are refused.
    const note = await call('note.add', { text: `${WORDS.note} ${WORDS.phone} ${WORDS.name}` })
    await call('note.correct', { seq: note.seq, text: `${WORDS.corrected} ${WORDS.name}` })
    await call('people.report', { unit: WORDS.callSign, place: WORDS.place, symptom: 'no-reception' })
    const fault = await call('fault.report', {})
    const report = await call('report.file', { from: 'unit', symptom: 'speech-drops', unit: WORDS.callSign, place: WORDS.place, text: `${WORDS.told} ${WORDS.phone}` })
    await call('report.change', { number: report.number ?? '', change: { what: 'answered', text: WORDS.answered }, reason: WORDS.why })
    await call('action.add', { text: WORDS.measure, owner: 'technician' })
    if (fault.number !== undefined) await call('fault.change', { number: fault.number, change: { what: 'effect', effect: 'delay' }, reason: WORDS.why })
    await call('maintenance.begin', { service: 'lan', minutes: 5, reason: WORDS.work })
    await call('roll.begin', {})
    await call('roll.tick', { unit: WORDS.callSign, present: true })
    await call('roll.end', {})
    // A call that nobody took stands in a file beside the record, with its number, until somebody does.
    for (const { id, kind } of alarmsOf(host)) {
      if (kind !== 'emergency') continue
      // One a second, so that none is taken unread.
      while (!(await host.client.call('emergency.take', { alarm: id })).ok) await pause(TRY_AGAIN_MS)
      await call('emergency.hand-on', { alarm: id, to: 'supervisor', words: `${WORDS.handed} ${WORDS.name}` })
    }
    await call('position.out-of-service', { out: true, reason: WORDS.seat })
    await call('position.out-of-service', { out: false })
    await host.client.call('note.add', { text: WORDS.note.repeat(300) })
    await host.client.call('note.correct', { seq: 1, text: WORDS.corrected })

    // Out of the house, masked; and what a technician sees.
    const exported = await Promise.all((['entries-csv', 'entries-json', 'samples'] as const).map((what) => call('record.export', { what })))
    expect(exported.every(({ entries }) => (entries ?? 0) > 0)).toBe(true)
    const trace = join(folder, 'trace.jsonl')
    const seen = await Promise.all([runCommand(['trace', '--data', folder, '--save', trace, '--seconds', '1']), runCommand(['doctor', '--json', '--site', site, '--data', folder])])
    expect(readFileSync(trace, 'utf8')).toContain('CTSDSR')

    // All of it is searchable, and then deleted.
    const found = await host.client.call('record.search', { text: WORDS.note })
    expect(found.ok && found.value.entries.length).toBeGreaterThan(0)
    host.kill('SIGKILL')
    await reaches('it is dead', () => host.ended !== undefined)
    const again = bare({ onPrint: (text) => (printed += text) })
    await reaches('it is up again', () => again.topic('record').record !== undefined)

    expectBesideTheChain(folder)
    for (const [what, text] of [['printed', printed], ...seen.map(({ out, err }) => ['a command', out + err] as const)] as const) expectNothingIn(what, text)
    for (const path of filesIn(folder).filter(mayShowNobody(site))) expectNothingIn(path, readFileSync(path, 'latin1'))

    await deleteEverything(again)
    await again.stop()
    for (const path of filesIn(join(folder, 'ledger'))) expectNothingIn(path, readFileSync(path, 'latin1'))
  })
})

const TRY_AGAIN_MS = 200
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms) })

type Answer = { readonly seq: number; readonly number?: string; readonly entries?: number }

/** Each must be taken, and what it answers is given. */
function callsOf(host: Console): <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<Answer> {
  return async (name, input) => {
    const reply = await host.client.call(name, input)
    if (!reply.ok) throw new Error(`${name}: ${reply.error.code} ${reply.error.detail}`)
    return reply.value as Answer
  }
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((path) => statSync(path).isFile())
}

/** Texts stand in the record and in what it is searched by; call signs and numbers of units in the site file, and its copy. */
const mayShowNobody = (site: string) => (path: string): boolean => path !== site && !/last-good|ledger\.db|search\.db/.test(path)

function expectNothingIn(what: string, bytes: string): void {
  const hex = bytes.toLowerCase()
  expect(PLANTED.filter((word) => bytes.includes(word) || hex.includes(onTheWire(word))), what).toEqual([])
}

/** The chain holds none of it, and what is beside it all of it: else this test could not fail. */
function expectBesideTheChain(folder: string): void {
  const database = new DatabaseSync(join(folder, 'ledger', 'ledger.db'), { readOnly: true })
  try {
    const chain = database.prepare('SELECT kind, payload FROM entries').all()
    for (const { kind, payload } of chain) expectNothingIn(String(kind), String(payload))
    const beside = database.prepare('SELECT kind, text FROM content JOIN entries USING (seq)').all().map(({ kind, text }) => ({ kind, text: String(text) }))
    const said = beside.filter(({ kind }) => kind !== 'watch.samples').map(({ text }) => text).join('\n')
    const { deleting: _later, unknownSign: _onScreen, ...planted } = WORDS
    expect([...Object.values(planted), ...Object.values(NUMBERS).filter((number) => number !== NUMBERS.unit)].filter((word) => !said.includes(word))).toEqual([])
    const samples = beside.filter(({ kind }) => kind === 'watch.samples').flatMap(({ text }) => {
      const lines = unpackLines(text)
      return lines.ok ? lines.value : []
    })
    expect(samples.length).toBeGreaterThan(0)
    expectNothingIn('measurements', samples.join('\n'))
  } finally {
    database.close()
  }
}

/** The reasons of deletions are texts too. */
async function deleteEverything(host: Console): Promise<void> {
  const gone = new Set<number>()
  for (const reason of [WORDS.deleting, 'klaar']) {
    const found = await host.client.call('record.search', { limit: 200 })
    if (!found.ok) throw new Error(found.error.detail)
    for (const { seq, payload } of found.value.entries) {
      if (!('content' in payload) || gone.has(seq)) continue
      await callsOf(host)('content.delete', { seq, reason })
      gone.add(seq)
    }
  }
  expect(gone.size).toBeGreaterThan(10)
}
