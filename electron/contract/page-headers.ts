// What every file of the page says about itself, whichever shell serves it: which code may run, where it may connect, which
// of a browser's devices it may have.

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  // The sound files of the page; in a browser also the WebSocket, to the same host and port and no other.
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // React makes no policy, so nobody may.
  "trusted-types 'none'",
].join('; ')

const DENIED = [
  'accelerometer', 'browsing-topics', 'camera', 'clipboard-read', 'clipboard-write', 'display-capture', 'encrypted-media', 'fullscreen',
  'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'keyboard-map', 'local-fonts', 'magnetometer', 'midi', 'payment',
  'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking',
]
/**
 * The page chooses a loudspeaker and sounds without a click. `microphone`: Chromium names loudspeakers only to who may use
 * one; the page never opens it (decision 49).
 */
const GIVEN = ['autoplay', 'microphone', 'speaker-selection']

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'Permissions-Policy': [...DENIED.map((name) => `${name}=()`), ...GIVEN.map((name) => `${name}=(self)`)].join(', '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
