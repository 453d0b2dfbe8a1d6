// achterwacht doctor: what of the hardware works here, what is missing, and how to mend it. Format: FORMATS, doctor.
// Looks and asks; keys nothing, sets nothing. A running console is not disturbed: what it knows is asked of it instead.
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Clock } from '../../../native/kit/clock.ts'
import { systemRandom } from '../../../native/transport/clock.ts'
import type { Surroundings } from '../../browser/browser-command.ts'
import { sensesPorts } from '../../host/devices/start-device-lines.ts'
import { findKeyPlace } from '../../host/ledger/key-files.ts'
import { isSiteLocked } from '../../host/ledger/site-lock.ts'
import { createDeviceFiles, deliveredDevices, DEVICES_FOLDER } from '../../host/site/device-table/device-files.ts'
import { loadSiteBytes, type SiteReading } from '../../host/site/load.ts'
import { formatProblem } from '../../host/site/problem-text.ts'
import type { Site } from '../../host/site/schema.ts'
import { isOfProduct } from '../../../native/hid-buttons/index.ts'
import { defaultData } from '../data-folder.ts'
import { judgeKeyPlace } from '../key/key-report.ts'
import { textOf } from '../run/words.ts'
import { languageOf, type Text } from '../terminal/text.ts'
import { askStatus } from '../trace/traffic-client.ts'
import { collectMachine, watchClock } from './collect/machine.ts'
import type { Plugged } from './collect/look.ts'
import { tryProbes } from './collect/probes.ts'
import { openBench } from './collect/plugged.ts'
import { examine, type ExamineDeps } from './examine.ts'
import { toCheck, words, type Finding } from './finding.ts'
import { guidedTests } from './guided-tests.ts'
import { judgeConsole, judgeMachine, type ConsoleFacts } from './judge/machine.ts'
import { judgePlugged } from './judge/plugged.ts'
import { judgeProbe } from './judge/probes.ts'
import type { Person } from './person.ts'
import { isFit, linesForPeople, reportedDevices, summary, type DoctorReport, type Examined } from './report.ts'
import { deviceTable, installCommand, installRules, judgeRules, presentRules, rulesState, type RulesState } from './rules.ts'
import { DOCTOR_USAGE, type Asked } from './usage.ts'

const WRONG_USE = 2
const UNFIT = 1

type Line = (line: string) => void

export interface DoctorDeps {
  readonly surroundings: Surroundings
  readonly clock: Clock
  readonly out: Line
  readonly err: Line
  /** Opened only for a guided test; undefined where there is no terminal. */
  readonly openPerson: () => Person | undefined
}

/** @returns the exit code: 0, 1 when a device that the site requires fails or the site file cannot be read, 2 wrong use */
export async function doctorCommand(argv: readonly string[], deps: DoctorDeps): Promise<number> {
  const asked = readArguments(argv, deps.surroundings)
  if (!asked) {
    deps.err(`usage: ${DOCTOR_USAGE}`)
    return WRONG_USE
  }
  const site = asked.site === undefined ? undefined : await readSite(asked.site)
  const text = textOf(site?.ok ? site.site.language : languageOf(deps.surroundings.environment))
  const unknown = [asked.pressTest, asked.keyTest].filter((id) => id !== undefined && !(site?.ok && site.site.devices.some((one) => one.id === id)))
  if (unknown.length > 0) {
    deps.err(text('doctor.no-such-device', { device: unknown.join(', ') }))
    return WRONG_USE
  }
  if (asked.installRules) await install(text, deps)
  const { report, findings } = await examineAll(asked, site, text, deps)
  deps.err(summary(findings, text))
  if (asked.json) deps.out(JSON.stringify(report))
  return report.ok ? 0 : UNFIT
}

async function examineAll(asked: Asked, site: SiteGiven | undefined, text: Text, deps: DoctorDeps): Promise<{ report: DoctorReport; findings: readonly Finding[] }> {
  const { clock, surroundings } = deps
  const findings: Finding[] = []
  const tell = (more: readonly Finding[]): void => {
    findings.push(...more)
    for (const finding of more) for (const line of linesForPeople(finding, text)) deps.err(line)
  }
  const clockFacts = watchClock(clock)
  const rules = await rulesState(surroundings.platform === 'linux' ? presentRules() : undefined)
  const { plugged, lines, close } = await openBench(clock, surroundings.platform)
  const running = await consoleOf(asked, site, deps)
  tell([siteFinding(site), judgeConsole(running), judgeRules(rules), keyFinding(asked.data, surroundings.platform)])

  const devices = site?.ok ? await examineDevices(asked, text, deps, { site: site.site, products: site.products, plugged, lines, rules, running }) : []
  for (const { findings: own } of devices) tell(own)
  tell(site?.ok ? await examineProbes(site.site, { ...deps, plugged, rules, isInService: running.console !== 'none' }) : [])
  close()
  const unclaimed = unclaimedDevices(plugged, devices)
  tell(unclaimed)
  const contacts = site?.ok && sensesPorts(site.site) ? site.site.services.flatMap(({ probes }) => probes).filter(({ kind }) => kind === 'serial-line').length : 0
  const serialPorts = devices.filter(({ look }) => look.bus === 'serial').length + contacts
  const machine = await collectMachine({ clock, environment: surroundings.environment, platform: surroundings.platform, dataFolder: asked.data, serialPorts }, clockFacts)
  tell(judgeMachine(machine, rules === 'installed'))
  const ok = (site === undefined || site.ok) && isFit(devices)
  return { report: { ok, checks: findings.map((finding) => toCheck(finding, text)), devices: reportedDevices(devices, unclaimed) }, findings }
}

