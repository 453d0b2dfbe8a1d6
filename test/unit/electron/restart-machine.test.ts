// When the Electron shell starts its host, starts it again and ends it: every state with every event.
import { describe, expect, it } from 'vitest'
import { beginRestart, CALM_MS, HOST_AGAIN_MS, KILLED_MS, reduceRestart, REFUSED_MS, STOP_MS, type RestartEvent, type RestartState } from '../../../electron/main/rules/restart-machine.ts'
import { EXIT_TAKE_OVER } from '../../../electron/contract/link.ts'
import { inWords } from '../../support/golden-table.ts'

const STATES: Readonly<Record<RestartState['phase'], RestartState>> = {
  starting: { phase: 'starting', attempt: 2, site: 'newest' },
  running: { phase: 'running', attempt: 2 },
  'taking-over': { phase: 'taking-over', attempt: 2 },
  waiting: { phase: 'waiting', attempt: 2, site: 'goes-on' },
  refusing: { phase: 'refusing' },
  refused: { phase: 'refused' },
  ending: { phase: 'ending' },
  ended: { phase: 'ended' },
}
const EVENTS = {
  'ready': { event: 'ready' },
  'refused': { event: 'refused', error: { code: 'SITE_INVALID', detail: '' }, problems: ['line 3'] },
  'taking-over': { event: 'taking-over' },
  'exited': { event: 'exited', code: 70 },
  'exited as planned': { event: 'exited', code: EXIT_TAKE_OVER },
  'again': { event: 'timer-expired', timer: 'again' },
  'calm': { event: 'timer-expired', timer: 'calm' },
  'kill': { event: 'timer-expired', timer: 'kill' },
  'killed': { event: 'timer-expired', timer: 'killed' },
  'stop': { event: 'stop' },
} as const satisfies Readonly<Record<string, RestartEvent>>

/** State, event, state after it, effects; whatever is not here changes nothing. */
const TABLE: readonly (readonly [RestartState['phase'], keyof typeof EVENTS, string, readonly string[]])[] = [
  ['starting', 'ready', 'running 2', ['tell running', 'start calm 60000']],
  ['starting', 'refused', 'refusing', ['tell refused', 'start kill 1000']],
  ['starting', 'exited', 'waiting 3', ['stop calm', 'tell died 500', 'start again 500']],
  ['starting', 'exited as planned', 'waiting 3', ['stop calm', 'tell died 500', 'start again 500']],
  ['starting', 'stop', 'ending', ['stop calm', 'ask-to-end', 'start kill 10000']],
  ['running', 'exited', 'waiting 3', ['stop calm', 'tell died 500', 'start again 500']],
  ['running', 'exited as planned', 'waiting 3', ['stop calm', 'tell died 500', 'start again 500']],
  ['running', 'taking-over', 'taking-over 2', ['tell taking-over']],
  ['running', 'calm', 'running 0', []],
  ['running', 'stop', 'ending', ['stop calm', 'ask-to-end', 'start kill 10000']],
  ['taking-over', 'exited', 'waiting 3', ['stop calm', 'tell died 500', 'start again 500']],
  ['taking-over', 'exited as planned', 'starting 2', ['stop calm', 'tell starting', 'launch newest']],
  ['taking-over', 'stop', 'ending', ['stop calm', 'ask-to-end', 'start kill 10000']],
  ['waiting', 'again', 'starting 2', ['tell starting', 'launch goes-on']],
  ['waiting', 'stop', 'ended', ['stop again', 'tell ended']],
  ['refusing', 'exited', 'refused', ['stop kill']],
  ['refusing', 'exited as planned', 'refused', ['stop kill']],
  ['refusing', 'kill', 'refusing', ['kill']],
  ['refusing', 'stop', 'ending', ['stop kill', 'kill', 'start killed 1000']],
  ['refused', 'stop', 'ended', ['stop again', 'tell ended']],
  ['ending', 'ready', 'ending', ['ask-to-end']],
  ['ending', 'refused', 'ending', ['kill']],
  ['ending', 'exited', 'ended', ['stop kill', 'stop killed', 'tell ended']],
  ['ending', 'exited as planned', 'ended', ['stop kill', 'stop killed', 'tell ended']],
  ['ending', 'kill', 'ending', ['kill', 'start killed 1000']],
  ['ending', 'killed', 'ended', ['tell ended']],
]

const stateText = (state: RestartState): string => ('attempt' in state ? `${state.phase} ${state.attempt}` : state.phase)

function stepText(state: RestartState, event: RestartEvent): readonly [string, readonly string[]] {
  const step = reduceRestart(state, event)
  return [stateText(step.state), step.effects.map((effect) => {
    switch (effect.effect) {
      case 'start-timer':
        return `start ${effect.timer} ${effect.ms}`
      case 'stop-timer':
        return `stop ${effect.timer}`
      case 'tell':
        return `tell ${effect.state.host}${effect.state.host === 'died' ? ` ${effect.state.againInMs}` : ''}`
      case 'launch':
        return `launch ${effect.site}`
      default:
        return inWords(effect)
    }
  })]
}

const pairs = Object.keys(STATES).flatMap((phase) => Object.keys(EVENTS).map((event) => [phase, event] as [RestartState['phase'], keyof typeof EVENTS]))

describe('the restart of the host', () => {
  it.each(pairs)('%s at %s does what the table says', (phase, event) => {
    const row = TABLE.find(([rowPhase, rowEvent]) => rowPhase === phase && rowEvent === event)
    expect(stepText(STATES[phase], EVENTS[event])).toEqual(row ? row.slice(2) : [stateText(STATES[phase]), []])
  })

  it('waits longer after each death, and no longer than 5 s', () => {
    let { state } = beginRestart()
    const waits = Array.from({ length: 8 }, () => {
      const step = reduceRestart(state, EVENTS.exited)
      state = reduceRestart(step.state, EVENTS.again).state
      return step.effects.flatMap((effect) => (effect.effect === 'start-timer' ? [effect.ms] : []))[0]
    })
    expect(waits).toEqual([0, 250, 500, 1000, 2000, 5000, 5000, 5000])
    expect(waits.slice(0, HOST_AGAIN_MS.length)).toEqual(HOST_AGAIN_MS)
  })

  it('begins anew with the newest site file until one has run, and goes on with what was in use after one that ran has died', () => {
    const launches = (state: RestartState): readonly string[] => {
      const died = reduceRestart(state, EVENTS.exited)
      return reduceRestart(died.state, EVENTS.again).effects.flatMap((effect) => (effect.effect === 'launch' ? [effect.site] : []))
    }
    expect(launches(beginRestart().state)).toEqual(['newest'])
    expect(launches(STATES.running)).toEqual(['goes-on'])
    expect(launches({ phase: 'starting', attempt: 3, site: 'goes-on' })).toEqual(['goes-on'])
    // Said beforehand, and died all the same.
    expect(launches(STATES['taking-over'])).toEqual(['goes-on'])
  })

  it('has bounds that leave the host its own: it ends by itself within 9.5 s', () => {
    expect([CALM_MS, STOP_MS, KILLED_MS, REFUSED_MS]).toEqual([60_000, 10_000, 1000, 1000])
  })
})
