// What a page measures about itself. These functions run in the page: each stands alone.

export interface TextContrast {
  readonly text: string
  readonly ratio: number
}

export interface Target {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly critical: boolean
}

/** Every text that can be seen, against what lies behind it, by the formula of WCAG 2. Lowest first. */
export function measureContrast(): TextContrast[] {
  type Colour = readonly [red: number, green: number, blue: number, alpha: number]
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const parse = (css: string): Colour => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = css
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue, alpha / 255]
  }
  const over = (top: Colour, below: Colour): Colour => {
    const mix = (at: 0 | 1 | 2): number => top[at] * top[3] + below[at] * (1 - top[3])
    return [mix(0), mix(1), mix(2), 1]
  }
  const luminance = ([red, green, blue]: Colour): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (element: Element): Colour => {
    const own = parse(getComputedStyle(element).backgroundColor)
    if (own[3] === 1) return own
    return over(own, element.parentElement ? behind(element.parentElement) : [255, 255, 255, 1])
  }
  // With forced colours the browser lays the canvas behind every text, unless the element does without.
  const isForced = matchMedia('(forced-colors: active)').matches
  const hasBackplate = (element: Element): boolean => isForced && getComputedStyle(element).forcedColorAdjust !== 'none'
  const isSeen = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.hidden-text')

  const found: TextContrast[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim() ?? ''
    // The watermark of a drill is a pattern, not a text to read.
    if (!element || text === '' || !isSeen(element) || element.closest('[data-pattern]')) continue
    const ground = hasBackplate(element) ? parse('Canvas') : behind(element)
    const ink = luminance(over(parse(getComputedStyle(element).color), ground))
    const paper = luminance(ground)
    found.push({ text, ratio: (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) })
  }
  return found.sort((one, other) => one.ratio - other.ratio)
}

/** Every button that can be seen. */
export function measureTargets(): Target[] {
  return [...document.querySelectorAll<HTMLElement>('button, [role=button], select, input')]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => {
      const { width, height } = element.getBoundingClientRect()
      return { name: element.textContent?.trim() ?? '', width, height, critical: element.classList.contains('size-critical') }
    })
}

/** What each story says and shows, whatever it looks like: its words, and its shapes with the contrast of their outline. */
export function readStories(): Record<string, { words: string; shapes: string[] }> {
  const plain = (text: string): string => text.replace(/\s+/g, ' ').trim()
  // A pattern is drawn with words and says none: forced colours leave it out.
  const wordsOf = (stage: HTMLElement): string =>
    plain([...stage.querySelectorAll<HTMLElement>('[data-pattern]')].reduce((words, pattern) => words.replace(plain(pattern.innerText), ''), plain(stage.innerText)))
  return Object.fromEntries(
    [...document.querySelectorAll<HTMLElement>('[data-story]')].map((stage) => [
      stage.dataset['story'],
      {
        words: wordsOf(stage),
        shapes: [...stage.querySelectorAll<SVGElement>('[data-shape]')].filter((shape) => shape.checkVisibility()).map((shape) => shape.dataset['shape'] ?? ''),
      },
    ]),
  )
}
