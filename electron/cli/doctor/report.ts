// The doctor's report: for programs as one JSON object, for people line by line. Format: FORMATS, doctor.
import type { Text } from '../terminal/text.ts'
import { toCheck, type Check, type CheckState, type Finding } from './finding.ts'
import { placeOf, type DeviceLook } from './judge/devices.ts'

export interface ReportedDevice {
  /** Of the site file; absent for what is plugged in and belongs to none of its devices. */
  readonly id?: string
  readonly label?: string
  readonly driver?: string
  readonly required?: boolean
  readonly path: string
  /** USB identity and port. */
  readonly place: string
  readonly state: CheckState
}

export interface DoctorReport {
  readonly ok: boolean
  readonly checks: readonly Check[]
  readonly devices: readonly ReportedDevice[]
}

export interface Examined {
  readonly look: DeviceLook
  readonly findings: readonly Finding[]
}

const PLUGGED = 'plugged.'

/** What one check could not learn does not make a device unknown that the others proved. */
const ORDER: readonly CheckState[] = ['failed', 'warning', 'ok', 'unknown']
const together = (findings: readonly Finding[]): CheckState => ORDER.find((state) => findings.some((one) => one.state === state)) ?? 'unknown'

/** The device that the site requires and that failed decides; a warning does not. */
export const isFit = (devices: readonly Examined[]): boolean => devices.every(({ look, findings }) => !look.required || findings.every((one) => one.state !== 'failed'))

/** @param unclaimed  what is plugged in and belongs to no device */
export function reportedDevices(devices: readonly Examined[], unclaimed: readonly Finding[]): readonly ReportedDevice[] {
  const own = devices.map(({ look, findings }) => {
    const { id, label, driver, required, line, found } = look
    return {
      id,
      label,
      driver,
      required,
      path: found.ok ? found.value.path : line,
      place: found.ok ? placeOf(found.value.sighting) : '',
      state: together(findings),
    }
  })
  const others = unclaimed.map(({ id, state, detail }) => ({ path: id.slice(PLUGGED.length), place: String(detail.values?.['place'] ?? ''), state }))
  return [...own, ...others]
}

const MARKS: Readonly<Record<CheckState, string>> = { ok: '✓', warning: '!', failed: '✗', unknown: '?' }

/** `✗ Pedaal: geen toestemming (…)`, and under it what to do. */
export function linesForPeople(finding: Finding, text: Text): readonly string[] {
  const { title, detail, cure, state } = toCheck(finding, text)
  return [`${MARKS[state]} ${title}: ${detail}`, ...(cure === '' ? [] : [`    → ${cure}`])]
}

export function summary(findings: readonly Finding[], text: Text): string {
  const count = (state: CheckState): number => findings.filter((one) => one.state === state).length
  return text('doctor.summary', { ok: count('ok'), warning: count('warning'), failed: count('failed'), unknown: count('unknown') })
}
