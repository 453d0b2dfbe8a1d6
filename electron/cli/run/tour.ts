// The outage the demo plays by itself: the RBS hangs, the console says so and moves to the desk radio, the pedal speaks,
// a note is durable, the RBS comes back, return is offered and taken. Everything goes through the console itself.
import type { Clock } from '../../../native/kit/clock.ts'
import type { World } from '../../../test/sim/world.ts'
import type { ConsoleSession } from '../console-session.ts'

export interface Tour {
  /** A person has taken over. */
  isInterrupted: boolean
  isOver: boolean
}

export interface TourDeps {
  readonly clock: Clock
  readonly world: World
  readonly session: ConsoleSession
  readonly tell: (line: string) => void
  readonly tour: Tour
  readonly once: boolean
}

const CALM_MS = 6000
const LISTEN_MS = 3000
const TALK_MS = 4000
const LONG_MS = 90_000

export async function playTour(deps: TourDeps): Promise<'stay' | 'end'> {
  const { clock, world, session, tell } = deps
  const pause = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve))
  const until = (holds: () => boolean): Promise<number | undefined> => session.until(() => deps.tour.isInterrupted || holds(), LONG_MS)
  const active = (): string | undefined => session.topic('switch').switch?.channel
  const scenes: readonly (() => Promise<unknown>)[] = [
    async () => {
      await until(() => session.topic('channels')['desk-radio']?.readiness === 'ready')
      tell('Demo: alles werkt. Over 6 s antwoordt het RBS niet meer.')
      return pause(CALM_MS)
    },
    async () => {
      tell('Demo: het RBS hangt.')
      await world.hangRbs()
      return until(() => active() === 'desk-radio')
    },
    async () => {
      await pause(LISTEN_MS)
      tell('Demo: het pedaal gaat in.')
      world.pedal.buttons.press('middle')
      await until(() => session.topic('ptt').ptt?.phase === 'talking')
      await pause(TALK_MS)
      world.pedal.buttons.release('middle')
      return pause(LISTEN_MS)
    },
    async () => {
      const note = await session.client.call('note.add', { text: 'RBS geeft geen antwoord, wij werken via de mobilofoon' })
      tell(note.ok ? `Demo: een notitie is vastgelegd, regel ${note.value.seq}.` : `Demo: notitie niet vastgelegd (${note.error.code}).`)
      return pause(LISTEN_MS)
    },
    async () => {
      tell('Demo: het RBS komt terug. Terugkeer wordt na de wachttijd aangeboden (hier 15 s, geleverd 60 s).')
      await world.healRbs()
      return until(() => session.topic('switch').switch?.returnOffered === true)
    },
    async () => {
      await pause(LISTEN_MS)
      await session.client.call('return.accept', {})
      tell('Demo: terug op het RBS. Breek nu zelf iets met de toetsen onderaan.')
      return pause(LISTEN_MS)
    },
  ]
  deps.tour.isOver = false
  for (const scene of scenes) {
    if (deps.tour.isInterrupted || session.state.host === 'refused') break
    await scene()
  }
  deps.tour.isOver = true
  if (world.pedal.buttons.down.has('middle')) world.pedal.buttons.release('middle')
  return deps.once ? 'end' : 'stay'
}
