// A console of one CM108 interface: keys it as soon as it may, says so, and holds the key until somebody ends it.
import { KEY_LINES, KEYED_DRIVERS, unkeyReport } from '../../../../native/registry.ts'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createHidDevice } from '../../../../native/transport/hid-device.ts'
import { createPttWatchdog } from '../../../../native/transport/ptt-watchdog/watchdog.ts'
import { productNamed, usbOf } from '../product.ts'

const clock = systemClock
const wanted = usbOf(productNamed('cm108'))
const pin = { pin: 3, activeLow: false } as const
const guard = createPttWatchdog({ device: { kind: 'hid', wanted }, unkeyReport: unkeyReport(pin) }, { clock })
const line = KEY_LINES.cm108({ clock, transport: createHidDevice(wanted, { clock }), guard, ...pin })
const memory = { read: () => ({ owed: false }), remember: () => undefined, forget: () => undefined }
const set = KEYED_DRIVERS['keyed-radio']({ clock, line, access: 'full', memory, carrier: { onMs: 40, offMs: 150 } })
set.onEvent((event) => {
  if (event.event === 'link' && event.link.link === 'up') set.requestFloor()
  if (event.event === 'floor-granted') process.stdout.write('keyed\n')
})
set.start()
