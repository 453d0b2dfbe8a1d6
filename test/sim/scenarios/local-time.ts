// Moments of a scenario are written as the clock on the wall showed them, without a zone: `2020-09-15T09:00`.

const ZONE = 'Europe/Amsterdam'
const READ = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** The moment that wall clocks in the Netherlands show as this. In the hour that comes twice: the first of the two. */
export function utcOfLocal(local: string): number {
  const asUtcMs = Date.parse(`${local}Z`)
  // The offset there may differ from the offset here by the hour that is looked for: asked twice, it is right.
  const firstMs = asUtcMs - offsetMs(asUtcMs)
  return asUtcMs - offsetMs(firstMs)
}

/** `2020-09-15T09:00:00`, as wall clocks in the Netherlands show it. */
export function localOfUtc(utcMs: number): string {
  const part = Object.fromEntries(READ.formatToParts(utcMs).map(({ type, value }) => [type, value]))
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}`
}

const offsetMs = (utcMs: number): number => Date.parse(`${localOfUtc(utcMs)}Z`) - Math.floor(utcMs / 1000) * 1000
