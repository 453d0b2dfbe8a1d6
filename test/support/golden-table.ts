// Writes down what a reducer does with every state and event, one line a pair, for a person to review.
import type { Step } from '../../native/kit/machine.ts'

export interface TableOptions<State, Event, Effect> {
  readonly states: Readonly<Record<string, State>>
  readonly events: Readonly<Record<string, Event>>
  readonly step: (state: State, event: Event) => Step<State, Effect>
  /** A state in a few words. */
  readonly state: (state: State) => string
  readonly effect: (effect: Effect) => string
}

export function goldenTable<State, Event, Effect>(options: TableOptions<State, Event, Effect>): string {
  const lines: string[] = []
  for (const [stateName, state] of Object.entries(options.states)) {
    lines.push(`${stateName}  (${options.state(state)})`)
    for (const [eventName, event] of Object.entries(options.events)) {
      const step = options.step(state, event)
      const after = options.state(step.state)
      const moved = after === options.state(state) ? '=' : after
      const effects = step.effects.map(options.effect).join(', ')
      lines.push(`  ${eventName.padEnd(28)} ${moved}${effects ? `  → ${effects}` : ''}`)
    }
    lines.push('')
  }
  return lines.join('\n')
}

/** `{effect: 'x', a: 1}` as `x a=1`. */
export function inWords(tagged: object): string {
  const [, ...rest] = Object.entries(tagged)
  const [[, name] = ['', '']] = Object.entries(tagged)
  return [String(name), ...rest.map(([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)].join(' ')
}
