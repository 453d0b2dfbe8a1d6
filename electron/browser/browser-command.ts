// Which browser opens the page, and with what: a window without address bar, a profile of its own, silent on the network.
import { delimiter, join } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Chromium's sandbox refuses to work for root. */
  readonly isRoot: boolean
}

const LINUX_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge', 'microsoft-edge-stable']
const WINDOWS_FOLDERS = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA']
const WINDOWS_PATHS = ['Microsoft\\Edge\\Application\\msedge.exe', 'Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe']
const MAC_PATHS = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium', 'Microsoft Edge.app/Contents/MacOS/Microsoft Edge']

export const hasDisplay = ({ platform, environment }: Surroundings): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY'])

/** Where a browser may be, the best first. */
export function browserPlaces({ platform, environment }: Surroundings): readonly string[] {
  if (platform === 'win32') {
    const folders = WINDOWS_FOLDERS.map((name) => environment[name]).filter((folder) => folder !== undefined)
    return WINDOWS_PATHS.flatMap((path) => folders.map((folder) => `${folder}\\${path}`))
  }
  if (platform === 'darwin') return MAC_PATHS.map((path) => `/Applications/${path}`)
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
  return LINUX_NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
}

export interface BrowserWindowOptions {
  readonly address: string
  /** Folder of the profile: never the one a person browses with. */
  readonly profile: string
}

/** Nobody listens there: whatever wants to leave this machine ends in a refusal. */
const NOWHERE = '127.0.0.1:9'
/** Looking for television sets and asking the maker for hints are traffic too. */
const FEATURES_OFF = ['MediaRouter', 'DialMediaRouteProvider', 'OptimizationHints', 'Translate', 'AutofillServerCommunication', 'CertificateTransparencyComponentUpdater', 'NetworkTimeServiceQuerying']

export function browserArguments({ address, profile }: BrowserWindowOptions, { isRoot }: Pick<Surroundings, 'isRoot'>): readonly string[] {
  return [
    `--app=${address}`,
    '--window-size=1280,1000',
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    // Else a bar over the strip warns of the switches below.
    '--test-type',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-quic',
    '--no-pings',
    `--disable-features=${FEATURES_OFF.join(',')}`,
    `--proxy-server=${NOWHERE}`,
    '--proxy-bypass-list=127.0.0.1',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    // Chromium 156 asks these two whatever else it is told (seen by a proxy that counts): they do not get as far as that.
    `--gaia-url=http://${NOWHERE}/`,
    `--component-updater=url-source=http://${NOWHERE}/`,
    // An alarm sounds without a click, and a key stays held while another window lies on top.
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-timer-throttling',
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    ...(isRoot ? ['--no-sandbox'] : []),
  ]
}
