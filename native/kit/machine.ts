// The kernel under every state machine: decide purely in `reduce`, act at the edge in `perform`.

/** What a reducer returns: the next state and what the edge must now do, in order. */
export interface Step<State, Effect> {
  readonly state: State
  readonly effects: readonly Effect[]
}

export type Reduce<State, Event, Effect> = (state: State, event: Event, nowMs: number) => Step<State, Effect>

export interface Machine<State, Event> {
  readonly state: State
  dispatch(event: Event): void
}

export interface MachineOptions<State, Event, Effect> {
  readonly initial: State
  readonly reduce: Reduce<State, Event, Effect>
  /** Carries out one effect; it may dispatch, which is then handled after the present event's effects. */
  readonly perform: (effect: Effect, dispatch: (event: Event) => void) => void
  readonly now: () => number
  /** Told after the effects are under way: what is shown never runs ahead of what is done. */
  readonly onStep?: (before: State, event: Event, after: State) => void
}

/**
 * Runs a reducer. Events are handled one at a time and in order: an event dispatched from an effect waits
 * until the effects before it are done, so no effect ever sees a state newer than the one that asked for it.
 */
export function createMachine<State, Event, Effect>(options: MachineOptions<State, Event, Effect>): Machine<State, Event> {
  let state = options.initial
  let running = false
  const queue: Event[] = []

  const dispatch = (event: Event): void => {
    queue.push(event)
    if (running) return
    running = true
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const before = state
        const step = options.reduce(before, next, options.now())
        state = step.state
        for (const effect of step.effects) options.perform(effect, dispatch)
        options.onStep?.(before, next, state)
      }
    } finally {
      running = false
    }
  }

  return {
    get state() {
      return state
    },
    dispatch,
  }
}
