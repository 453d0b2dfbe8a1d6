// The look of every page, in the order in which the parts need each other, and the switch between night and day.
import './tokens.css'
import './fonts.css'
import './base.css'

export type Theme = 'night' | 'day'

/** Puts the theme on the page's root element. */
export function applyTheme(root: HTMLElement, theme: Theme): void {
  root.dataset['theme'] = theme
}
