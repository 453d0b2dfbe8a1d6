// The console in a real browser, as a dispatcher uses it: an outage by keyboard alone, an emergency call, notes, preferences.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchChromium, WITH_SOUND } from '../support/browser.ts'
import { buildPage } from '../support/built-page.ts'
import { breaksNoRule, calm, says, tabTo, zone } from '../support/page-reading.ts'
import { keepPicture, reads, withPages } from '../support/page-stage.ts'

// Each has a console of its own and mostly waits for it; so they wait together, as many as two cores can draw for.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 3 })

let browser: Browser
beforeAll(async () => {
  await buildPage()
  browser = await launchChromium(WITH_SOUND)
})
afterAll(() => browser?.close())

describe.concurrent('an outage, by keyboard alone', () => {
  it('is seen, switched, spoken, noted and returned from', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page, complaints } = await open({ viewport: { width: 1280, height: 1000 } })
      await calm(page)
      await keepPicture(page, '1-calm')
      await breaksNoRule(page)

      await world.hangRbs()
      await says(page, 'message', /C2000 (bereikbaar|in orde) – RBS uitgevallen/)
      await says(page, 'switch', /Schakel/)
      await keepPicture(page, '2-rbs-down')

      await page.keyboard.press('Pause')
      await says(page, 'via', /U werkt via\s+Mobilofoon – INC-1/)
      await says(page, 'message', /Niet afgeluisterd: INC-2, INC-3, INC-4/)
      await keepPicture(page, '3-on-the-desk-radio')
      await breaksNoRule(page)

      world.pedal.buttons.press('middle')
      await says(page, 'via', /U zendt, nog 0[12]:\d\d/)
      expect(world.desk.radio.transmitting?.by).toBe('console')
      await keepPicture(page, '4-transmitting')
      world.pedal.buttons.release('middle')
      await says(page, 'via', /spreken kan/)
      await reads(() => String(world.desk.radio.transmitting), /undefined/)

      await tabTo(page, /^Spraak valt weg$/)
      await page.keyboard.press('Enter')
      await reads(() => page.locator('.footer-action').innerText(), /gemeld: spraak valt weg/i)
      await reads(() => page.locator('.ui-chip[aria-pressed=true]').innerText(), /Spraak valt weg/)

      await page.keyboard.press('Control+Shift+F11')
      await says(page, 'acknowledge', /Gezien\s+\d\d:\d\d:\d\d/)

      await world.healRbs()
      await says(page, 'switch', /Het kan nu\s+Terug naar RBS/)
      await keepPicture(page, '5-return-offered')
      await page.keyboard.press('Shift+Pause')
      await says(page, 'via', /Spreken via\s+RBS/)
      await says(page, 'message', /Geen storing gemeten/)
      await keepPicture(page, '6-back')
      expect(complaints).toEqual([])
    })
  })

  it('holds and lets go the transmit key on the screen by the keyboard', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page } = await open()
      await calm(page)
      await page.keyboard.press('Pause')
      await says(page, 'via', /Mobilofoon – INC-1\s+spreken kan/)
      await page.locator('.ptt-key').focus()
      await page.keyboard.down('Space')
      await says(page, 'via', /U zendt/)
      await page.keyboard.up('Space')
      await says(page, 'via', /spreken kan/)
      await reads(() => String(world.desk.radio.transmitting), /undefined/)
    })
  })

  it('leaves no key dead when the console goes back to the RBS under a finger', async () => {
    await withPages(browser, async ({ world, session, open }) => {
      const { page } = await open()
      await calm(page)
      await page.keyboard.press('Pause')
      await says(page, 'via', /spreken kan/)
      await page.locator('.ptt-key').hover()
      await page.mouse.down()
      await says(page, 'via', /U zendt/)
      const goesBack = async (): Promise<string> => {
        await session.client.call('return.accept', {})
        return String(session.topic('switch').switch?.channel)
      }
      await expect.poll(goesBack, { timeout: 10_000, interval: 500 }).toBe('rbs')
      await reads(() => String(world.desk.radio.transmitting), /undefined/)
      await page.mouse.up()
      await expect.poll(() => session.topic('ptt').ptt?.stuck, { timeout: 5000 }).toEqual([])

      await expect.poll(async () => (await session.client.call('switch.to', { to: 'desk-radio' })).ok, { timeout: 10_000, interval: 500 }).toBe(true)
      await says(page, 'via', /spreken kan/)
      world.pedal.buttons.press('middle')
      await reads(() => String(world.desk.radio.transmitting?.by), /console/)
      world.pedal.buttons.release('middle')
    })
  })
})

