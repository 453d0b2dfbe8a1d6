// achterwacht key [show|rotate]: which key signs this workstation's record, how it is kept, and another one.
// A running console does it itself, over its local socket; without one the record is opened, and closed again.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { toHex } from '../../../native/kit/bytes.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import { failure, type Failure } from '../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../native/kit/result.ts'
import { systemRandom } from '../../../native/transport/clock.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import { ledgerPaths, secondFileOf } from '../../host/ledger/ledger-files.ts'
import { openLedger } from '../../host/ledger/open-ledger.ts'
import type { KeyChanged } from '../../host/ledger/port.ts'
import { VERDICTS } from '../../host/ledger/verdict.ts'
import { verifyLedger } from '../../host/ledger/verify-ledger.ts'
import { createDeviceFiles, deliveredDevices, DEVICES_FOLDER } from '../../host/site/device-table/device-files.ts'
import { loadSiteBytes } from '../../host/site/load.ts'
import type { Site } from '../../host/site/schema.ts'
import { defaultData } from '../data-folder.ts'
import type { Words } from '../doctor/finding.ts'
import { createText, languageOf, type Text } from '../terminal/text.ts'
import { askRotateKey } from '../trace/traffic-client.ts'
import { judgeKeyFits, judgeKeyPlace, readKeyFacts, readKeyInForce, type KeyInForce } from './key-report.ts'
import { KEY_USAGE, type KeyAsked } from './usage.ts'

const UNFIT = 1
const WRONG_USE = 2
const UNREADABLE = 30
const BOOT_ID_BYTES = 8

type Line = (line: string) => void

export interface KeyDeps {
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly out: Line
  readonly err: Line
}

/** @returns 0; 1 when something should be mended or the key could not be changed; 2 wrong use; 30 when there is no record that can be read */
export async function keyCommand(argv: readonly string[], deps: KeyDeps): Promise<number> {
  const { surroundings, err } = deps
  const asked = readArguments(argv, surroundings)
  if (!asked) {
    err(`usage: ${KEY_USAGE}`)
    return WRONG_USE
  }
  const site = asked.site === undefined ? undefined : await readSite(asked.site)
  if (site && !site.ok) {
    err(`${site.error.code}: ${site.error.detail}`)
    return WRONG_USE
  }
  const text = createText(site?.value.language ?? languageOf(surroundings.environment))
  const folder = site?.value.ledger.folder ?? join(asked.data, 'ledger')
  const inForce = existsSync(ledgerPaths(folder).database) ? readKeyInForce(folder) : fail(failure('STORE_UNREADABLE', folder))
  if (!inForce.ok) {
    err(text(`error.${inForce.error.code}`, { detail: inForce.error.detail }))
    return UNREADABLE
  }
  return asked.verb === 'show' ? show(asked, inForce.value, text, deps) : rotate(asked, { folder, site: site?.value, inForce: inForce.value, text }, deps)
}

function show({ data, json }: KeyAsked, inForce: KeyInForce | undefined, text: Text, { surroundings, out, err }: KeyDeps): number {
  const facts = readKeyFacts(join(data, 'keys'), surroundings.platform, inForce)
  const tell = json ? err : out
  const say = ({ key, values }: Words): string => text(key, values)
  if (inForce) tell(text('key.in-force', { fingerprint: inForce.fingerprint, seq: inForce.sinceSeq }))
  const judged = [judgeKeyPlace(facts.place), judgeKeyFits(facts)].filter((one) => one !== undefined)
  for (const { detail, cure } of judged) for (const line of [detail, cure]) if (line) tell(say(line))
  if (json) {
    const warnings = judged.filter(({ state }) => state === 'warning').map(({ detail, cure }) => ({ detail: say(detail), cure: cure ? say(cure) : '' }))
    const { place } = facts
    out(JSON.stringify({
      fingerprint: inForce?.fingerprint ?? null, sinceSeq: inForce?.sinceSeq ?? null, earlier: inForce?.earlier ?? 0,
      kept: place.kept, ...(place.kept === 'file' ? { path: place.path, ...(place.mode === undefined ? {} : { mode: place.mode.toString(8) }) } : {}), warnings,
    }))
  }
  return judged.some(({ state }) => state === 'warning') ? UNFIT : 0
}

interface Place {
  readonly folder: string
  readonly site: Site | undefined
  readonly inForce: KeyInForce | undefined
  readonly text: Text
}

async function rotate(asked: KeyAsked, place: Place, deps: KeyDeps): Promise<number> {
  const { surroundings, clock, out, err } = deps
  const { text } = place
  const running = await askRotateKey({ data: asked.data, platform: surroundings.platform }, clock)
  const changed = !running.ok && running.error.code === 'LINK_MISSING' ? await rotateHere(asked.data, place, deps) : running
  if (!changed.ok) {
    err(text('key.not-rotated', { cause: text(`error.${changed.error.code}`, { detail: changed.error.detail }) }))
    return UNFIT
  }
  const { seq, key, headCode } = changed.value
  ;(asked.json ? err : out)(text('key.rotated', { fingerprint: key, seq, code: headCode }))
  if (asked.json) out(JSON.stringify({ seq, key, headCode }))
  return 0
}

/** No console runs with this data folder. What a start would set aside is left to the console, whose alarm people see. */
async function rotateHere(data: string, { folder, site, inForce }: Place, { clock, surroundings }: KeyDeps): Promise<Result<KeyChanged>> {
  const { place, inFile } = readKeyFacts(join(data, 'keys'), surroundings.platform, inForce)
  if (place.kept !== 'system' && inFile !== inForce?.fingerprint) return fail(failure('STORE_KEY_LOST', inForce?.fingerprint))
  const { code, text } = verifyLedger(folder, [])
  if (code >= VERDICTS.GAP) return fail(failure('STORE_DAMAGED', text))
  const opened = await openLedger({
    folder,
    keyFolder: join(data, 'keys'),
    checkpointCopy: site?.ledger.checkpointCopy && secondFileOf(site.ledger.checkpointCopy, site.position.id),
    bootId: toHex(systemRandom.bytes(BOOT_ID_BYTES)),
    ...(inForce?.isSimulated === true && { marks: { simulated: true } }),
    clock,
    random: systemRandom,
  })
  if (!opened.ok) return opened
  const ledger = opened.value
  // Why the record does not open says more than that it is not open; a disk that is only slow opens it in the end.
  let trouble: Failure | undefined
  ledger.onEvent((event) => {
    if (event.event === 'failed') trouble = event.error
  })
  const rotated = await ledger.rotateKey({ role: 'technician', position: site?.position.id ?? 'host' })
  await ledger.close()
  return rotated.ok ? rotated : fail(trouble ?? rotated.error)
}

async function readSite(file: string): Promise<Result<Site>> {
  const bytes = await readFile(file).catch(() => undefined)
  if (!bytes) return fail(failure('SITE_MISSING', file))
  const reading = loadSiteBytes(bytes, basename(file), createDeviceFiles([join(dirname(file), DEVICES_FOLDER), deliveredDevices()]))
  return reading.ok ? ok(reading.site) : fail(failure('SITE_INVALID', file))
}

function readArguments(argv: readonly string[], surroundings: Surroundings): KeyAsked | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { data: { type: 'string' }, site: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [verb = 'show', ...more] = positionals
    if ((verb !== 'show' && verb !== 'rotate') || more.length > 0) return undefined
    return { verb, data: values.data ?? defaultData(surroundings), site: values.site, json: values.json ?? false }
  } catch {
    return undefined
  }
}