interface ProbeSurrounding extends Pick<DoctorDeps, 'clock' | 'surroundings'> {
  readonly plugged: Plugged
  readonly rules: RulesState
  readonly isInService: boolean
}

async function examineProbes(site: Site, { clock, surroundings, plugged, rules, isInService }: ProbeSurrounding): Promise<readonly Finding[]> {
  const tried = await tryProbes(site, { clock, random: systemRandom, platform: surroundings.platform, environment: surroundings.environment, plugged, isInService })
  return tried.map((one) => judgeProbe(one, rules))
}

interface Surrounding extends Pick<ExamineDeps, 'site' | 'products' | 'plugged' | 'lines' | 'rules'> {
  readonly running: RunningConsole
}

async function examineDevices(asked: Asked, text: Text, { clock, openPerson }: DoctorDeps, { running, ...around }: Surrounding): Promise<readonly Examined[]> {
  const isInService = running.console !== 'none'
  const examineDeps: ExamineDeps = { clock, ...around, console: isInService ? (running.status ? { status: running.status } : {}) : 'none' }
  const examined = await Promise.all(around.site.devices.map((device) => examine(device, examineDeps)))
  const devices: Examined[] = []
  for (const one of examined) {
    const guided = await guidedTests(one.look.id, asked, { clock, text, isInService, openPerson, ...around })
    // What was measured stands in the place of what could only be said to be unknown.
    devices.push({ ...one, findings: [...one.findings.filter(({ id }) => !guided.some((other) => other.id === id)), ...guided] })
  }
  return devices
}

function unclaimedDevices({ sightings }: Plugged, devices: readonly Examined[]): readonly Finding[] {
  const claimed = new Set(devices.flatMap(({ look }) => (look.found.ok ? [look.found.value.path] : [])))
  const table = deviceTable()
  return judgePlugged(sightings, claimed, ({ vendorId, productId }) => {
    const product = vendorId === undefined || productId === undefined ? undefined : table.find((one) => isOfProduct(one, vendorId, productId))
    return product && { id: product.id, label: product.label, driver: 'hid-buttons' }
  })
}

type SiteGiven = SiteReading | { readonly ok: false; readonly missing: string }

async function readSite(file: string): Promise<SiteGiven> {
  const bytes = await readFile(file).catch(() => undefined)
  if (!bytes) return { ok: false, missing: file }
  return loadSiteBytes(bytes, basename(file), createDeviceFiles([join(dirname(file), DEVICES_FOLDER), deliveredDevices()]))
}

function siteFinding(site: SiteGiven | undefined): Finding {
  const base = { id: 'site', title: words('doctor.site') }
  if (!site) return { ...base, state: 'unknown', detail: words('doctor.site.none'), cure: words('doctor.site.give') }
  if ('missing' in site) return { ...base, state: 'failed', detail: words('error.SITE_MISSING', { detail: site.missing }), cure: words('doctor.site.give') }
  if (!site.ok) return { ...base, state: 'failed', detail: words('doctor.site.problems', { problems: site.problems.map((problem) => formatProblem(problem)).join('; ') }), cure: words('doctor.site.cure') }
  return { ...base, state: 'ok', detail: words('doctor.site.read', { position: site.site.position.id, devices: site.site.devices.length }) }
}

const keyFinding = (data: string, platform: NodeJS.Platform): Finding =>
  ({ id: 'ledger-key', title: words('doctor.key'), ...judgeKeyPlace(findKeyPlace(join(data, 'keys'), platform)) })

type RunningConsole = ConsoleFacts & { readonly status?: Extract<Awaited<ReturnType<typeof askStatus>>, { ok: true }>['value'] }

/** By its record, which no two consoles share, and by its socket, over which it tells what it knows. */
async function consoleOf(asked: Asked, site: SiteGiven | undefined, { clock, surroundings }: DoctorDeps): Promise<RunningConsole> {
  const folder = (site?.ok ? site.site.ledger.folder : undefined) ?? join(asked.data, 'ledger')
  const status = await askStatus({ data: asked.data, platform: surroundings.platform }, clock)
  if (status.ok) return { console: 'told', pid: status.value.pid, status: status.value }
  if (!isSiteLocked(folder)) return { console: 'none' }
  return { console: 'lock', trouble: status.error }
}

async function install(text: Text, { err, surroundings }: DoctorDeps): Promise<void> {
  if (surroundings.platform !== 'linux') return err(text('doctor.rules.elsewhere'))
  const installed = await installRules(presentRules())
  switch (installed.installed) {
    case 'yes':
      return err(text('doctor.rules.done'))
    case 'not-told':
      return err(text('doctor.rules.later'))
    case 'denied':
      return err(text('doctor.rules.denied', { command: installCommand() }))
    case 'failed':
      return err(text('doctor.rules.failed', { cause: installed.cause, command: installCommand() }))
  }
}

function readArguments(argv: readonly string[], surroundings: Surroundings): Asked | undefined {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        json: { type: 'boolean' },
        site: { type: 'string' },
        data: { type: 'string' },
        'install-rules': { type: 'boolean' },
        'press-test': { type: 'string' },
        'key-test': { type: 'string' },
      },
    })
    return {
      json: values.json ?? false,
      site: values.site === undefined ? undefined : resolve(values.site),
      data: resolve(values.data ?? defaultData(surroundings)),
      installRules: values['install-rules'] ?? false,
      pressTest: values['press-test'],
      keyTest: values['key-test'],
    }
  } catch {
    return undefined
  }
}
