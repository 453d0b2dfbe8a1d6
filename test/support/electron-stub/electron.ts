// The module `electron` of the stub: the named exports that the built shell uses, and the default that electron-store uses.
import { app } from './app.ts'
import { MessageChannelMain } from './ports.ts'
import { protocol, session } from './session.ts'
import { dialog, globalShortcut, Menu, powerMonitor, powerSaveBlocker, safeStorage, screen, shell } from './system.ts'
import { utilityProcess } from './utility-process.ts'
import { BrowserWindow, ipcMain } from './windows.ts'

export { app, BrowserWindow, dialog, globalShortcut, ipcMain, Menu, MessageChannelMain, powerMonitor, powerSaveBlocker, protocol, safeStorage, screen, session, shell, utilityProcess }
export default { app, ipcMain, shell }
