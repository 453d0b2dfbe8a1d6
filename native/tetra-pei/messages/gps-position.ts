// +GPSPOS (Motorola): where the radio is. Source: open test set for degrees and minutes, open code for the UTM form;
// which of them comes is set in the radio.

interface Fix {
  readonly cmd: '+GPSPOS (Motorola)'
  /** Time of day, UTC. */
  readonly utc: string
  readonly sats: number
}

/** Degrees, rounded to 7 decimals (1 cm); the line carries ten-thousandths of a minute. */
export interface GeographicFix extends Fix {
  readonly lat: number
  readonly lon: number
}

export interface UtmFix extends Fix {
  readonly zone: string
  readonly easting: number
  readonly northing: number
}

export type GpsPosition = GeographicFix | UtmFix

const UTC = String.raw`(\d{2}:\d{2}:\d{2})`
const GEOGRAPHIC = new RegExp(
  String.raw`^${UTC},\s*([NS]):\s*(\d{1,2})_(\d{1,2}\.\d+),\s*([EW]):\s*(\d{1,3})_(\d{1,2}\.\d+),\s*(\d{1,2})$`,
)
const UTM = new RegExp(String.raw`^${UTC},\s*(\d{1,2}[A-Z]),\s*(\d{1,8}),\s*(\d{1,8}),\s*(\d{1,2})$`)

export function decodeGpsPosition(parameters: string): GpsPosition | undefined {
  const text = parameters.trim()
  const [, utc, ns, latDegrees, latMinutes, ew, lonDegrees, lonMinutes, sats] = GEOGRAPHIC.exec(text) ?? []
  if (utc !== undefined) {
    const lat = degrees(latDegrees, latMinutes) * (ns === 'S' ? -1 : 1)
    const lon = degrees(lonDegrees, lonMinutes) * (ew === 'W' ? -1 : 1)
    return { cmd: '+GPSPOS (Motorola)', utc, lat, lon, sats: Number(sats) }
  }
  const [, time, zone, easting, northing, utmSats] = UTM.exec(text) ?? []
  if (time === undefined || zone === undefined) return undefined
  return {
    cmd: '+GPSPOS (Motorola)',
    utc: time,
    zone,
    easting: Number(easting),
    northing: Number(northing),
    sats: Number(utmSats),
  }
}

export function encodeGpsPosition(fix: Omit<GeographicFix, 'cmd'> | Omit<UtmFix, 'cmd'>): string {
  if ('zone' in fix) return `+GPSPOS: ${fix.utc},${fix.zone},${fix.easting},${fix.northing},${fix.sats}`
  const lat = `${fix.lat < 0 ? 'S' : 'N'}: ${angle(fix.lat, 2)}`
  const lon = `${fix.lon < 0 ? 'W' : 'E'}: ${angle(fix.lon, 3)}`
  return `+GPSPOS: ${fix.utc},${lat},${lon},${fix.sats}`
}

function degrees(whole: string | undefined, minutes: string | undefined): number {
  return Math.round((Number(whole) + Number(minutes) / 60) * 1e7) / 1e7
}

function angle(value: number, digits: number): string {
  const tenThousandths = Math.round(Math.abs(value) * 60 * 1e4)
  const whole = Math.floor(tenThousandths / 6e5)
  return `${String(whole).padStart(digits, '0')}_${((tenThousandths % 6e5) / 1e4).toFixed(4).padStart(7, '0')}`
}
