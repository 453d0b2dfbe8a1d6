// What the devices of one console share, for a test or bench that opens a few by itself.
import type { SharedPorts } from '../../electron/host/devices/usb-names.ts'
import type { Clock } from '../../native/kit/clock.ts'
import { viewOnce } from '../../native/transport/device-scan/view.ts'
import { createOpenTurns } from '../../native/transport/open-turns.ts'
import { createPortClaims } from '../../native/transport/port-claims.ts'

export const sharedPorts = (clock: Clock): SharedPorts => ({ clock, view: viewOnce(clock), claims: createPortClaims(), turns: createOpenTurns({ clock, tryOpen: async () => true }) })