describe.concurrent('an emergency call', () => {
  it('fills the strip, stays when the fault is acknowledged, and is taken by its own key only', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page } = await open({ viewport: { width: 1280, height: 1000 } })
      await calm(page)
      await world.hangRbs()
      await says(page, 'services', /RBS\s+uitgevallen/)
      await page.keyboard.press('Pause')
      await says(page, 'via', /Mobilofoon – INC-1/)
      await page.getByRole('button', { name: 'Breek iets' }).click()
      await page.getByRole('button', { name: /^noodoproep/i }).click()
      await says(page, 'services', /NOODOPROEP .*INC-2/)
      await page.getByRole('button', { name: 'Verberg' }).click()
      await keepPicture(page, '9-emergency')
      await breaksNoRule(page)
      await page.keyboard.press('Control+Shift+F11')
      await says(page, 'acknowledge', /Gezien\s+\d\d/)
      expect(await zone(page, 'services').innerText()).toMatch(/NOODOPROEP/)
      await page.keyboard.press('Control+Shift+F9')
      await says(page, 'services', /RBS\s+uitgevallen/)
    })
  })
})

describe.concurrent('what a press comes to', () => {
  it('says why when the console does not do it', async () => {
    await withPages(browser, async ({ open }) => {
      const { page } = await open()
      await calm(page)
      await page.keyboard.press('Control+Shift+F1')
      await says(page, 'message', /kan nu niet: u werkt daar al/)
    })
  })

  it('opens a storing by one key and names it, holds out two taps beside it, takes them by keyboard alone, moves nothing and takes no focus', async () => {
    await withPages(browser, async ({ open }) => {
      const { page, complaints } = await open({ viewport: { width: 1280, height: 1000 } })
      await calm(page)
      await page.getByRole('button', { name: 'Typ zelf' }).focus()
      const focused = (): Promise<string> => page.evaluate('document.activeElement.innerText')
      const taps = page.locator('.fault-taps')
      const places = (): Promise<unknown> => page.evaluate(`[...document.querySelectorAll('.groups, .ptt, .notes, .timeline, .timeline-scroll, .dispatcher-footer')].map((part) => JSON.stringify(part.getBoundingClientRect()))`)
      // What was tapped is what is proposed.
      await page.keyboard.press('Control+Shift+F6')
      await reads(() => page.locator('.ui-chip[aria-pressed=true]').innerText(), /Spraak valt weg/)
      const before = await places()
      const held = await focused()
      await page.keyboard.press('Control+Shift+F12')
      await reads(() => page.locator('.timeline').innerText(), /Storing S-\d{4}-DEMO-0001[\s\S]*geopend \d\d:\d\d:\d\d/)
      await says(page, 'report', /S-\d{4}-DEMO-0001/)
      expect(await taps.getByRole('button').allInnerTexts()).toEqual(['geen', 'extra werk', 'vertraging', 'geen contact', 'nee', 'ja', 'onbekend'])
      expect([await places(), await focused()]).toEqual([before, held])
      await breaksNoRule(page)
      await keepPicture(page, '14-fault-taps')

      await tabTo(page, /^extra werk$/)
      await page.keyboard.press('Enter')
      await reads(() => taps.innerText(), /Gevolg\s+extra werk/)
      // What was tapped is gone, and the keyboard is where it stood.
      expect(await focused()).toMatch(/Gevolg\s+extra werk/)
      await tabTo(page, /^ja$/)
      await page.keyboard.press('Enter')
      await reads(() => taps.innerText(), /Gevaar\s+ja/)
      await page.keyboard.press('Control+Shift+F12')
      await reads(() => page.locator('.fault-status').innerText(), /gevoegd/)
      await reads(() => page.locator('.footer-action').innerText(), /gevoegd bij S-\d{4}-DEMO-0001/)
      expect(await taps.locator('.fault-choice').count()).toBe(0)
      await tabTo(page, /voorgesteld/)
      await page.keyboard.press('Enter')
      await reads(() => taps.innerText(), /verschijnsel\s+spraak valt weg/)
      await tabTo(page, /^Gevaar/)
      // Held down it repeats, and answers nothing by that.
      for (let times = 0; times < 3; times++) await page.keyboard.down('Enter')
      await page.keyboard.up('Enter')
      expect(await focused()).toBe('nee')
      expect(await taps.locator('.fault-choice').count()).toBe(3)
      await page.keyboard.press('Enter')
      await reads(() => page.locator('.timeline-scroll').innerText(), /iemand in gevaar: nee/)
      await reads(() => taps.innerText(), /Gevaar\s+nee/)
      expect([await places(), complaints]).toEqual([before, []])
    })
  })

  it('takes a report of a unit by keyboard alone, counts it with a tap, and takes it back where it was made', async () => {
    await withPages(browser, async ({ open }) => {
      const { page, complaints } = await open({ viewport: { width: 1280, height: 1000 } })
      await calm(page)
      await page.locator('.dispatcher-footer button').last().focus()
      await page.keyboard.press('Control+Shift+KeyE')
      await breaksNoRule(page)
      await page.keyboard.type('21-4131')
      await keepPicture(page, '13-unit-report')
      await page.keyboard.press('Enter')
      await page.keyboard.press('1')
      await reads(() => page.locator('.timeline-scroll').innerText(), /melding M-\d{4}-[A-Z0-9]+-\d{4} van eenheid 21-4131: spraak valt weg/i)
      expect(await page.locator('.unit-form').count()).toBe(0)
      // What had the keyboard has it again.
      await reads(() => page.evaluate(() => document.activeElement?.textContent ?? ''), /^\s*Meld storing/)
      expect(await page.locator('.ui-chip[aria-pressed=true]').count()).toBe(0)
      await page.keyboard.press('Control+Shift+F6')
      await reads(() => page.locator('.ui-chip[aria-pressed=true]').innerText(), /Spraak valt weg/)
      await says(page, 'services', /RBS\s+beperkt/)
      await says(page, 'message', /RBS beperkt[\s\S]*2 meldingen van mensen: spraak valt weg/)
      await page.locator('.notes-row').getByRole('button', { name: 'Maak ongedaan' }).click()
      await reads(() => page.locator('.timeline-scroll').innerText(), /melding ingetrokken: spraak valt weg/i)
      await says(page, 'services', /RBS\s+(bereikbaar|in orde)/)
      expect(complaints).toEqual([])
    })
  })

  it('gives the keyboard back ten seconds after the last letter of a note, and at Escape', async () => {
    await withPages(browser, async ({ open }) => {
      const { page } = await open()
      await calm(page)
      await page.getByRole('button', { name: 'Typ zelf' }).click()
      await page.keyboard.type('tafel 7 hoort niets')
      await page.keyboard.press('Escape')
      expect(await page.locator('.notes-form').count()).toBe(0)
      await page.getByRole('button', { name: 'Typ zelf' }).click()
      await page.keyboard.type('tafel 7 hoort niets')
      await page.keyboard.press('Enter')
      await reads(() => page.locator('.timeline-scroll').innerText(), /tafel 7 hoort niets/)
    })
  })
})

