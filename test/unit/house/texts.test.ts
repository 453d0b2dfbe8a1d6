// What people read stands in resources/locales, all of it, and nothing but it. Each rule runs over the real tree, and over
// a small one that breaks it.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parseTree, readSources, type Violation } from './source-tree.ts'
import { checkComputedKeys, checkUnusedKeys, checkWrittenTexts, type Prefixes } from './text-rules.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const tree = parseTree(readSources(ROOT))
const keys = Object.keys(JSON.parse(readFileSync(`${ROOT}/resources/locales/nl.json`, 'utf8')) as Record<string, string>)

/** Beginnings of keys whose end is a code, and whose codes these are. */
const PREFIXES: Prefixes = {
  'alarm.': 'AlarmView.code',
  'alternatives.': 'CoverageView.sufficiency',
  'mode.': 'what this position does by itself',
  'mode.short.': 'what this position does by itself, in a word',
  'because.': 'DiagnosisView.because',
  'cause.': 'ChannelView.cause',
  'chip.': 'Symptom, on a key',
  'condition.': 'Condition',
  'condition.ok.': 'ProofDepth',
  'danger.': 'Danger',
  'diagnosis.': 'DiagnosisKind',
  'drill-end.': 'DrillEnd',
  'drill.story.': 'DrillStory',
  'effect.': 'Effect',
  'entry.': 'TimelineEntry.kind',
  'error.': 'ErrorCode',
  'hand-on.to.': 'HandOnTo',
  'language.': 'Language',
  'link.lost.': 'why the page has lost the console',
  'loses.': 'Loss',
  'lost.': 'Loss, on a chip of its own',
  'owner.': 'Owner',
  'press.': 'why a press was refused',
  'probe.': 'ServiceView.probes[].state',
  'probe-kind.': 'ProbeKind',
  'ptt.refused.': 'PttView.cause',
  'ptt.short.': 'PttView.cause, where there is little room',
  'readiness.': 'ChannelView.readiness',
  'record.at.host.': 'MomentView.host',
  'record.at.ptt.': 'MomentView.ptt.phase',
  'record.cause.': 'ErrorCode, for a screen without a technician',
  'reporter.': 'Reporter',
  'review.action.': 'ActionView.state',
  'review.export.': 'what may be written out',
  'review.fact.': 'FaultChange.what',
  'review.filter.': 'EntryFilter',
  'review.host.': 'MomentView.host',
  'review.ptt.': 'PttView.phase, looked back on',
  'review.report.': 'ReportView.state',
  'review.tab.': 'ReviewTab',
  'settings.': 'SoundOutput',
  'source.': 'Role',
  'spoken.': 'SpokenTestView.end',
  'sufficiency.': 'SufficiencyReason.code',
  'symptom.': 'FaultSymptom',
  'switch.deferred.': 'SwitchView.deferredBy',
  'take-over.': 'NotSafe',
  'theme.': 'Preferences.theme',
  'why.': 'ServiceView.why.code',
}

const lines = (violations: readonly Violation[]): readonly string[] => violations.map(({ path, line, what }) => `${path}:${line} ${what}`)

describe('the page and the catalogue', () => {
  it('no text stands in the sources of the page', () => {
    expect(lines(checkWrittenTexts(tree))).toEqual([])
  })

  it('every key that is made at run time begins in a way that is declared here', () => {
    expect(lines(checkComputedKeys(tree, keys, PREFIXES))).toEqual([])
  })

  it('every text of the catalogue is used', () => {
    expect(lines(checkUnusedKeys(tree, keys, PREFIXES))).toEqual([])
  })
})

const written = (source: string, path = 'renderer/app/A.tsx'): readonly string[] => checkWrittenTexts(parseTree({ [path]: source })).map((one) => one.what)

