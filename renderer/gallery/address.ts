// What the gallery shows, as its address says: a state of a component can be linked to, and a test opens it directly.
import type { Language } from '../../electron/contract/words.ts'
import type { Theme } from '../theme/theme.ts'

export interface Shown {
  /** Absent: all. */
  readonly component?: string
  /** Px of every stage, for what a state looks like on a smaller screen; absent: each its own. */
  readonly width?: number
  readonly theme: Theme
  readonly language: Language
}

/** What the address does not say, or says wrong, is night, Dutch and all. */
export function readAddress(search: string): Shown {
  const asked = new URLSearchParams(search)
  const component = asked.get('component')
  const width = Number(asked.get('width'))
  return {
    ...(component ? { component } : {}),
    ...(width > 0 ? { width } : {}),
    theme: asked.get('theme') === 'day' ? 'day' : 'night',
    language: asked.get('language') === 'en' ? 'en' : 'nl',
  }
}

export function writeAddress({ component, width, theme, language }: Shown): string {
  return `?${new URLSearchParams({ ...(component === undefined ? {} : { component }), ...(width === undefined ? {} : { width: String(width) }), theme, language })}`
}
