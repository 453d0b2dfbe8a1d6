// What no page can do, whatever it holds: leave our origin, open a window, embed a view, fetch, download, use a device.
// Source: Electron's security checklist, items 5 and 11 to 15.
import { app, type Session, type WebContents } from 'electron'
import { isLoadable, isOwnAddress } from './rules/addresses.ts'
import { mayCheck, mayRequest } from './rules/permissions.ts'

export interface GuardOptions {
  /** Developer tools load their own pages. */
  readonly withTools: boolean
}

/** Call before the first window is made. */
export function guardContents(): void {
  app.on('web-contents-created', (_event, contents) => guardOne(contents))
  app.on('certificate-error', (event, ...[, , , , trust]) => {
    event.preventDefault()
    trust(false)
  })
  // Electron's own answer is the first certificate there is.
  app.on('select-client-certificate', (event, ...[, , , choose]) => {
    event.preventDefault()
    choose()
  })
}

function guardOne(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-frame-navigate', (event) => {
    // Our page has no frames.
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}

export function guardSession(session: Session, { withTools }: GuardOptions): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    callback(mayRequest(permission, { address: details.requestingUrl, isMainFrame: details.isMainFrame }))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    mayCheck(permission, { address: origin, isMainFrame: details.isMainFrame }, details.mediaType),
  )
  session.setDevicePermissionHandler(() => false)
  session.setBluetoothPairingHandler((_details, callback) => callback({ confirmed: false }))
  session.setDisplayMediaRequestHandler((_request, callback) => callback({}))
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault()
    callback('')
  })
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault()
    callback()
  })
  session.on('will-download', (event) => event.preventDefault())
  session.webRequest.onBeforeRequest((details, callback) => callback({ cancel: !isLoadable(details.url, withTools) }))
}
