// The udev rules on this machine: what they should be, what is installed, and how to put them there.
import { existsSync, readFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { HidProduct } from '../../../native/registry.ts'
import { causeText } from '../../../native/transport/bounded.ts'
import { createDeviceFiles, deliveredDevices } from '../../host/site/device-table/device-files.ts'
import { words, type Finding } from './finding.ts'
import { RULES_FILE, udevRules } from './udev-rules.ts'

export type RulesState = 'installed' | 'outdated' | 'missing' | 'elsewhere'

const RULES_FOLDER = '/etc/udev/rules.d'
const READABLE = 0o644

/** As delivered beside the console, for `sudo install`. */
export const deliveredRules = (): string => fileURLToPath(new URL('../../../resources/udev/70-achterwacht.rules', import.meta.url))
const adaptersFile = (): URL => new URL('../../../resources/udev/adapters.json', import.meta.url)

const usbId = z.string().regex(/^[0-9a-f|]+$/)
const adaptersSchema = z.strictObject({
  serial: z.array(z.strictObject({ vendor: usbId, product: usbId.optional(), label: z.string() })),
  headsets: z.array(z.strictObject({ vendor: usbId, label: z.string() })),
  quiet: z.array(z.strictObject({ vendor: usbId, product: usbId.optional(), why: z.string() })),
})

/** What the device table and the list of adapters make of it. */
export function presentRules(): string {
  return udevRules(deviceTable(), adaptersSchema.parse(JSON.parse(readFileSync(adaptersFile(), 'utf8'))))
}

/** Every product that comes with the console. */
export function deviceTable(): readonly HidProduct[] {
  const files = createDeviceFiles([deliveredDevices()])
  return files.ids().flatMap((id) => {
    const reading = files.read(id)
    return reading?.ok ? [reading.product] : []
  })
}

/** @param wanted  undefined where the system has no udev */
export async function rulesState(wanted: string | undefined, folder = RULES_FOLDER): Promise<RulesState> {
  if (wanted === undefined) return 'elsewhere'
  const installed = await readFile(join(folder, RULES_FILE), 'utf8').catch(() => undefined)
  return installed === undefined ? 'missing' : installed === wanted ? 'installed' : 'outdated'
}

const AFTER = ['udevadm control --reload', 'udevadm trigger --subsystem-match=hidraw --subsystem-match=tty --subsystem-match=input --subsystem-match=usb'] as const

/** What this system has to act as administrator; `pkexec` asks in a window. */
const elevate = (exists: (path: string) => boolean): string => ['/usr/bin/sudo', '/usr/bin/pkexec'].find(exists)?.replace('/usr/bin/', '') ?? 'sudo'

/** For a terminal, as one line. */
export const installCommand = (exists: (path: string) => boolean = existsSync): string => `${elevate(exists)} sh -c '${[`install -m 0644 "${deliveredRules()}" ${join(RULES_FOLDER, RULES_FILE)}`, ...AFTER].join(' && ')}'`

export function judgeRules(state: RulesState): Finding {
  const base = { id: 'rules', title: words('doctor.rules') }
  switch (state) {
    case 'elsewhere':
      return { ...base, state: 'ok', detail: words('doctor.rules.elsewhere') }
    case 'installed':
      return { ...base, state: 'ok', detail: words('doctor.rules.installed') }
    case 'outdated':
      return { ...base, state: 'warning', detail: words('doctor.rules.outdated'), cure: words('doctor.rules.install') }
    case 'missing':
      return { ...base, state: 'warning', detail: words('doctor.rules.missing'), cure: words('doctor.rules.install') }
  }
}

export interface InstallPorts {
  readonly folder?: string
  /** Runs a command of the system. @returns its exit code */
  readonly run?: (command: string, args: readonly string[]) => Promise<number>
}

export type Installed = { readonly installed: 'yes' | 'not-told' } | { readonly installed: 'denied' | 'failed'; readonly cause: string }

/** Written beside and renamed: udev never reads half a file. `not-told`: they are there, and count after the next start. */
export async function installRules(text: string, { folder = RULES_FOLDER, run = runCommand }: InstallPorts = {}): Promise<Installed> {
  const path = join(folder, RULES_FILE)
  try {
    await writeFile(`${path}.new`, text, { mode: READABLE })
    await rename(`${path}.new`, path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : ''
    return { installed: code === 'EACCES' || code === 'EPERM' ? 'denied' : 'failed', cause: causeText(cause) }
  }
  for (const line of AFTER) {
    const [command = '', ...args] = line.split(' ')
    if ((await run(command, args)) !== 0) return { installed: 'not-told' }
  }
  return { installed: 'yes' }
}

function runCommand(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore' })
    child.once('error', () => resolve(-1))
    child.once('exit', (code) => resolve(code ?? -1))
  })
}
