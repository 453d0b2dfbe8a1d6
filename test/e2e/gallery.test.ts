// Every state of every component in a real browser: seen, reached, read aloud, and heard.
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { STORY_GROUPS } from '../../renderer/gallery/stories.ts'
import { launchChromium } from '../support/browser.ts'
import { serveBuiltPage, type ServedPage } from '../support/built-page.ts'
import { measureContrast, measureTargets, readStories } from './page-measures.ts'

const COMPONENTS = STORY_GROUPS.map((group) => group.component)
/** The gallery shows whole screens many times on one page; on the console's own page these rules hold too. */
const ONE_SCREEN_RULES = ['landmark-one-main', 'landmark-unique', 'landmark-no-duplicate-banner', 'landmark-no-duplicate-contentinfo', 'landmark-no-duplicate-main', 'landmark-main-is-top-level']

/** By day the page is built the same: only its colours can break a rule anew. */
const RULES = { night: '{ resultTypes: ["violations"] }', day: '{ resultTypes: ["violations"], runOnly: ["color-contrast", "link-in-text-block"] }' } as const

/** Twenty pages, each searched by a hundred rules. */
const AXE_MS = 90_000

const WIDE = { width: 2200, height: 1100 }

let served: ServedPage
let browser: Browser

beforeAll(async () => {
  ;[served, browser] = await Promise.all([serveBuiltPage(), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await served?.close()
})

interface Opened {
  readonly page: Page
  /** What the browser complained about, and where it went. */
  readonly complaints: string[]
  readonly requests: string[]
}

async function withGallery<T>(search: string, options: BrowserContextOptions, use: (opened: Opened) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: WIDE, ...options })
  try {
    const page = await context.newPage()
    const complaints: string[] = []
    const requests: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => requests.push(request.url()))
    await show(page, search)
    return await use({ page, complaints, requests })
  } finally {
    await context.close()
  }
}

async function show(page: Page, search: string): Promise<void> {
  await page.goto(`${served.origin}gallery.html?${search}`)
  await page.waitForSelector('[data-story]')
  await page.evaluate(() => document.fonts.ready)
}

/** One visit of the whole gallery: what all of it says, shows and measures. */
const survey = (search: string, options: BrowserContextOptions = {}) =>
  withGallery(search, options, async ({ page, complaints, requests }) => ({
    complaints,
    requests,
    isForced: await page.evaluate(() => matchMedia('(forced-colors: active)').matches),
    stories: await page.evaluate(readStories),
    texts: await page.evaluate(measureContrast),
    targets: await page.evaluate(measureTargets),
  }))

type Survey = Awaited<ReturnType<typeof survey>>
const surveys: Record<'night' | 'day' | 'forced', Survey> = {} as never

beforeAll(async () => {
  surveys.night = await survey('theme=night')
  surveys.day = await survey('theme=day&language=en')
  surveys.forced = await survey('theme=night', { forcedColors: 'active' })
}, 60_000)

describe.each(['night', 'day'] as const)('in the %s', (theme) => {
  it('no component breaks a rule of axe', async () => {
    const found = await withGallery(`component=Shape&theme=${theme}`, {}, async ({ page }) => {
      const broken: string[] = []
      for (const component of COMPONENTS) {
        await show(page, `component=${component}&theme=${theme}`)
        await page.evaluate(axe.source)
        const { violations } = (await page.evaluate(`axe.run(document, ${RULES[theme]})`)) as AxeResults
        const own = violations.filter(({ id }) => !ONE_SCREEN_RULES.includes(id))
        broken.push(...own.map(({ id, nodes }) => `${component}: ${id} ${nodes.map((node) => node.html).join(' ')}`))
      }
      return broken
    })
    expect(found).toEqual([])
  }, AXE_MS)

  it('every text stands out from what lies behind it by 4.5:1 or more', () => {
    const { texts } = surveys[theme]
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.filter((one) => one.ratio < 4.5)).toEqual([])
  })

  it('every button is at least 44 px both ways, and 56 px high where it switches, acknowledges, reports or takes', () => {
    const { targets } = surveys[theme]
    expect(targets.filter((target) => target.critical).length).toBeGreaterThan(3)
    expect(targets.filter(({ width, height, critical }) => width < 44 || height < (critical ? 56 : 44))).toEqual([])
  })
})

