// Where the windows stand: the strip along the top of its display, the main window where it was left, if that is still there.
import { z } from 'zod'
import { stripHeight, type Preferences } from '../../contract/preferences.ts'

export const boundsSchema = z.strictObject({ x: z.number().int(), y: z.number().int(), width: z.number().int().positive(), height: z.number().int().positive() })
export type Bounds = z.infer<typeof boundsSchema>

/** What Electron's Display has of what we need. `workArea`: without the system's own bars. */
export interface Screen {
  readonly id: number
  readonly workArea: Bounds
}

export const MAIN_SIZE = { width: 1280, height: 900 } as const
export const MAIN_LEAST = { width: 1024, height: 700 } as const
/** So much of a window must be on a display for a person to take hold of it, px. */
const GRIP_PX = 120

/**
 * @param screens  at least one; the first is the primary
 * @param chosen   the display's number from left to right, from 1; one that is not there gives the primary
 */
export function stripBounds(screens: readonly Screen[], chosen: number | undefined, rows: Preferences['stripRows']): Bounds | undefined {
  const ordered = screens.toSorted((a, b) => a.workArea.x - b.workArea.x || a.workArea.y - b.workArea.y)
  const screen = (chosen === undefined ? undefined : ordered[chosen - 1]) ?? screens[0]
  return screen && { x: screen.workArea.x, y: screen.workArea.y, width: screen.workArea.width, height: stripHeight(screen.workArea.width, rows) }
}

/** @returns where it was kept when a person can still reach it there, else undefined: the system's choice */
export function mainBounds(screens: readonly Screen[], kept: Bounds | undefined): Bounds | undefined {
  if (!kept) return undefined
  const bounds = { ...kept, width: Math.max(kept.width, MAIN_LEAST.width), height: Math.max(kept.height, MAIN_LEAST.height) }
  return screens.some(({ workArea }) => isReachable(bounds, workArea)) ? bounds : undefined
}

/** Its title bar must be in sight: that is what it is moved by. */
function isReachable(bounds: Bounds, area: Bounds): boolean {
  const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  return across >= GRIP_PX && bounds.y >= area.y && bounds.y < area.y + area.height - GRIP_PX
}
