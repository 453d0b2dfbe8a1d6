// What every answer says about itself: which code may run, where it may connect, and that nobody keeps a copy.

/** `page` is a document, `asset` a file whose name changes with its content. */
export type Served = 'page' | 'asset'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  // Covers the WebSocket to the same host and port, and no other.
  "connect-src 'self'",
  "media-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  // React makes no policy, so nobody may.
  "trusted-types 'none'",
].join('; ')

/** The page chooses a loudspeaker and sounds without a click; everything else a browser could give it is denied. */
const DENIED = [
  'accelerometer', 'browsing-topics', 'camera', 'clipboard-read', 'clipboard-write', 'display-capture', 'encrypted-media', 'fullscreen',
  'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'keyboard-map', 'local-fonts', 'magnetometer', 'midi', 'payment',
  'picture-in-picture', 'publickey-credentials-get', 'screen-wake-lock', 'serial', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking',
]
/** `microphone`: Chromium names loudspeakers only to who may use one. browser-profile.ts. */
const GIVEN = ['autoplay', 'microphone', 'speaker-selection']
const PERMISSIONS = [...DENIED.map((name) => `${name}=()`), ...GIVEN.map((name) => `${name}=(self)`)].join(', ')

export const headersFor = (served: Served): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': POLICY,
  'Permissions-Policy': PERMISSIONS,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': served === 'asset' ? 'private, max-age=31536000, immutable' : 'no-store',
  // How a second start knows who has its port.
  Server: SERVER_NAME,
})

export const SERVER_NAME = 'Achterwacht'