describe.concurrent('a cell of the strip', () => {
  it('opens its service: since when, why, on whose word, what alarm that made, and what a supervisor may do', async () => {
    await withPages(browser, async ({ world, open }) => {
      const { page } = await open({ viewport: { width: 1280, height: 1000 } })
      await calm(page)
      await world.hangRbs()
      await says(page, 'services', /RBS\s+uitgevallen/)
      await page.getByRole('button', { name: /^RBS uitgevallen/ }).click()
      await reads(() => page.locator('.service-detail').innerText(), /RBS uitgevallen sinds[\s\S]*gezien door SIP-vraag[\s\S]*geen antwoord[\s\S]*SIP-vraag\s+geen antwoord/)
      await breaksNoRule(page)
      await keepPicture(page, '11-service')
      await page.keyboard.press('Escape')
      expect(await page.locator('.service-detail').count()).toBe(0)
      // The keyboard is back where it was.
      await reads(() => page.evaluate('document.activeElement.innerText'), /^RBS/)

      await tabTo(page, /^Alarmen 1$/)
      await page.keyboard.press('Enter')
      const alarms = page.locator('.alarm-list')
      await reads(() => alarms.innerText(), /RBS uitgevallen\s+sinds \d\d:\d\d:\d\d · nog niet gezien/)
      await breaksNoRule(page)
      await keepPicture(page, '12-alarms')
      await tabTo(page, /^Vals alarm$/)
      await page.keyboard.press('Enter')
      await reads(() => alarms.innerText(), /vals gemeld[\s\S]*Maak ongedaan/)
      await page.keyboard.press('Enter')
      await reads(() => alarms.innerText(), /nog niet gezien\s+Vals alarm/)
      await tabTo(page, /^Gezien, geluid uit$/)
      await page.keyboard.press('Enter')
      await reads(() => alarms.innerText(), /gezien \d\d:\d\d:\d\d/)
      // The key that was pressed is gone, and Escape is heard all the same.
      expect(await alarms.getByRole('button', { name: 'Gezien, geluid uit' }).count()).toBe(0)
      await page.keyboard.press('Escape')
      expect(await alarms.count()).toBe(0)

      await page.getByRole('button', { name: /^RBS uitgevallen/ }).click()
      await tabTo(page, /^Voor de CaCo…$/)
      await page.keyboard.press('Enter')
      await tabTo(page, /^1 uur$/)
      await page.keyboard.press('Enter')
      await says(page, 'services', /RBS\s+gepland onderhoud/)
      await reads(() => page.locator('.service-detail').innerText(), /Gepland onderhoud\s+tot \d\d:\d\d/)
      await page.keyboard.press('Escape')
      expect(await page.locator('.service-detail').count()).toBe(0)
    })
  })
})

describe.concurrent('screen and sound', () => {
  it('switch language and theme for every page at once, and stay after a reload', async () => {
    await withPages(browser, async ({ open }) => {
      const [{ page }, { page: other }] = await Promise.all([open({ viewport: { width: 1280, height: 1000 } }), open()])
      await calm(page)
      await page.getByRole('button', { name: 'Scherm en geluid' }).click()
      await breaksNoRule(page)
      await page.getByRole('button', { name: 'dag', exact: true }).click()
      await page.getByRole('button', { name: 'English', exact: true }).click()
      await says(other, 'switch', /Ready, no spoken test yet/)
      for (const one of [page, other]) await reads(() => one.evaluate(() => `${document.documentElement.dataset['theme']} ${document.documentElement.lang}`), /^day en$/)
      await page.reload()
      await says(page, 'switch', /Ready, no spoken test yet/)
      await keepPicture(page, '10-day-english')
      await breaksNoRule(page)
    })
  })
})
