// What can be heard, measured where it is made: in the browser's own audio.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DUCK_DB } from '../../renderer/sound/volume.ts'
import { launchChromium } from '../support/browser.ts'
import { serveBuiltPage, type ServedPage } from '../support/built-page.ts'

let served: ServedPage
let browser: Browser

/** Devices of its own making, so that the test needs no sound card; and no sound before a press, as for a person. */
const FAKE_DEVICES = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--autoplay-policy=user-gesture-required']

beforeAll(async () => {
  ;[served, browser] = await Promise.all([serveBuiltPage(), launchChromium(FAKE_DEVICES)])
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

async function withPages<T>(count: number, use: (...pages: Page[]) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } })
  try {
    const pages: Page[] = []
    for (let at = 0; at < count; at++) {
      const page = await context.newPage()
      await page.goto(`${served.origin}gallery.html?component=Sound`)
      await page.waitForSelector('[data-sound=emergency]')
      pages.push(page)
    }
    return await use(...pages)
  } finally {
    await context.close()
  }
}

interface Row {
  readonly from: number
  readonly to: number
  readonly level: number
  readonly ducked: number
}

const measured = (page: Page): Promise<Record<string, Row>> =>
  page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-sound]')].map(({ dataset }) => [
        dataset['sound'],
        { from: Number(dataset['from']), to: Number(dataset['to']), level: Number(dataset['level']), ducked: Number(dataset['ducked']) },
      ]),
    ),
  )

const bench = (page: Page, name: string) => page.locator(`[data-story="Sound: ${name}"] > div`)

describe('the sounds', () => {
  let rows: Record<string, Row>
  beforeAll(async () => {
    rows = await withPages(1, measured)
  })

  it('an emergency call has its energy between 700 and 1000 Hz', () => {
    const { emergency } = rows
    expect(emergency?.from).toBeGreaterThanOrEqual(700)
    expect(emergency?.to).toBeLessThanOrEqual(1000)
    expect((emergency?.to ?? 0) - (emergency?.from ?? 0)).toBeGreaterThan(200)
    expect(emergency?.level).toBeGreaterThan(0.1)
  })

  it.each([
    ['down', 500, 680],
    ['unstable', 490, 550],
    ['degraded', 420, 460],
    ['unknown', 310, 350],
    ['return-possible', 430, 670],
  ])('%s lies between %d and %d Hz and is 12 dB softer while somebody is heard', (sound, from, to) => {
    const row = rows[sound]
    expect(row?.from).toBeGreaterThanOrEqual(from)
    expect(row?.to).toBeLessThanOrEqual(to)
    expect(row?.level).toBeGreaterThan(0.05)
    expect(row?.ducked).toBeCloseTo(DUCK_DB, 1)
  })
})

describe('the player', () => {
  const start = async (page: Page, name = 'player'): Promise<void> => {
    await bench(page, name).getByRole('button').first().click()
    await page.waitForFunction((story) => !['starting', 'elsewhere'].includes(document.querySelector<HTMLElement>(`[data-story="${story}"] > div`)?.dataset['soundState'] ?? 'starting'), `Sound: ${name}`)
  }

  it('sounds after a press', async () => {
    const state = await withPages(1, async (page) => {
      await start(page)
      return bench(page, 'player').getAttribute('data-sound-state')
    })
    expect(state).toBe('ready')
  })

  it('says that the chosen headset is not there', async () => {
    const [state, missing] = await withPages(1, async (page) => {
      const name = 'player whose headset is not there'
      await start(page, name)
      return [await bench(page, name).getAttribute('data-sound-state'), await bench(page, name).getAttribute('data-missing')]
    })
    expect([state, missing]).toEqual(['output-missing', 'headset'])
  })

  it('lets one page of two sound, and the other take over when it goes', async () => {
    await withPages(2, async (first, second) => {
      await start(first!)
      await bench(second!, 'player').getByRole('button').first().click()
      await second!.waitForTimeout(300)
      expect(await bench(second!, 'player').getAttribute('data-sound-state')).toBe('elsewhere')
      await first!.close()
      await second!.waitForSelector('[data-sound-state=ready]')
    })
  })
})
