// Speed against quiet as a small SVG: each watcher a curve with its own shape and dash, so that it reads in grey.
import type { Curve, CurvePoint } from './curve.ts'

const WIDTH = 720
const HEIGHT = 440
const PLOT = { left: 76, right: 700, top: 56, bottom: 380 }
const SECONDS_MAX = 7
/** Logarithmic from here up; none at all has a line of its own below. */
const LEAST = 0.1
const MOST = 1_000
const ZERO_GAP = 34

const LOOKS: Readonly<Record<Curve['watcher'], { readonly name: string; readonly dash: string; readonly shape: (x: number, y: number, fill: string) => string }>> = {
  achterwacht: { name: 'Achterwacht, silence of 2 to 6 s', dash: '', shape: (x, y, fill) => `<circle cx="${x}" cy="${y}" r="6" fill="${fill}" stroke="#000" stroke-width="1.5"/>` },
  haproxy: { name: 'HAProxy, fall 2 to 6', dash: '8 4', shape: (x, y, fill) => `<rect x="${x - 5.5}" y="${y - 5.5}" width="11" height="11" fill="${fill}" stroke="#000" stroke-width="1.5"/>` },
  misses: { name: 'misses in a row, 2 to 6', dash: '2 4', shape: (x, y, fill) => `<path d="M${x} ${y - 7}L${x + 6.5} ${y + 5}L${x - 6.5} ${y + 5}Z" fill="${fill}" stroke="#000" stroke-width="1.5"/>` },
}

export function drawPicture(curves: readonly Curve[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" font-family="sans-serif" font-size="13">`,
    '<title>Detection time against false alarms a day</title>',
    `<desc>${describe(curves)}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...axes(),
    ...curves.flatMap(curveLines),
    ...legend(curves),
    '</svg>', '',
  ].join('\n')
}

const round = (value: number): number => Math.round(value * 10) / 10
const xOf = (ms: number): number => round(PLOT.left + (Math.min(ms / 1_000, SECONDS_MAX) / SECONDS_MAX) * (PLOT.right - PLOT.left))

function yOf(perDay: number): number {
  if (perDay <= 0) return PLOT.bottom
  const share = Math.log10(Math.max(LEAST, Math.min(MOST, perDay)) / LEAST) / Math.log10(MOST / LEAST)
  return round(PLOT.bottom - ZERO_GAP - share * (PLOT.bottom - ZERO_GAP - PLOT.top))
}

function axes(): readonly string[] {
  const xs = Array.from({ length: SECONDS_MAX + 1 }, (_, at) => at)
  const ys = [0, 0.1, 1, 10, 100, 1_000]
  return [
    ...ys.map((value) => `<path d="M${PLOT.left} ${yOf(value)}H${PLOT.right}" stroke="#bbb"/><text x="${PLOT.left - 8}" y="${yOf(value) + 4}" text-anchor="end">${value === 0 ? 'none' : value}</text>`),
    ...xs.map((value) => `<path d="M${xOf(value * 1_000)} ${PLOT.bottom}v6" stroke="#000"/><text x="${xOf(value * 1_000)}" y="${PLOT.bottom + 21}" text-anchor="middle">${value}</text>`),
    `<path d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}" fill="none" stroke="#000"/>`,
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 16}" text-anchor="middle">seconds from a hang to down, median</text>`,
    `<text transform="translate(20 ${(PLOT.top + PLOT.bottom) / 2}) rotate(-90)" text-anchor="middle">false downs a day</text>`,
  ]
}

function curveLines({ watcher, points }: Curve): readonly string[] {
  const { dash, shape } = LOOKS[watcher]
  const at = (point: CurvePoint): readonly [number, number] => [xOf(point.detectionMs), yOf(point.falseDownsPerDay)]
  const line = points.map((point) => at(point).join(' ')).join('L')
  return [
    `<path d="M${line}" fill="none" stroke="#000" stroke-width="1.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`,
    ...points.map((point) => shape(...at(point), point.isChosen ? '#000' : '#fff')),
  ]
}

function legend(curves: readonly Curve[]): readonly string[] {
  const x = PLOT.right - 260
  const lines = curves.map(({ watcher }, at) => {
    const y = PLOT.top + 14 + at * 22
    const { name, dash, shape } = LOOKS[watcher]
    const line = `<path d="M${x - 22} ${y}h44" stroke="#000" stroke-width="1.5"${dash === '' ? '' : ` stroke-dasharray="${dash}"`}/>`
    return `${line}${shape(x, y, '#fff')}<text x="${x + 32}" y="${y + 4}">${name}</text>`
  })
  const background = `<rect x="${x - 34}" y="${PLOT.top - 4}" width="294" height="${22 * curves.length + 30}" fill="#fff" stroke="#bbb"/>`
  return [background, ...lines, `<text x="${x - 22}" y="${PLOT.top + 18 + curves.length * 22}">filled: the setting used in the tables</text>`]
}

function describe(curves: readonly Curve[]): string {
  return curves.map(({ watcher, points }) => {
    const told = points.map(({ dial, detectionMs, falseDownsPerDay }) => `${dial}: ${round(detectionMs / 1_000)} s, ${round(falseDownsPerDay)} a day`)
    return `${LOOKS[watcher].name}. ${told.join('; ')}.`
  }).join(' ')
}
