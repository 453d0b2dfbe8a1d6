// What no single field of a device file can know: which keys go together, bits that stand twice or beyond the report.
import { expandInput, type DeviceFile, type FileInput } from '../../../../native/registry.ts'
import type { Complaint, Finding, SitePath } from '../problems.ts'

type FileReport = NonNullable<DeviceFile['reports']>[number]
type FileLight = NonNullable<DeviceFile['lights']>[number]

const BYTE = 8

export function checkDevice(file: DeviceFile): Finding[] {
  const reports = file.reports ?? []
  return [
    ...checkEither(file, [], 'reports', 'descriptor'),
    ...checkIds(reports),
    ...reports.flatMap((report, index) => checkReport(report, ['reports', index])),
    ...(file.lights ?? []).flatMap((light, index) => checkLight(light, ['lights', index])),
    ...checkWrites(file),
  ]
}

const at = (path: SitePath, complaint: Complaint): Finding => ({ path, at: 'value', complaint })
const missing = (path: SitePath, key: string, kind: string): Finding => at(path, { code: 'missing', key, kind })

function checkEither<T extends object>(block: T, path: SitePath, one: keyof T & string, other: keyof T & string): Finding[] {
  if (block[one] === undefined && block[other] === undefined) return [missing(path, one, `either:${one}:${other}`)]
  if (block[one] === undefined || block[other] === undefined) return []
  return [{ path: [...path, other], at: 'key', complaint: { code: 'excluded', key: other, by: one } }]
}

function needs<T extends object>(block: T, path: SitePath, keys: readonly (keyof T & string)[]): Finding[] {
  return keys.filter((key) => block[key] === undefined).map((key) => missing(path, key, key === 'states' ? 'block:off,on,flash' : 'range:0:255:'))
}

/** A device numbers all of its reports or none, each by a number of its own. */
function checkIds(reports: readonly FileReport[]): Finding[] {
  const firsts = new Map<string, SitePath>()
  return reports.flatMap(({ id }, index) => {
    const path: SitePath = ['reports', index]
    if (id === undefined) return reports.length > 1 ? [missing(path, 'id', 'hex-byte')] : []
    const first = firsts.get(id)
    firsts.set(id, first ?? [...path, 'id'])
    if (first) return [at([...path, 'id'], { code: 'duplicate', thing: 'id', value: id, first })]
    return id === '00' ? [at([...path, 'id'], { code: 'wrong-value', found: id, kind: 'report-id' })] : []
  })
}

function checkReport(report: FileReport, path: SitePath): Finding[] {
  const claims = new Claims(report)
  const findings: Finding[] = []
  for (const [index, input] of (report.inputs ?? []).entries()) {
    const where = [...path, 'inputs', index]
    const wrong = checkInput(input, where)
    findings.push(...(wrong.length > 0 ? wrong : claims.inputs(input, where)))
  }
  for (const [index, { name, byte, bit, bits }] of (report.keyCodes ?? []).entries()) {
    findings.push(...claims.bits(name, { start: byte * BYTE + bit, bits }, [...path, 'keyCodes', index]))
  }
  for (const [index, { name, byte }] of (report.axes ?? []).entries()) {
    findings.push(...claims.bits(name, { start: byte * BYTE, bits: BYTE }, [...path, 'axes', index]))
  }
  for (const [index, { byte, bit }] of (report.alwaysOn ?? []).entries()) {
    findings.push(...claims.bits('alwaysOn', { start: byte * BYTE + bit, bits: 1 }, [...path, 'alwaysOn', index]))
  }
  if (report.gpio) findings.push(...claims.bits('gpio', { start: report.gpio.byte * BYTE, bits: BYTE }, [...path, 'gpio']))
  if (report.other) findings.push(...claims.beyond('other', report.other.byte * BYTE, [...path, 'other']))
  return findings
}

/** Who has which bit of one report. A line of the file that lies wrong is one mistake, not one for each of its bits. */
class Claims {
  readonly #bytes: number | undefined
  readonly #owners = new Map<number, string>()
  readonly #names = new Map<string, SitePath>()

  constructor({ id, bytes }: FileReport) {
    this.#bytes = bytes
    if (id !== undefined) for (let bit = 0; bit < BYTE; bit++) this.#owners.set(bit, 'id')
  }

  inputs(input: FileInput, where: SitePath): Finding[] {
    for (const { name, bit } of expandInput(input)) {
      const first = this.#names.get(name)
      if (first) return [at(where, { code: 'duplicate', thing: 'name', value: name, first })]
      this.#names.set(name, where)
      const wrong = this.bits(name, { start: bit, bits: 1 }, where)
      if (wrong.length > 0) return wrong
    }
    return []
  }

  bits(name: string, { start, bits }: { readonly start: number; readonly bits: number }, where: SitePath): Finding[] {
    for (let bit = start; bit < start + bits; bit++) {
      const other = this.#owners.get(bit)
      if (other !== undefined) return [at(where, { code: 'same-bit', name, other })]
      this.#owners.set(bit, name)
    }
    return this.beyond(name, start + bits - 1, where)
  }

  beyond(name: string, lastBit: number, where: SitePath): Finding[] {
    if (this.#bytes === undefined || lastBit < this.#bytes * BYTE) return []
    return [at(where, { code: 'beyond-report', name, bytes: this.#bytes })]
  }
}

function checkInput(input: FileInput, path: SitePath): Finding[] {
  const findings = checkEither(input, path, 'bit', 'columns')
  if (input.columns !== undefined) findings.push(...needs(input, path, ['bits']))
  const many = input.columns !== undefined || (input.count ?? 1) > 1
  return [...findings, ...checkNumbered(input.name, many, path)]
}

function checkNumbered(name: string, many: boolean, path: SitePath): Finding[] {
  if (name.includes('{n}') === many) return []
  return [at([...path, 'name'], { code: 'wrong-value', found: name, kind: many ? 'numbered-name' : 'single-name' })]
}

function checkLight(light: FileLight, path: SitePath): Finding[] {
  const findings = checkEither(light, path, 'write', 'report')
  if (light.report !== undefined) findings.push(...needs(light, path, ['byte', 'bit']))
  if (light.write !== undefined) {
    findings.push(...needs(light, path, ['states']))
    const isGrid = light.write.includes('{led}')
    if (isGrid) findings.push(...needs(light, path, ['led', 'columns', 'bits', 'columnStep']))
    findings.push(...checkNumbered(light.name, isGrid, path))
  }
  return findings
}

/** A report that is longer than the device takes is refused by the system, at the moment it is needed. */
function checkWrites({ writeBytes, ask, firmware, lights = [], gpioOut }: DeviceFile): Finding[] {
  if (writeBytes === undefined) return []
  const lengthOf = (write: string): number => write.replaceAll(/\{\w+\}/g, '00').length / 2
  const written: (readonly [SitePath, number])[] = [
    ...lights.map(({ write = '', byte = 0 }, index) => [['lights', index], Math.max(lengthOf(write), byte + 1)] as const),
    [['ask', 'write'], lengthOf(ask?.write ?? '')],
    [['firmware', 'write'], lengthOf(firmware?.write ?? '')],
    [['gpioOut'], Math.max(gpioOut?.levels.byte ?? 0, gpioOut?.direction.byte ?? 0) + 1],
  ]
  return written.flatMap(([path, bytes]) => (bytes > writeBytes ? [at(path, { code: 'beyond-report', name: 'writeBytes', bytes: writeBytes })] : []))
}
