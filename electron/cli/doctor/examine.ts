// Examines one device of the site file: beside a running console only what the console knows, else the device itself.
import { readLayout } from '../../../native/headset/index.ts'
import type { Clock } from '../../../native/kit/clock.ts'
import type { Result } from '../../../native/kit/result.ts'
import type { HidProduct } from '../../../native/registry.ts'
import type { DeviceLines } from '../../host/devices/device-lines.ts'
import type { Site, SiteButtons, SiteDevice, SiteHeadset, SiteRadio } from '../../host/site/schema.ts'
import type { DeviceFacts, HostStatus } from '../../host/traffic/words.ts'
import { lookAt, type Plugged } from './collect/look.ts'
import { askPedal } from './collect/pedal.ts'
import { askRadio } from './collect/radio.ts'
import type { Finding } from './finding.ts'
import { judgeButtons } from './judge/buttons.ts'
import { judgeAlone, judgeHeadset, judgeHeadsetLink } from './judge/headset.ts'
import { judgeFound, judgeLink, judgeOpen, judgePermission, judgeUnopened, type DeviceLook } from './judge/devices.ts'
import { judgeRadio, type LineFacts, type RadioContext, type RadioFacts } from './judge/radio.ts'
import type { Examined } from './report.ts'
import type { RulesState } from './rules.ts'

export interface ExamineDeps {
  readonly clock: Clock
  readonly site: Site
  readonly products: ReadonlyMap<string, HidProduct>
  readonly plugged: Plugged
  readonly lines: DeviceLines
  readonly rules: RulesState
  /** `none`: the devices are free. Else they are a console's, which is not disturbed; it may have told what it knows. */
  readonly console: 'none' | { readonly status?: HostStatus }
}

export async function examine(device: SiteDevice, deps: ExamineDeps): Promise<Examined> {
  const product = 'product' in device && device.product !== undefined ? deps.products.get(device.product) : undefined
  const look = await lookAt(device, product, deps.plugged)
  const permission = judgePermission(look, deps.rules)
  const first = [judgeFound(look), permission].filter((one) => one !== undefined)
  if (deps.console !== 'none') return { look, findings: [...first, ...asTold(device, look, deps.console.status, deps.site)] }
  // What is not there or not ours to use is said once: opening it would only say it again.
  if (first.some((one) => one.state === 'failed')) return { look, findings: first }
  return { look, findings: [...first, ...(await tryOut(device, look, product, deps))] }
}

async function tryOut(device: SiteDevice, look: DeviceLook, product: HidProduct | undefined, deps: ExamineDeps): Promise<readonly Finding[]> {
  switch (device.driver) {
    case 'tetra-pei':
      return tryRadio(device, look, deps)
    case 'hid-buttons':
      return tryButtons(device, look, product, deps)
    case 'headset':
      return tryHeadset(device, look, product, deps)
    // A line that keys is raised by the system for an instant when it is opened: doctor never opens one.
    default:
      return [judgeUnopened(look)]
  }
}

function asTold(device: SiteDevice, look: DeviceLook, status: HostStatus | undefined, site: Site): readonly Finding[] {
  const facts = status?.devices.find((one) => one.id === device.id)
  const link = judgeLink(look, facts)
  if (device.driver === 'headset') return [judgeHeadsetLink(link, facts), judgeAlone(device.id, device.label)]
  if (device.driver !== 'tetra-pei' || facts?.link !== 'up') return [link]
  return [link, ...judgeRadio(radioFacts(facts, device), contextOf(device, site))]
}

function radioFacts({ about = {}, refused = [], link, answerMs, mode, registration, cell, group, signalDbm, batteryPercent }: DeviceFacts, device: SiteRadio): RadioFacts {
  return {
    answers: link === 'up',
    about,
    refused,
    line: lineOf(device),
    ...withoutUndefined({ answerMs, mode, registration, cell, group, signalDbm, batteryPercent }),
  }
}

const withoutUndefined = <T extends object>(facts: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as { [Key in keyof T]?: Exclude<T[Key], undefined> }

const lineOf = ({ transport }: SiteRadio): LineFacts => (transport.kind === 'serial' ? { baud: transport.baud, rtscts: transport.rtscts } : {})

export function contextOf(device: SiteRadio, { plan, settings }: Site): RadioContext {
  return {
    id: device.id,
    label: device.label,
    groups: new Map(plan.groups.map(({ gssi, label }) => [gssi, label])),
    isChannel: plan.channels.some((channel) => channel.kind === 'tetra' && channel.device === device.id),
    isDirect: plan.channels.some((channel) => channel.kind === 'dmo' && channel.device === device.id),
    hardTimeoutMs: settings.hardTimeoutMs,
  }
}

async function tryRadio(device: SiteRadio, look: DeviceLook, { clock, site, lines }: ExamineDeps): Promise<readonly Finding[]> {
  const transport = lines.openLine(device.transport, device.id)
  const { opened, openMs } = await timed(clock, () => transport.open())
  const open = judgeOpen(look, opened, openMs)
  if (!opened.ok) return [open]
  const asked = await askRadio(transport, clock)
  await transport.close()
  return [open, ...judgeRadio({ ...asked, line: { ...lineOf(device), ...asked.line } }, contextOf(device, site))]
}

async function tryButtons(device: SiteButtons, look: DeviceLook, product: HidProduct | undefined, { clock, site, lines }: ExamineDeps): Promise<readonly Finding[]> {
  if (!product) return []
  const transport = lines.openHid(device, product)
  const { opened, openMs } = await timed(clock, () => transport.open())
  const open = judgeOpen(look, opened, openMs)
  if (!opened.ok) return [open]
  const asked = await askPedal(transport, product, clock, site.mode === 'observe' ? 'read' : 'full')
  await transport.close()
  return [open, ...judgeButtons(device.id, device.label, asked)]
}

/** Its keys are read and no lamp is written: the call it holds is the console's to begin. */
async function tryHeadset(device: SiteHeadset, look: DeviceLook, product: HidProduct | undefined, { clock, lines }: ExamineDeps): Promise<readonly Finding[]> {
  const transport = lines.openHid(device, product)
  const { opened, openMs } = await timed(clock, () => transport.open())
  const open = judgeOpen(look, opened, openMs)
  if (!opened.ok) return [open]
  const keys = Object.keys(device.buttons)
  const layout = await readLayout(transport, { keys, transmit: keys.filter((name) => device.buttons[name] === 'ptt'), descriptor: product?.descriptor })
  await transport.close()
  return [open, judgeHeadset(device.id, device.label, layout), judgeAlone(device.id, device.label)]
}

async function timed(clock: Clock, open: () => Promise<Result<void>>): Promise<{ readonly opened: Result<void>; readonly openMs: number }> {
  const startMs = clock.monotonicMs()
  const opened = await open()
  return { opened, openMs: clock.monotonicMs() - startMs }
}
