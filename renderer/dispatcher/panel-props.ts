// What every part of the view is drawn from.
import type { ConsoleView } from '../model/console-view.ts'
import type { Words } from '../model/words.ts'

export interface PanelProps {
  readonly view: ConsoleView
  readonly words: Words
}
