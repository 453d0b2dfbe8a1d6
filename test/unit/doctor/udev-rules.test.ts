// The rules file is what the device table makes of it, and opens nothing else.
// To renew it: UPDATE_RULES=1 npx vitest run --config test/vitest.config.ts test/unit/doctor/udev-rules.test.ts
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { deliveredRules, deviceTable, installCommand, installRules, judgeRules, presentRules, rulesState } from '../../../electron/cli/doctor/rules.ts'
import { RULES_FILE, udevRules } from '../../../electron/cli/doctor/udev-rules.ts'

if (process.env['UPDATE_RULES'] === '1') writeFileSync(deliveredRules(), presentRules())
const rules = presentRules()
const lines = rules.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'achterwacht-rules-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

describe('the rules', () => {
  test('as delivered are those of the present device table', () => {
    expect(readFileSync(deliveredRules(), 'utf8')).toBe(rules)
  })

  test('come before the rule that gives the person at the desk what is tagged', () => {
    expect(RULES_FILE < '73-seat-late.rules').toBe(true)
    expect(lines.filter((line) => line.includes('SUBSYSTEM=="hidraw"')).every((line) => line.includes('TAG+="uaccess"'))).toBe(true)
  })

  test('hold every product of the table', () => {
    for (const { label } of deviceTable()) expect(rules).toContain(`# ${label}\n`)
    expect(deviceTable().length).toBeGreaterThan(20)
  })

  test('are lines of keys as udev reads them, and no line opens what is not named by its maker', () => {
    const key = /^(?:[A-Z]+(?:\{[\w]+\})?(?:==|!=|\+=|=)"[^"]*")(?:, [A-Z]+(?:\{[\w]+\})?(?:==|!=|\+=|=)"[^"]*")*$/
    for (const line of lines) {
      expect(line).toMatch(key)
      if (line.includes('MODE=')) expect(line).toMatch(/ATTRS\{idVendor\}=="[0-9a-f]{4}"/)
    }
    expect(rules).not.toContain('0666')
  })

  test('give nobody a keyboard or a mouse: input devices are only kept from the desktop', () => {
    const input = lines.filter((line) => line.includes('SUBSYSTEM=="input"'))
    expect(input.length).toBeGreaterThan(3)
    for (const line of input) expect(line).toMatch(/^SUBSYSTEM=="input", ATTRS\{idVendor\}=="[0-9a-f]{4}"(?:, ATTRS\{idProduct\}=="[0-9a-f|]+")?, ENV\{LIBINPUT_IGNORE_DEVICE\}="1"$/)
  })

  test('keep modem probing away from the device and from its port, where it would toggle the lines that key', () => {
    expect(lines).toContain('SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTRS{idVendor}=="0403", ENV{ID_MM_DEVICE_IGNORE}="1"')
    expect(lines).toContain('SUBSYSTEM=="tty", ATTRS{idVendor}=="0403", ENV{ID_MM_PORT_IGNORE}="1", MODE="0660", GROUP="dialout", TAG+="uaccess"')
  })

  test('write a whole maker, a range and a list as udev matches them', () => {
    const made = udevRules([{ label: 'X', usb: [{ vendorId: 0x0b0e, productId: 0, productMask: 0xffff }, { vendorId: 0x0fd9, productId: 0x0080, productMask: 0xff00 }, { vendorId: 0x05f3, productId: 0x0438, productMask: 0xffff }, { vendorId: 0x05f3, productId: 0x043a, productMask: 0xffff }] }], { serial: [], headsets: [{ vendor: '047f', label: 'Poly' }], quiet: [] })
    expect(made).toContain('# Poly\nSUBSYSTEM=="hidraw", ATTRS{idVendor}=="047f", MODE=')
    expect(made).toContain('ATTRS{idVendor}=="0b0e", MODE=')
    expect(made).toContain('ATTRS{idVendor}=="0fd9", ATTRS{idProduct}=="00??", MODE=')
    expect(made).toContain('ATTRS{idVendor}=="05f3", ATTRS{idProduct}=="0438|043a", MODE=')
  })
})

describe('installing them', () => {
  test('puts the file there, whole and readable, and tells the system', async () => {
    const to = folder()
    const told: string[] = []
    expect(await rulesState(rules, to)).toBe('missing')
    expect(await installRules(rules, { folder: to, run: async (command, args) => (told.push([command, ...args].join(' ')), 0) })).toEqual({ installed: 'yes' })
    expect(readFileSync(join(to, RULES_FILE), 'utf8')).toBe(rules)
    expect(statSync(join(to, RULES_FILE)).mode & 0o777).toBe(0o644)
    expect(told).toEqual(['udevadm control --reload', expect.stringContaining('udevadm trigger')])
    expect(await rulesState(rules, to)).toBe('installed')
  })

  test('without a running udev leaves the file, and says that it counts later', async () => {
    expect(await installRules(rules, { folder: folder(), run: async () => 1 })).toEqual({ installed: 'not-told' })
  })

  test('where there is no such folder says why, and an old file is known as old', async () => {
    expect(await installRules(rules, { folder: '/nowhere/at/all', run: async () => 0 })).toMatchObject({ installed: 'failed' })
    const to = folder()
    writeFileSync(join(to, RULES_FILE), '# of last year\n')
    expect(await rulesState(rules, to)).toBe('outdated')
  })

  test('is offered as one command that names the delivered file', () => {
    expect(installCommand(() => false)).toMatch(/^sudo sh -c '/)
    expect(installCommand((path) => path.endsWith('pkexec'))).toMatch(/^pkexec sh -c '/)
    expect(installCommand()).toContain(`install -m 0644 "${deliveredRules()}" /etc/udev/rules.d/${RULES_FILE}`)
  })

  test.each([['installed', 'ok'], ['missing', 'warning'], ['outdated', 'warning'], ['elsewhere', 'ok']] as const)('rules that are %s are judged %s', (state, judged) => {
    expect(judgeRules(state).state).toBe(judged)
  })
})