describe('the rule for texts in the sources', () => {
  it.each([
    'const a = <p>Meld storing</p>',
    'const a = <p>ja</p>',
    `const a = <p>{'ja'}</p>`,
    `const a = <p>{on ? 'ja' : no}</p>`,
    `const a = <p>{on && 'ja'}</p>`,
    'const a = <p>{`${count} keer`}</p>',
    `const a = <>{'sinds ' + time}</>`,
    `const a = <p title="Sluiten" />`,
    `const a = <p aria-label={'Sluiten'} />`,
    `const a = <Card note={on ? 'open' : ''} />`,
    `const a = <input placeholder="Notitie" />`,
    `const a = { title: 'Meld storing' }`,
    'const a = `Wacht nog ${seconds} s`',
  ])('refuses %s', (source) => {
    expect(written(source)).toHaveLength(1)
  })

  it.each([
    `const a = <p>{text('fault.report')}</p>`,
    'const a = <p>– {count}×, 12:30</p>',
    `const a = <p className="title wide" data-story="Card" role="status">{text('a')}</p>`,
    `const a = <p>{kind === 'down' ? text('a') : undefined}</p>`,
    `throw new Error('No root element')`,
    `import { a } from './A.tsx'`,
  ])('lets pass %s', (source) => {
    expect(written(source)).toEqual([])
  })

  it('holds in the page only, and not in stories, which play the host', () => {
    const source = 'const a = <p>Meld storing</p>'
    expect(written(source, 'renderer/ui/A.stories.tsx')).toEqual([])
    expect(written(source, 'renderer/scenes/a.tsx')).toEqual([])
    expect(written(source, 'test/e2e/A.tsx')).toEqual([])
  })
})

describe('the rule for keys that are made at run time', () => {
  const computed = (source: string, path = 'renderer/app/a.ts'): readonly string[] => checkComputedKeys(parseTree({ [path]: source }), ['why.silent', 'why.refused'], {}).map((one) => one.what)

  it.each(['text(`why.${code}`)', 'const key = `why.${code}`', `words.coded('why', code)`, `coded('nothing', code)`])('refuses %s when it is not declared', (source) => {
    expect(computed(source)).toHaveLength(1)
    expect(computed(source, 'electron/cli/a.ts')).toHaveLength(1)
    expect(computed(source, 'electron/host/a.ts')).toEqual([])
  })

  it('knows what is no key', () => {
    expect(computed('`strip-${name}`; `${a}.${b}`; `other.${code}`; `why.not`')).toEqual([])
  })

  it('refuses a declaration that nothing follows', () => {
    expect(checkComputedKeys([], [], { 'why.': 'nobody' })).toHaveLength(1)
  })
})

describe('the rule for texts that nobody uses', () => {
  const unused = (source: string, ...catalogue: readonly string[]): readonly string[] =>
    checkUnusedKeys(parseTree({ 'renderer/app/a.ts': source, 'test/unit/a.ts': `'only.a.test'` }), catalogue, { 'why.': 'a.ts', 'entry.': 'a.ts' }).map((one) => one.what)

  it('refuses a key that nobody names, also one that only a test names', () => {
    expect(unused(`text('a.b')`, 'a.b', 'a.c', 'only.a.test')).toEqual(['nobody uses a.c', 'nobody uses only.a.test'])
  })

  it('refuses one under a declared beginning whose code does not exist', () => {
    expect(unused(`const c = 'silent'; type C = 'slow'; const t = { LOST: 1 }`, 'why.silent', 'why.slow', 'why.LOST', 'why.gone')).toEqual(['nobody uses why.gone'])
  })

  it('knows a code that is itself made of parts, and a key whose hole is in the middle', () => {
    expect(unused('note(`device.${up}`); const up = "up"', 'entry.device.up', 'entry.device.sideways')).toEqual(['nobody uses entry.device.sideways'])
    expect(unused('text(`why.${who}-gone`); const who = "radio"', 'why.radio-gone', 'why.desk-gone')).toEqual(['nobody uses why.desk-gone'])
  })
})
