// Reads a page as a person does: by what its zones say, and by the Tab key.
import axe, { type AxeResults } from 'axe-core'
import type { Locator, Page } from 'playwright-core'
import { reads } from './page-stage.ts'

export const strip = (page: Page): Locator => page.locator('.strip')
export const zone = (page: Page, name: string): Locator => page.locator(`.strip [data-zone="${name}"]`)
export const says = (page: Page, name: string, words: RegExp): Promise<void> => reads(() => zone(page, name).innerText(), words)

/** Everything works, and an alternative is proven ready. */
export async function calm(page: Page): Promise<void> {
  await says(page, 'switch', /Gereed/)
  await says(page, 'services', /RBS\s+(bereikbaar|in orde)/)
}

const MOST_TABS = 60

/** Tab until what has the focus says this: as a person without a mouse would. */
export async function tabTo(page: Page, words: RegExp): Promise<void> {
  for (let presses = 0; presses < MOST_TABS; presses++) {
    await page.keyboard.press('Tab')
    if (words.test((await page.evaluate('document.activeElement?.innerText ?? ""')) as string)) return
  }
  throw new Error(`no way to ${words} by Tab`)
}

/** Every rule of axe, on the page as a person has it. */
export async function breaksNoRule(page: Page): Promise<void> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
  if (found.length > 0) throw new Error(found.join('\n'))
}
