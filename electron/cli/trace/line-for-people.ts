// One line of traffic as a technician reads it: local time, device, direction, what went over the wire.
import type { DeviceLine } from '../../host/log/port.ts'

const ZONE = 'Europe/Amsterdam'
const TIME = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })
const DEVICE_WIDTH = 16

/** `22:01:05,002 desk-radio       > AT+CREG?`; `<` from the device, `!` what nobody understood. */
export function lineForPeople({ t, device, dir, line, discarded }: DeviceLine): string {
  const mark = discarded ? '!' : dir === 'tx' ? '>' : '<'
  return `${TIME.format(t)} ${device.padEnd(DEVICE_WIDTH)} ${mark} ${visible(line)}`
}

/** A radio must not steer the terminal on which its lines are shown. */
const visible = (line: string): string => line.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
