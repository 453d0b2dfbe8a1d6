// Debian's Chromium under Playwright, silent on the network: it speaks to loopback and to nobody else.
import { chromium, type Browser } from 'playwright-core'

const CHROMIUM = '/usr/bin/chromium'
const LAUNCH_MS = 30_000

const SILENT = [
  // Nothing listens there; loopback goes past a proxy by itself.
  '--proxy-server=http://127.0.0.1:9',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
]

/** Outputs of Chromium's own making, as a workstation has them, and no click needed before the first sound. */
export const WITH_SOUND = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=no-user-gesture-required']

/** As the superuser Chromium refuses its sandbox. */
const isSuperuser = process.getuid?.() === 0

/** @param extra  further switches, such as those for sound */
export function launchChromium(extra: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    headless: true,
    chromiumSandbox: !isSuperuser,
    timeout: LAUNCH_MS,
    args: [...SILENT, '--disable-gpu', '--force-color-profile=srgb', '--font-render-hinting=none', ...extra],
  })
}
