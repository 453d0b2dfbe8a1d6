// Which of Chromium's permissions a page has: those in this table, for our own main frames, and no other.
// Source: Electron's documentation of session.setPermissionRequestHandler and setPermissionCheckHandler.
import { isOwnAddress } from './addresses.ts'

interface Grant {
  /** May ask for the thing itself. */
  readonly request: boolean
  /** May look whether it would get it; `audio`: for this kind of media only. */
  readonly check: boolean | 'audio'
}

const GRANTS: Readonly<Record<string, Grant>> = {
  // Sounds go to the outputs a person chose: emergency calls to the headset, faults to the loudspeaker.
  'speaker-selection': { request: true, check: true },
  // Chromium names the outputs only to who passes this check. Recording asks a request, and that is denied.
  'media': { request: false, check: 'audio' },
}

const DENIED: Grant = { request: false, check: false }

export interface Asker {
  /** URL or origin of the asking frame. */
  readonly address: string
  readonly isMainFrame: boolean
}

export function mayRequest(permission: string, asker: Asker): boolean {
  return isOurs(asker) && grantOf(permission).request
}

export function mayCheck(permission: string, asker: Asker, mediaType?: string): boolean {
  if (!isOurs(asker)) return false
  const { check } = grantOf(permission)
  return check === 'audio' ? mediaType === 'audio' : check
}

const grantOf = (permission: string): Grant => (Object.hasOwn(GRANTS, permission) ? (GRANTS[permission] ?? DENIED) : DENIED)
const isOurs = ({ address, isMainFrame }: Asker): boolean => isMainFrame && isOwnAddress(address)
