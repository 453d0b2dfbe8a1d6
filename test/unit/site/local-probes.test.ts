// Probes of this workstation in the site file: logs, programs, contacts, and what the control radio may do by itself.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadSite } from '../../../electron/host/site/load.ts'
import { formatProblem } from '../../../electron/host/site/problem-text.ts'
import type { SiteProbe } from '../../../electron/host/site/schema.ts'

const correct = readFileSync(new URL('./correct.yaml', import.meta.url), 'utf8')
const withProbe = (probe: string): string => {
  const text = correct.replace('    probes:\n', () => `    probes:\n      - ${probe}\n`)
  expect(text).not.toBe(correct)
  return text
}
function read(probe: string): SiteProbe | readonly string[] {
  const reading = loadSite(withProbe(probe), 'site.yaml')
  if (!reading.ok) return reading.problems.map((one) => formatProblem(one))
  const [found] = reading.site.services.flatMap(({ probes }) => probes).filter(({ id }) => id === 'x')
  if (!found) throw new Error('no probe')
  return found
}
const problem = (probe: string): string => {
  const found = read(probe)
  expect(Array.isArray(found) && found.length === 1, JSON.stringify(found)).toBe(true)
  return String(Array.isArray(found) ? found[0] : '')
}

describe('a log', () => {
  it('adds evidence, unless the site says that it decides', () => {
    expect(read('{ id: x, kind: log-tail, path: /var/log/rbs.log, bad: [connection lost], good: [connected] }'))
      .toEqual({ id: 'x', kind: 'log-tail', weight: 'secondary', path: '/var/log/rbs.log', good: ['connected'], bad: ['connection lost'] })
    expect(read('{ id: x, kind: log-tail, weight: primary, path: "C:\\\\RBS\\\\client.log", quietMs: 5000 }')).toMatchObject({ weight: 'primary', quietMs: 5_000 })
    expect(read('{ id: x, kind: log-tail, path: "\\\\\\\\server\\\\logs\\\\rbs.log", quietMs: 5000 }')).toMatchObject({ path: '\\\\server\\logs\\rbs.log' })
  })

  it.each([
    ['{ id: x, kind: log-tail, path: /a, bad: [lost] }', 'good is missing'],
    ['{ id: x, kind: log-tail, path: /a }', 'quietMs is missing'],
    ['{ id: x, kind: log-tail, path: /a, good: [up] }', 'quietMs is missing'],
    ['{ id: x, kind: log-tail, weight: primary, path: /a, good: [up], bad: [lost] }', 'quietMs is missing'],
    ['{ id: x, kind: log-tail, path: rbs.log, quietMs: 5000 }', 'a full path'],
    ['{ id: x, kind: log-tail, path: /a, good: [up], bad: ["*"] }', 'a piece of text that the line holds'],
    ['{ id: x, kind: log-tail, path: /a, quietMs: 500 }', '1000–3600000 ms'],
  ])('%s is refused: %s', (probe, words) => {
    expect(problem(probe)).toContain(words)
  })
})

describe('a program', () => {
  it('may be gone for 3 s, and adds evidence', () => {
    expect(read('{ id: x, kind: process, name: RBS Client.exe }')).toEqual({ id: 'x', kind: 'process', weight: 'secondary', name: 'RBS Client.exe', restartMs: 3_000 })
  })

  it.each(['/usr/bin/rbs', 'C:\\rbs.exe', "rbs'; stop", ' rbs', ''])('is a name and no path or command: %j', (name) => {
    expect(problem(`{ id: x, kind: process, name: ${JSON.stringify(name)} }`)).toContain('without folder')
  })
})

describe('a contact', () => {
  const contact = (transport: string): string => `{ id: x, kind: serial-line, transport: ${transport}, input: cts, good: on }`

  it('decides, and is debounced', () => {
    expect(read(contact('{ kind: serial, path: /dev/ttyUSB7 }').replace('good: on', 'good: "on"')))
      .toEqual({ id: 'x', kind: 'serial-line', weight: 'primary', transport: { kind: 'serial', path: '/dev/ttyUSB7' }, input: 'cts', good: 'on', debounceMs: 200 })
    expect(read(contact("{ kind: serial, usb: { vendorId: '0403', productId: '6001' } }"))).toMatchObject({ transport: { usb: { vendorId: '0403' } } })
    expect(read(contact('{ kind: rfc2217, host: 10.0.0.9, port: 4001 }'))).toMatchObject({ transport: { host: '10.0.0.9' } })
  })

  it('is at one place, and no other device or contact is there', () => {
    expect(problem(contact('{ kind: serial }'))).toContain('path is missing')
    expect(problem(contact("{ kind: serial, path: /dev/ttyUSB7, usb: { vendorId: '0403', productId: '6001' } }"))).toContain('usb does not go together with path')
    const shared = correct.replace('{ kind: tcp, host: 127.0.0.1, port: 45002 }', '{ kind: serial, path: /dev/ttyUSB7 }')
    const text = shared.replace('    probes:\n', () => `    probes:\n      - ${contact('{ kind: serial, path: /dev/ttyUSB7 }')}\n`)
    const reading = loadSite(text, 'site.yaml')
    expect(reading.ok ? '' : formatProblem(reading.problems[0] ?? { complaint: { code: 'empty' }, file: '', line: 0, column: 0, path: '' })).toContain('/dev/ttyUSB7 already belongs to device')
  })

  it('has no input that the port does not tell', () => {
    expect(problem(contact('{ kind: serial, path: /dev/ttyUSB7 }').replace('cts', 'ri'))).toContain('cts, dsr, dcd')
  })
})

describe('the active exchange', () => {
  it('is off unless the site allows it, with a status that is free for its own meaning', () => {
    expect(read('{ id: x, kind: witness, device: control-radio }')).toMatchObject({ activeExchange: false, exchangeStatus: 65_535 })
    expect(problem('{ id: x, kind: witness, device: control-radio, activeExchange: true, exchangeStatus: 0 }')).toContain('32768–65535')
  })
})
