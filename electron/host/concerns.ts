// Which happenings are a standing alarm, and when one is over. One alarm a cause; texts stand in the locale files.
import type { DeviceLink, RadioMode } from '../../native/kit/driver.ts'
import type { HidButtonsEvent } from '../../native/registry.ts'
import type { DeviceView, RecordView } from '../contract/topics.ts'
import type { SwitchReport } from './fallback/types.ts'
import type { Parts } from './parts.ts'
import type { LedgerEvent } from './ledger/port.ts'
import type { PttState } from './ptt/types.ts'
import type { WatchChange } from './watch/index.ts'

/** A device has said yes since: what failed before is over. */
const CONFIRMING_REPORTS: ReadonlySet<SwitchReport['report']> = new Set(['switched', 'returned', 'restored', 'group-changed'])

export class Concerns {
  readonly #parts: Parts
  #failing: RecordView['failing']

  constructor(parts: Parts) {
    this.#parts = parts
  }

  start(): void {
    const { deps, alarms, topics } = this.#parts
    for (const { id } of deps.site.devices) topics.set('devices', { [id]: { ...this.#about(id), link: 'opening' } })
    const { lastGood, problems } = deps.siteTrouble
    if (lastGood) alarms.raise({ id: 'site', kind: 'site', severity: 'warning', code: 'SITE_INVALID', params: { problems: problems.length } })
  }

  radioLink(device: string, link: DeviceLink): void {
    this.#deviceLink(device, link)
  }

  buttonsLink(device: string, event: Extract<HidButtonsEvent, { kind: 'link' }>): void {
    this.#deviceLink(device, event.state === 'lost' ? { link: 'down', cause: event.cause.code, detail: event.cause.detail } : { link: event.state })
  }

  /** A light that stands still may show what is no longer true, and no key of it says so. */
  panelLights(device: string, event: Extract<HidButtonsEvent, { kind: 'lights' }>): void {
    const { alarms, deps } = this.#parts
    if (event.state === 'taken') return alarms.clear(panelLightsId(device))
    deps.log.warn('panel.lights-refused', { device, code: event.cause.code, detail: event.cause.detail })
    alarms.raise({ id: panelLightsId(device), kind: 'device', severity: 'warning', code: this.#codeOfLights(device), params: { device: this.#labelOf(device), detail: event.cause.detail } })
  }

  mayTransmit(device: string): void {
    const { alarms, recorder } = this.#parts
    recorder.note('radio.may-transmit', { device })
    alarms.raise({ id: mayTransmitId(device), kind: 'radio', severity: 'critical', code: 'may-transmit', params: { device: this.#labelOf(device) } })
  }

  hungUp(device: string): void {
    this.#parts.recorder.note('radio.hung-up', { device })
    this.#parts.alarms.clear(mayTransmitId(device))
  }

  /** Out of the network by a person's hand: the dispatcher must know, whoever turned it. */
  radioMode(device: string, mode: RadioMode): void {
    const { alarms } = this.#parts
    if (mode === 'unknown' || (this.#isDirect(device) ? DIRECT : BY_NETWORK).has(mode)) return alarms.clear(modeId(device))
    alarms.raise({ id: modeId(device), kind: 'radio', severity: 'error', code: this.#isDirect(device) ? 'radio-not-dmo' : 'radio-mode', params: { device: this.#labelOf(device), mode } })
  }

  transmitter(device: string, state: 'works' | 'inhibited'): void {
    const { alarms } = this.#parts
    if (state === 'works') return alarms.clear(inhibitedId(device))
    alarms.raise({ id: inhibitedId(device), kind: 'radio', severity: 'error', code: 'transmit-inhibited', params: { device: this.#labelOf(device) } })
  }

  pttChanged(state: PttState): void {
    const { alarms } = this.#parts
    for (const { id, position } of Object.values(state.sources)) {
      if (position === 'stuck') alarms.raise({ id: stuckId(id), kind: 'pedal', severity: 'warning', code: 'DEVICE_STUCK_PEDAL', params: { source: id } })
    }
    for (const alarm of alarms.standing) {
      const source = state.sources[String(alarm.params['source'])]
      if (alarm.kind === 'pedal' && source?.position !== 'stuck') alarms.clear(alarm.id)
    }
  }

  switchReported(report: SwitchReport): void {
    const { alarms, deps } = this.#parts
    if (report.report === 'switch-failed') {
      const { from, tried } = report
      const { channels, lastResort } = deps.site.plan
      // A group that the radio in use did not take moved nothing: nobody needs to be called for it.
      const isGroup = tried.length === 1 && tried[0] === from
      const params = { tried, whom: lastResort ?? NOBODY, channel: channels.find(({ id }) => id === from)?.label ?? from }
      alarms.raise({ id: 'switch-failed', kind: 'radio', severity: 'error', code: isGroup ? 'group-failed' : 'switch-failed', params })
    }
    if (CONFIRMING_REPORTS.has(report.report)) alarms.clear('switch-failed')
  }

  watchChanged(change: WatchChange): void {
    if (change.effect !== 'announce-change') return
    const { consoleService, alarms } = this.#parts
    if (change.service === consoleService && change.to === 'ok') alarms.clear('switch-failed')
  }

  ledgerEvent(event: LedgerEvent): void {
    const { alarms, deps } = this.#parts
    switch (event.event) {
      case 'failed':
        this.#failing = { code: event.error.code, waiting: event.waiting }
        deps.log.error('record.failed', { code: event.error.code, detail: event.error.detail, waiting: event.waiting })
        return alarms.raise({ id: 'record', kind: 'record', severity: 'critical', code: event.error.code, params: { detail: event.error.detail } })
      case 'failing':
        if (this.#failing && this.#failing.code !== event.error.code) deps.log.error('record.failing', { code: event.error.code, detail: event.error.detail, waiting: event.waiting })
        this.#failing = { code: event.error.code, waiting: event.waiting }
        // That lines are lost is news of its own: it sounds, whoever has seen the first.
        return alarms.raise({ id: event.error.code === 'STORE_SPOOL_FULL' ? 'record-lost' : 'record', kind: 'record', severity: 'critical', code: event.error.code, params: { detail: event.error.detail } })
      case 'lost':
        return deps.log.error('record.lost', { entries: event.entries })
      case 'unsigned':
        deps.log.error('record.unsigned', { detail: event.error.detail })
        return alarms.raise({ id: 'record-unsigned', kind: 'record', severity: 'error', code: event.error.code, params: { detail: event.error.detail } })
      case 'anchored':
        return alarms.clear('record-unsigned')
      case 'second-file':
        if (!event.error) return alarms.clear('record-second-file')
        deps.log.warn('record.second-file', { detail: event.error.detail })
        return alarms.raise({ id: 'record-second-file', kind: 'record', severity: 'warning', code: event.error.code, params: { detail: event.error.detail } })
      case 'recovered':
        this.#failing = undefined
        deps.log.info('record.recovered', { written: event.written })
        alarms.clear('record-lost')
        return alarms.clear('record')
      case 'damaged':
        deps.log.error('record.damaged', { detail: event.error.detail, setAside: event.setAside })
        return alarms.raise({ id: 'record-damaged', kind: 'record', severity: 'critical', code: event.error.code, params: { detail: event.setAside } })
      case 'warning':
        deps.log.warn('record.warning', { code: event.error.code, detail: event.error.detail })
        return alarms.raise({ id: `record-warning:${event.error.code}`, kind: 'record', severity: 'warning', code: event.error.code, params: { detail: event.error.detail } })
      case 'refused':
        return deps.log.error('record.sample-refused', { kind: event.kind, code: event.error.code, detail: event.error.detail })
      default:
        return undefined
    }
  }

  get recordTrouble(): Pick<RecordView, 'failing'> {
    return this.#failing ? { failing: this.#failing } : {}
  }

  #deviceLink(device: string, link: DeviceLink): void {
    const { topics, alarms, recorder, deps } = this.#parts
    const site = deps.site.devices.find((one) => one.id === device)
    if (link.link === 'down' && link.cause === 'LINK_CLOSED') return this.#letGo(device)
    const trouble = link.link === 'down' ? { cause: link.cause, detail: link.detail } : {}
    topics.set('devices', { [device]: { ...this.#about(device), link: link.link, ...trouble } })
    if (link.link !== 'opening') recorder.note(`device.${link.link}`, { device, code: trouble.cause, detail: trouble.detail })
    if (link.link === 'up') alarms.clear(`device:${device}`)
    // Whether it takes lights is asked anew after the next opening; a device that is gone shows none.
    if (link.link === 'down') alarms.clear(panelLightsId(device))
    if (link.link !== 'down') return
    const severity = site?.required === true ? 'error' : 'warning'
    alarms.raise({ id: `device:${device}`, kind: 'device', severity, code: link.cause, params: { device: this.#labelOf(device), detail: link.detail } })
  }

  /** A radio of the room that nobody here works by is not missing: its line is somebody else's to take. */
  #letGo(device: string): void {
    const { topics, alarms, recorder } = this.#parts
    const wasHeld = topics.value('devices')[device]?.link === 'up'
    topics.set('devices', { [device]: { ...this.#about(device), link: 'free' } })
    if (wasHeld) recorder.note('device.free', { device })
    alarms.clear(`device:${device}`)
  }

  #about(device: string): Omit<DeviceView, 'link'> {
    const site = this.#parts.deps.site.devices.find((one) => one.id === device)
    const transmits = (site?.driver === 'hid-buttons' || site?.driver === 'headset') && Object.values(site.buttons).includes('ptt')
    return { id: device, label: this.#labelOf(device), driver: site?.driver ?? '', ...(transmits ? { transmits } : {}) }
  }

  #isDirect(device: string): boolean {
    return this.#parts.deps.site.plan.channels.some((channel) => channel.kind === 'dmo' && channel.device === device)
  }

  /** The keys of a headset work only by its lamps. */
  #codeOfLights(device: string): string {
    return this.#parts.deps.site.devices.find((one) => one.id === device)?.driver === 'headset' ? 'headset-lamps' : 'panel-lights'
  }

  #labelOf(device: string): string {
    return this.#parts.deps.site.devices.find((one) => one.id === device)?.label ?? device
  }
}

/** In the place of whom to call, where the plan names nobody: the words of the locale files. */
const NOBODY = 'none'

/** Modes in which a radio speaks by the network. */
const BY_NETWORK: ReadonlySet<RadioMode> = new Set(['tmo', 'tmo-dmo-watch', 'tmo-and-dmo'])

/** Modes in which a radio for direct mode does what the plan says. */
const DIRECT: ReadonlySet<RadioMode> = new Set(['dmo', 'dmo-tmo-watch'])

const modeId = (device: string): string => `radio:${device}:mode`
const inhibitedId = (device: string): string => `radio:${device}:inhibited`
const mayTransmitId = (device: string): string => `radio:${device}:may-transmit`
const panelLightsId = (device: string): string => `device:${device}:lights`
const stuckId = (source: string): string => `pedal:${source}:stuck`
