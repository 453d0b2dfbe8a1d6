// Pages that die, hosts that stand still, two pages at once: nobody stays on the air, and what is not true any more is said.
import { readdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readPageFiles } from '../../electron/browser/page-files.ts'
import { readPageFiles as readPagesOfElectron } from '../../electron/main/rules/page-files.ts'
import { launchChromium, WITH_SOUND } from '../support/browser.ts'
import { buildPage, PAGE } from '../support/built-page.ts'
import { breaksNoRule, calm, says, strip } from '../support/page-reading.ts'
import { keepPicture, reads, withPages } from '../support/page-stage.ts'

// Each has a console of its own and mostly waits for it; so they wait together, as many as two cores can draw for.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 3 })

let browser: Browser
beforeAll(async () => {
  await buildPage()
  browser = await launchChromium(WITH_SOUND)
})
afterAll(() => browser?.close())

it('is served whole by both shells: no file of the build is of a type that one of them does not know', () => {
  const built = readdirSync(PAGE, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.map$|built-from/.test(entry.name))
  expect(built.length).toBeGreaterThan(5)
  for (const files of [readPageFiles(PAGE), readPagesOfElectron(PAGE)]) {
    expect(built.map((entry) => entry.name).filter((name) => ![...(files?.keys() ?? [])].some((path) => path.endsWith(`/${name}`)))).toEqual([])
  }
})

describe.concurrent('a page that keys', () => {
  it.each([
    ['is reloaded', (page: Page) => page.reload()],
    ['is closed', (page: Page) => page.close()],
    ['goes elsewhere', (page: Page) => page.goto('about:blank')],
  ] as const)('lets go within 300 ms when it %s', async (_how, leave) => {
    await withPages(browser, async ({ world, open }) => {
      const { page } = await open()
      await calm(page)
      await page.keyboard.press('Pause')
      await says(page, 'via', /spreken kan/)
      await page.locator('.ptt-key').focus()
      await page.keyboard.down('Space')
      await reads(() => String(world.desk.radio.transmitting?.by), /console/)
      const left = performance.now()
      const leaving = leave(page)
      await reads(() => String(world.desk.radio.transmitting), /undefined/)
      const tookMs = performance.now() - left
      await leaving
      // The promise is 300 ms; the machine is shared, and the browser's own way out counts in.
      expect(tookMs).toBeLessThan(3000)
    })
  })
})

describe.concurrent('a host that is gone', () => {
  it('is said at once by the page itself, and everything is true again when it is back', async () => {
    await withPages(browser, async ({ session, open }) => {
      const { page } = await open()
      await calm(page)
      const killed = performance.now()
      process.kill(session.supervisor.pid!, 'SIGKILL')
      await reads(() => strip(page).innerText(), /Achterwacht werkt niet – gebruik RBS zelf/)
      expect(performance.now() - killed).toBeLessThan(2000)
      await calm(page)
    })
  })

  it('that stands still is stale after 1.5 s, lost after 3 s, and live when it goes on', async () => {
    await withPages(browser, async ({ session, open }) => {
      const { page } = await open()
      await calm(page)
      process.kill(session.supervisor.pid!, 'SIGSTOP')
      try {
        await says(page, 'message', /Geen gegevens sinds/)
        await keepPicture(page, '7-stale')
        await reads(() => strip(page).innerText(), /Achterwacht werkt niet/)
        await keepPicture(page, '8-host-lost')
        await breaksNoRule(page)
      } finally {
        process.kill(session.supervisor.pid!, 'SIGCONT')
      }
      await calm(page)
    })
  })
})

describe.concurrent('two pages at once', () => {
  it('show the same, and one that closes does not let go the key of the other', async () => {
    await withPages(browser, async ({ world, open }) => {
      const [{ page: one }, { page: other }] = await Promise.all([open(), open({ view: 'main' })])
      await calm(one)
      await one.keyboard.press('Pause')
      await says(one, 'via', /Mobilofoon – INC-1/)
      await reads(() => other.locator('.work-via-channel').innerText(), /^Mobilofoon – INC-1$/)
      await other.locator('.ptt-key').focus()
      await other.keyboard.down('Space')
      await says(one, 'via', /U zendt/)
      await one.close()
      await new Promise((resolve) => { setTimeout(resolve, 500) })
      expect(world.desk.radio.transmitting?.by).toBe('console')
      await other.keyboard.up('Space')
      await reads(() => String(world.desk.radio.transmitting), /undefined/)
    // The other page must not be what lets go, however slow the machine is at its keep-alive.
    }, { pageKeepAliveMs: 1000 })
  })
})

describe.concurrent.each(['strip', 'main'] as const)('the %s alone', (view) => {
  it('works on its own and breaks no rule', async () => {
    await withPages(browser, async ({ open }) => {
      const { page, complaints } = await open({ view })
      await reads(() => page.locator(view === 'strip' ? '.strip' : '.dispatcher').innerText(), /Mobilofoon – INC-1/)
      await breaksNoRule(page)
      await keepPicture(page, view)
      expect(complaints).toEqual([])
    })
  })
})
