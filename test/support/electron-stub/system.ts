// What Electron gives of the system: keys, power, screens, dialogs, the menu. Some keys may be taken, as on a real desktop.
import { EventEmitter } from 'node:events'
import { onOrder, preventable, record, strict } from './wire.ts'

const taken = new Set((process.env['ELECTRON_STUB_TAKEN_KEYS'] ?? '').split(','))
const keys = new Map<string, () => void>()

export const globalShortcut = strict('globalShortcut', {
  register(accelerator: string, run: () => void): boolean {
    const isGiven = !taken.has(accelerator) && !keys.has(accelerator)
    record('globalShortcut.register', accelerator, isGiven)
    if (isGiven) keys.set(accelerator, run)
    return isGiven
  },
  isRegistered: (accelerator: string) => keys.has(accelerator),
  unregisterAll: () => {
    record('globalShortcut.unregisterAll')
    keys.clear()
  },
})

onOrder('press', (accelerator: string) => {
  const run = keys.get(accelerator)
  run?.()
  return run !== undefined
})

const blockers = new Map<number, string>()
let lastBlocker = 0
export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(kind: string): number {
    record('powerSaveBlocker.start', kind)
    blockers.set(++lastBlocker, kind)
    return lastBlocker
  },
  stop(id: number): boolean {
    record('powerSaveBlocker.stop', blockers.get(id))
    return blockers.delete(id)
  },
})
onOrder('kept-awake', () => [...blockers.values()])

export const powerMonitor = strict('powerMonitor', new EventEmitter())
onOrder('power-event', (name: string) => {
  const event = preventable()
  powerMonitor.emit(name, event)
  return event.defaultPrevented
})

interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
let displays: { readonly id: number; readonly workArea: Area }[] = [{ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } }]

class Screens extends EventEmitter {
  getPrimaryDisplay(): (typeof displays)[number] | undefined {
    return displays[0]
  }

  getAllDisplays(): typeof displays {
    return displays
  }
}
export const screen = strict('screen', new Screens())
onOrder('displays', (next: typeof displays) => {
  displays = next
  screen.emit('display-metrics-changed', {})
})

/** The system's store for secrets: there when the test names its backend, and locked when the test says so. */
const backend = process.env['ELECTRON_STUB_VAULT']
let isVaultLocked = false
const mask = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a))
export const safeStorage = strict('safeStorage', {
  isEncryptionAvailable: () => backend !== undefined,
  getSelectedStorageBackend: () => backend ?? 'unknown',
  encryptString(text: string): Buffer {
    record('safeStorage.encryptString')
    return Buffer.concat([Buffer.from('v11'), mask(Buffer.from(text))])
  },
  decryptString(sealed: Buffer): string {
    record('safeStorage.decryptString', isVaultLocked)
    if (isVaultLocked) throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.')
    return mask(sealed.subarray(3)).toString()
  },
})
onOrder('lock-vault', (locked: boolean) => {
  isVaultLocked = locked
})

export const dialog = strict('dialog', { showErrorBox: (title: string, text: string) => record('dialog.showErrorBox', title, text) })
export const Menu = strict('Menu', { setApplicationMenu: (menu: unknown) => record('Menu.setApplicationMenu', menu) })
/** electron-store names it; nothing may use it. */
export const shell = strict('shell', {})
