// Places are memory: the zones of the strip lie where they lie in every state, and every text fits, in both languages, on the
// widest desk and at 150 per cent.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SCENES } from '../../renderer/scenes/scenes.ts'
import { launchChromium } from '../support/browser.ts'
import { serveBuiltPage, type ServedPage } from '../support/built-page.ts'

let served: ServedPage
let browser: Browser
beforeAll(async () => {
  ;[served, browser] = await Promise.all([serveBuiltPage(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

const LANGUAGES = ['nl', 'en'] as const
/** A monitor of 1920 × 1080 as it is, and with everything half as large again. */
const SCREENS = [
  { name: '100 %', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
  { name: '150 %', viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 },
] as const
const COMPONENTS = ['Strip', 'Dispatcher', 'FaultLine', 'LowerTabs', 'UnitReport', 'AlarmList', 'ServiceDetail', 'Crew', 'ChannelsDetail', 'HandOn', 'DrillForm', 'Review'] as const
/** The main view is a window of its own size, and so is what opens in it; a strip is as wide as the screen. */
const WIDTHS = { Strip: (screen: Screen) => screen.viewport.width, Dispatcher: () => 1280, FaultLine: () => 799, LowerTabs: () => 799, UnitReport: () => 799, AlarmList: () => 460, ServiceDetail: () => 460, Crew: () => 460, ChannelsDetail: () => 460, HandOn: () => 460, DrillForm: () => 460, Review: () => 1280 } as const

type Screen = (typeof SCREENS)[number]

async function withScreen(screen: Screen, use: (page: Page) => Promise<void>): Promise<void> {
  const { name: _name, ...options } = screen
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' })
  try {
    await use(await context.newPage())
  } finally {
    await context.close()
  }
}

interface Shown {
  readonly component: (typeof COMPONENTS)[number]
  readonly screen: Screen
  readonly language?: string
}

async function show(page: Page, { component, screen, language = 'nl' }: Shown): Promise<void> {
  await page.goto(`${served.origin}gallery.html?${new URLSearchParams({ component, language, width: String(WIDTHS[component](screen)) })}`)
  await page.waitForSelector('[data-story] section')
  await page.evaluate(() => document.fonts.ready)
}

/** By story: the zones that never move, in whole px from the strip's own corner. */
const readPlaces = (page: Page): Promise<readonly { readonly story: string; readonly places: Readonly<Record<string, string>> }[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-story]')].flatMap((stage) => {
      const corner = stage.getBoundingClientRect()
      const rect = (element: Element): string => {
        const { x, y, width, height } = element.getBoundingClientRect()
        return [x - corner.x, y - corner.y, width, height].map(Math.round).join(' ')
      }
      const zones = [...stage.querySelectorAll('[data-zone]')]
      const places = Object.fromEntries(zones.map((zone) => [zone.getAttribute('data-zone') ?? '', rect(zone)]))
      // While the console is gone there is nothing to press and nothing to find.
      return zones.length === 0 ? [] : [{ story: stage.getAttribute('data-story') ?? '', places }]
    }),
  )

describe.each(SCREENS)('at $name', (screen) => {
  it('no zone of the strip moves between states', async () => {
    await withScreen(screen, async (page) => {
      await show(page, { component: 'Strip', screen })
      const all = await readPlaces(page)
      expect(all.length).toBeGreaterThan(SCENES.length)
      expect(Object.keys(all[0]?.places ?? {}).toSorted()).toEqual(['acknowledge', 'clock', 'identity', 'message', 'report', 'services', 'switch', 'via'])
      for (const { story, places } of all) expect({ story, places }).toEqual({ story, places: all[0]?.places })
    })
  })

  it.each(LANGUAGES)('every text fits in %s', async (language) => {
    await withScreen(screen, async (page) => {
      const cut: string[] = []
      for (const component of COMPONENTS) {
        await show(page, { component, screen, language })
        cut.push(...(await readCut(page)), ...(await readOverlaps(page)))
      }
      expect(cut).toEqual([])
    })
  })
})

/** Keys that lie over one another, or under words that are not their own. */
const readOverlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-story]')].flatMap((stage) => {
      // What lists scroll lies under their neighbours.
      const scrolls = (element: Element): boolean => element.closest('.timeline-scroll, .say-words, .roll-units, .channels-all, .cards, .review-lines, .review-desk-list, .review-record, .review-faults-scroll, .review-fact-rows, .review-choices, .review-moment-rows') !== null
      const keys = [...stage.querySelectorAll('button')].filter((key) => !scrolls(key) && key.checkVisibility())
      const words = [...stage.querySelectorAll('b, time, span, h2')].filter((word) => word.childElementCount === 0 && !scrolls(word) && word.checkVisibility() && !word.closest('.hidden-text, [data-pattern]'))
      const seen = (element: Element): DOMRect => {
        if (element instanceof HTMLButtonElement || getComputedStyle(element).overflowX === 'hidden') return element.getBoundingClientRect()
        const range = document.createRange()
        range.selectNodeContents(element)
        return range.getBoundingClientRect()
      }
      return keys.flatMap((key) => {
        const box = key.getBoundingClientRect()
        const meets = (other: Element): boolean => {
          const at = seen(other)
          return at.width > 0 && at.left < box.right - 1 && at.right > box.left + 1 && at.top < box.bottom - 1 && at.bottom > box.top + 1
        }
        return [...keys, ...words].filter((other) => other !== key && !key.contains(other) && !other.contains(key) && meets(other)).map((other) => `${stage.getAttribute('data-story') ?? ''}: ${JSON.stringify(key.innerText)} and ${JSON.stringify(other.textContent)}`)
      })
    }),
  )

/** Texts of which a part is not to be seen: wider or higher than what holds them, or reaching over a neighbour's edge. */
const readCut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    // The second line of a message yields to a headline that needs two; lists scroll; hidden text is for a screen reader; a
    // fact that is too long is whole in its choices, a line in its bar.
    const yields = (element: Element): boolean => element.closest('.strip-evidence, .hidden-text, [data-pattern], .footer-action b, .footer-trouble b, .timeline-scroll, .say-words, .roll-units, .channels-all, .cards, .review-lines, .review-line-said, .review-desk-list, .review-faults-scroll, .review-fact span, .review-moment-rows, .review-sentence') !== null
    const holders = [...document.querySelectorAll('[data-story] *')].filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== ''))
    return holders.flatMap((element) => {
      if (yields(element)) return []
      const range = document.createRange()
      range.selectNodeContents(element)
      const text = range.getBoundingClientRect()
      if (text.width === 0) return []
      // A line may be lower than what its font asks for: the letters still fit.
      const slack = Math.max(3, Number.parseFloat(getComputedStyle(element).fontSize) * 0.15)
      for (let holder: Element | null = element; holder && !holder.hasAttribute('data-story'); holder = holder.parentElement) {
        if (getComputedStyle(holder).overflowX === 'visible' && !holder.matches('button, [data-zone]')) continue
        const box = holder.getBoundingClientRect()
        const isCut = text.left < box.left - 1 || text.right > box.right + 1 || text.bottom > box.bottom + slack || text.top < box.top - slack
        if (isCut) return [`${element.closest('[data-story]')?.getAttribute('data-story') ?? ''}: ${JSON.stringify(element.textContent)} in ${holder.className}`]
      }
      return []
    })
  })
