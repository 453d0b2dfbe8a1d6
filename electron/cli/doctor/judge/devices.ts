// What was found of a device of the site file, before anything is asked of it: is it there, may we, did it open. Pure.
import type { DeviceSighting } from '../../../../native/kit/device-identity.ts'
import type { ErrorCode } from '../../../../native/kit/errors.ts'
import type { Result } from '../../../../native/kit/result.ts'
import type { DeviceFacts } from '../../../host/traffic/words.ts'
import { failureWords, words, type Finding, type Words } from '../finding.ts'

/** Who may use a device node. */
export interface NodeFacts {
  readonly path: string
  readonly allowed: boolean
  readonly owner: string
  readonly group: string
  readonly mode: string
  readonly isMember: boolean
}

export interface DeviceLook {
  readonly id: string
  readonly label: string
  readonly driver: string
  readonly required: boolean
  /** What people call its line: `/dev/ttyUSB0`, `tcp://10.0.0.5:4001`, `hid://05f3:00ff`. */
  readonly line: string
  readonly bus: 'serial' | 'hid' | 'network'
  readonly found: Result<{ readonly path: string; readonly sighting?: DeviceSighting }>
  readonly node?: NodeFacts
}

const title = ({ label }: Pick<DeviceLook, 'label'>, key: string): Words => words(key, { label })
const hex = (id: number): string => id.toString(16).padStart(4, '0')

/** `05f3:00ff, poort 1-1.4`, or as much of it as is known. */
export function placeOf(sighting: DeviceSighting | undefined): string {
  if (!sighting) return ''
  const { vendorId, productId, topology, serial } = sighting
  const usb = vendorId === undefined || productId === undefined ? [] : [`${hex(vendorId)}:${hex(productId)}`]
  return [...usb, ...(topology === undefined ? [] : [`USB ${topology}`]), ...(serial === undefined ? [] : [`serial ${serial}`])].join(', ')
}

/** @returns undefined for a line over the network: whether there is a device at its end, only opening shows */
export function judgeFound(look: DeviceLook): Finding | undefined {
  if (look.bus === 'network') return undefined
  const base = { id: `device.${look.id}.found`, title: title(look, 'doctor.found') }
  if (!look.found.ok) {
    return { ...base, state: 'failed', detail: failureWords(look.found.error), cure: words(look.found.error.code === 'LINK_AMBIGUOUS' ? 'doctor.found.ambiguous' : 'doctor.found.cure') }
  }
  const { path, sighting } = look.found.value
  const place = placeOf(sighting)
  const detail = place === '' ? words('doctor.found.line', { path, driver: look.driver }) : words('doctor.found.at', { path, place, driver: look.driver })
  return { ...base, state: 'ok', detail }
}

export function judgePermission(look: DeviceLook, rules: 'installed' | 'outdated' | 'missing' | 'elsewhere'): Finding | undefined {
  const { node, bus } = look
  if (!node) return undefined
  const base = { id: `device.${look.id}.permission`, title: title(look, 'doctor.permission') }
  const { path, owner, group, mode } = node
  const detail = words('doctor.permission.is', { path, owner, group, mode })
  if (node.allowed) return { ...base, state: 'ok', detail }
  // The rule opens both kinds; without it a serial port still has its group, and a pedal nothing.
  const cure = rules === 'missing' || rules === 'outdated'
    ? words('doctor.rules.install')
    : bus === 'serial' && !node.isMember ? words('doctor.permission.group', { group }) : words('doctor.permission.replug')
  return { ...base, state: 'failed', detail, cure }
}

/** What mends an opening that failed. */
const OPEN_CURES: Partial<Record<ErrorCode, string>> = {
  LINK_MISSING: 'doctor.found.cure',
  LINK_AMBIGUOUS: 'doctor.found.ambiguous',
  LINK_BUSY: 'doctor.open.busy',
  LINK_DENIED: 'doctor.open.denied',
  LINK_REFUSED: 'doctor.open.refused',
  LINK_TIMEOUT: 'doctor.open.timeout',
  LINK_UNSUPPORTED: 'doctor.open.unsupported',
}

/** @param openMs  how long it took, or how long it was waited for */
export function judgeOpen(look: DeviceLook, opened: Result<void>, openMs: number): Finding {
  const base = { id: `device.${look.id}.open`, title: title(look, 'doctor.open') }
  if (opened.ok) return { ...base, state: 'ok', detail: words('doctor.open.took', { line: look.line, ms: Math.round(openMs) }) }
  return { ...base, state: 'failed', detail: failureWords(opened.error), cure: words(OPEN_CURES[opened.error.code] ?? 'doctor.found.cure') }
}

/** For a set that is keyed by its line, or a relay: opening it could put it on the air. */
export function judgeUnopened(look: DeviceLook): Finding {
  return { id: `device.${look.id}.open`, title: title(look, 'doctor.open'), state: 'unknown', detail: words('doctor.open.keys') }
}

/** What a running console knows of the line: nothing is opened beside it. */
export function judgeLink(look: DeviceLook, facts: DeviceFacts | undefined): Finding {
  const base = { id: `device.${look.id}.link`, title: title(look, 'doctor.link') }
  if (!facts) return { ...base, state: 'unknown', detail: words('doctor.link.untold'), cure: words('doctor.console.cure') }
  const since = new Date(facts.sinceUtcMs).toISOString()
  switch (facts.link) {
    case 'up':
      return { ...base, state: 'ok', detail: words('doctor.link.up', { since }) }
    case 'opening':
      return { ...base, state: 'unknown', detail: words('doctor.link.opening', { since }) }
    case 'down': {
      const code = facts.cause ?? 'LINK_LOST'
      return { ...base, state: 'failed', detail: failureWords({ code, detail: facts.detail ?? look.line }), cure: words(OPEN_CURES[code] ?? 'doctor.found.cure') }
    }
  }
}
