// What a shell needs of whoever breaks the simulated world.
import type { DemoAction, DemoView } from '../contract/demo.ts'

export interface DemoPort {
  readonly view: DemoView
  perform(action: DemoAction): Promise<void>
  /** @returns ends it */
  onChange(listener: (view: DemoView) => void): () => void
}
