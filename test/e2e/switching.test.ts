// What a position does beside switching itself: a spoken test, what is announced, who answers, a call that is handed on, a drill.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium, WITH_SOUND } from '../support/browser.ts'
import { buildPage } from '../support/built-page.ts'
import { breaksNoRule, calm, says } from '../support/page-reading.ts'
import { keepPicture, reads, withPages } from '../support/page-stage.ts'

vi.setConfig({ testTimeout: 60_000, maxConcurrency: 3 })

const SIZE = { viewport: { width: 1280, height: 1000 } } as const

let browser: Browser
beforeAll(async () => {
  await buildPage()
  browser = await launchChromium(WITH_SOUND)
})
afterAll(() => browser?.close())

const press = (page: Page, name: string | RegExp): Promise<void> => page.getByRole('button', { name, exact: typeof name === 'string' }).click()

describe.concurrent('beside switching', () => {
  it('proves the desk radio by speech while the RBS stays what one works by', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page, complaints } = await open(SIZE)
      await calm(page)
      await press(page, 'Kanalen')
      await press(page, 'Spreekproef van Mobilofoon')
      const guide = page.locator('.ui-overlay')
      await reads(() => guide.innerText(), /Dit is een spreekproef van Tafel 7/)
      await keepPicture(page, '16-spoken-test')
      await breaksNoRule(page)
      world.pedal.buttons.press('middle')
      await reads(() => String(world.desk.radio.transmitting?.by), /console/)
      world.pedal.buttons.release('middle')
      await reads(() => guide.innerText(), /Gehoord om \d\d:\d\d/)
      await page.keyboard.press('Escape')
      await says(page, 'via', /Spreken via\s+RBS/)
      await reads(() => page.locator('.channels').innerText(), /spreekproef \d\d:\d\d/)
      expect(complaints).toEqual([])
    })
  })

  it('says what to announce, ticks who answers, and hands a call for help on', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page, complaints } = await open(SIZE)
      await calm(page)
      await world.hangRbs()
      await says(page, 'services', /RBS\s+uitgevallen/)
      await page.keyboard.press('Pause')
      await says(page, 'via', /Mobilofoon – INC-1/)
      const lower = page.locator('.timeline')
      await reads(() => lower.innerText(), /wij werken via Mobilofoon/)
      await keepPicture(page, '17-say')
      await breaksNoRule(page)
      await press(page, /^Omgeroepen/)
      await reads(() => lower.innerText(), /weer om \d\d:\d\d/)

      await page.getByRole('tab', { name: /^Contactronde/ }).click()
      await press(page, 'Begin ronde')
      // Who spoke before it began has not answered it.
      await reads(() => lower.innerText(), /0 van 2/)
      world.desk.radio.hear({ ssi: 6_101_629, gssi: 4_037_001 })
      await reads(() => lower.innerText(), /1 van 2/)
      world.desk.radio.silence()
      await keepPicture(page, '18-roll-call')

      world.desk.radio.setFault({ fault: 'emergency', ssi: 6_101_630, gssi: 4_037_001, as: 'call' })
      await says(page, 'services', /NOODOPROEP/)
      await page.keyboard.press('Control+Shift+F9')
      await press(page, /^Draag over/)
      await keepPicture(page, '21-hand-on')
      await breaksNoRule(page)
      await press(page, /: Aan CaCo$/)
      await reads(() => page.getByRole('button', { name: /^Draag over/ }).count().then(String), /^0$/)
      expect(complaints).toEqual([])
    })
  })

  it('drills only out of service, and stops being a drill at one key', async () => {
    await withPages(browser, async ({ open }) => {
      const { page, complaints } = await open(SIZE)
      await calm(page)
      await press(page, 'Scherm en geluid')
      await press(page, 'Ploeg en plan')
      await keepPicture(page, '20-crew')
      await breaksNoRule(page)
      await press(page, 'Buiten gebruik')
      await press(page, 'Buiten gebruik')
      await reads(() => page.locator('.crew').innerText(), /Buiten gebruik sinds/)
      await page.keyboard.press('Escape')
      await press(page, 'Oefening')
      await press(page, /^RBS uitgevallen/)
      await says(page, 'services', /RBS\s+uitgevallen/)
      await page.keyboard.press('Pause')
      await says(page, 'via', /Mobilofoon – OEF-1/)
      await keepPicture(page, '19-drill')
      await breaksNoRule(page)
      await page.keyboard.press('Control+Shift+F12')
      await says(page, 'via', /Spreken via\s+RBS/)
      await reads(() => page.locator('.dispatcher').innerText(), /S-\d{4}-DEMO-\d{4}/)
      expect(complaints).toEqual([])
    })
  })
})