describe('with forced colours', () => {
  it('every story keeps its words and its shapes, and every text stands out', () => {
    const { night, forced } = surveys
    expect(forced.isForced).toBe(true)
    expect(Object.keys(night.stories).length).toBeGreaterThan(80)
    expect(forced.stories).toEqual(night.stories)
    expect(forced.texts.filter((one) => one.ratio < 4.5)).toEqual([])
  })

  it.each(['dark', 'light'] as const)('on a %s screen a shape differs from what it stands on, and from the mark inside it', async (colorScheme) => {
    await withGallery('component=Shape', { forcedColors: 'active', colorScheme }, async ({ page }) => {
      const shapes = await page.evaluate(() =>
        [...document.querySelectorAll<SVGElement>('[data-story] [data-shape]')].map((shape) => {
          const style = getComputedStyle(shape)
          const ground = shape.closest('.tone-filled') ?? document.body
          const probe = document.createElement('i')
          probe.style.forcedColorAdjust = 'none'
          probe.style.color = style.getPropertyValue('--shape-on')
          document.body.append(probe)
          const mark = getComputedStyle(probe).color
          probe.remove()
          return { kind: shape.dataset['shape'], shape: style.color, mark, ground: getComputedStyle(ground).backgroundColor }
        }),
      )
      expect(shapes.length).toBeGreaterThan(40)
      expect(shapes.filter(({ shape, ground }) => shape === ground)).toEqual([])
      const solid = ['degraded', 'unstable', 'down', 'emergency']
      expect(shapes.filter(({ kind, shape, mark }) => solid.includes(kind ?? '') && shape === mark)).toEqual([])
    })
  })
})

describe('an unseen cell', () => {
  const edgeOf = (page: Page) =>
    page.evaluate(() => {
      const style = getComputedStyle(document.querySelector('.unseen-edge')!, '::after')
      return { animation: style.animationName, seconds: style.animationDuration, border: style.borderTopStyle, width: style.borderTopWidth }
    })

  it('flashes its edge once a second', async () => {
    const edge = await withGallery('component=ServiceCell', {}, ({ page }) => edgeOf(page))
    expect(edge).toEqual({ animation: 'flash', seconds: '1s', border: 'solid', width: '4px' })
  })

  it('has a double edge that stands still where motion is reduced, and says and shows the same', async () => {
    const free = await withGallery('component=ServiceCell', {}, ({ page }) => page.evaluate(readStories))
    await withGallery('component=ServiceCell', { reducedMotion: 'reduce' }, async ({ page }) => {
      expect(await edgeOf(page)).toMatchObject({ animation: 'none', border: 'double', width: '4px' })
      expect(await page.evaluate(readStories)).toEqual(free)
    })
  })
})

describe('the page', () => {
  it.each(['night', 'day', 'forced'] as const)('asks its own origin only, and breaks none of its own rules: %s', (visit) => {
    const { complaints, requests } = surveys[visit]
    expect(complaints).toEqual([])
    expect(requests.length).toBeGreaterThan(3)
    expect(requests.filter((url) => !url.startsWith(served.origin))).toEqual([])
  })

  it('brings its own font, whose digits are all as wide where times stand', async () => {
    const { loaded, widths } = await withGallery('component=TimeBar', {}, ({ page }) =>
      page.evaluate(() => {
        const width = (digit: string): number => {
          const probe = document.body.appendChild(document.createElement('span'))
          probe.textContent = digit.repeat(20)
          probe.style.position = 'absolute'
          probe.className = 'tabular'
          const measured = probe.getBoundingClientRect().width
          probe.remove()
          return measured
        }
        const faces = [...document.fonts].filter((face) => face.status === 'loaded')
        return { loaded: faces.map((face) => face.family), widths: [...'0123456789'].map(width) }
      }),
    )
    expect(loaded).toContain('Inter Variable')
    expect(new Set(widths).size).toBe(1)
  })

  it('changes theme and language by keyboard, and says so to the browser', async () => {
    await withGallery('component=Tag', {}, async ({ page }) => {
      const root = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset['theme']])
      expect(await root()).toEqual(['nl', 'night'])
      // The second and fourth place in the order of Tab.
      for (const presses of [2, 2]) {
        for (let press = 0; press < presses; press++) await page.keyboard.press('Tab')
        await page.keyboard.press('Enter')
      }
      expect(await root()).toEqual(['en', 'day'])
      expect(await page.locator('nav h1').textContent()).toBe('Gallery')
    })
  })

  it('lets Tab reach every button in the order of reading, and shows where it is', async () => {
    await withGallery('component=ChannelRow', {}, async ({ page }) => {
      const names = await page.locator('[data-story] button').allInnerTexts()
      await page.evaluate(() => document.querySelector<HTMLElement>('.gallery-stories-all')?.focus())
      const reached: string[] = []
      while (reached.length < names.length) {
        await page.keyboard.press('Tab')
        const { text, outline } = await page.evaluate(() => {
          const active = document.activeElement as HTMLElement
          return { text: active.innerText, outline: getComputedStyle(active).outlineStyle }
        })
        reached.push(text)
        expect(outline).not.toBe('none')
      }
      expect(names.length).toBeGreaterThan(8)
      expect(reached).toEqual(names)
    })
  })
})
