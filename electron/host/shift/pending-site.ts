// The edge of a site file that waits: looks at the file, says what it found, and asks for the restart that takes it over.
import type { Clock, Timer } from '../../../native/kit/clock.ts'
import { createMachine, type Machine } from '../../../native/kit/machine.ts'
import type { PendingSite } from '../../contract/switching.ts'
import type { AlarmView, SiteView } from '../../contract/topics.ts'
import type { LookAtSite, Site, SiteLook } from '../site/types.ts'
import { beginPending, FIRST_LOOK_MS, LOOK_AGAIN_MS, LOOK_EVERY_MS, reducePending, type Pending, type PendingEffect, type PendingEvent, type PendingState } from './pending-machine.ts'
import { notSafe, notSafeByHand, type SafetyFacts } from './safe.ts'

export interface PendingSitesDeps {
  readonly clock: Clock
  readonly site: Site
  /** Mark of the file in use. */
  readonly mark: string
  /** The file was wrong or gone at the start, and the copy of the last good one is in use. */
  readonly isLastGood: boolean
  /** Absent: the file is not looked at. */
  readonly look?: LookAtSite
  readonly facts: () => SafetyFacts
  /** Of the plan that a start with this site would have. */
  readonly versionOf: (site: Site) => number
  /** A start with this site comes up on the channel in use at this moment. */
  readonly keepsChannel: (site: Site) => boolean
  readonly recorder: { note(kind: string, payload: object, content?: string): void }
  readonly alarms: {
    raise(alarm: Pick<AlarmView, 'id' | 'kind' | 'severity' | 'code' | 'params'>): void
    clear(id: string): void
  }
  readonly onChange: () => void
  readonly onLook: () => void
  /** Proven to lie there, and safe. */
  readonly onTakeOver: (look: GoodLook, by: 'itself' | 'supervisor') => void
}

export type GoodLook = Extract<SiteLook, { look: 'good' }>

export interface PendingSites {
  start(): void
  stop(): void
  factsChanged(): void
  /** A supervisor does not wait. */
  adopt(): void
  /** The one that can be taken over now. */
  readonly waiting: GoodLook | undefined
  readonly view: { readonly pendingSite?: PendingSite } & Partial<Pick<SiteView, 'lastGood' | 'problems'>>
}

export function createPendingSites(deps: PendingSitesDeps): PendingSites {
  const { clock, site, recorder, alarms, onChange } = deps
  let lookTimer: Timer | undefined
  let safeTimer: Timer | undefined
  /** What was wrong with the file when this host began is not wrong any more. */
  let isMended = false
  let isStopped = false

  const say = (pending: Pending): void => {
    isMended = pending.pending === 'waits'
    if (pending.pending === 'waits') {
      alarms.clear('site')
      return recorder.note('site.waits', { from: site.plan.version, to: deps.versionOf(pending.look.site) })
    }
    const problems = problemsOf(pending.look)
    const isGone = pending.look.look === 'gone'
    // A line of the file may quote identities: beside the chain.
    recorder.note(isGone ? 'site.gone' : 'site.wrong', { problems: problems.length }, isGone ? undefined : problems.join('\n'))
    alarms.raise({ id: 'site', kind: 'site', severity: 'warning', code: isGone ? 'SITE_MISSING' : 'SITE_INVALID', params: { problems: problems.length } })
  }
  const act = (effect: PendingEffect): void => {
    switch (effect.effect) {
      case 'say':
        return say(effect.pending)
      case 'say-as-in-use':
        alarms.clear('site')
        isMended = true
        return recorder.note('site.as-in-use', { version: site.plan.version })
      case 'start-timer':
        safeTimer?.cancel()
        safeTimer = clock.after(effect.ms, () => machine.dispatch({ event: 'safe-expired' }))
        return undefined
      case 'stop-timer':
        return safeTimer?.cancel()
      case 'take-over':
        return void takeOver(effect.look, effect.by)
    }
  }
  const machine: Machine<PendingState, PendingEvent> = createMachine<PendingState, PendingEvent, PendingEffect>({
    initial: beginPending(deps.mark, deps.isLastGood ? 'wrong' : 'well'),
    reduce: reducePending,
    perform: act,
    now: () => clock.monotonicMs(),
    onStep: (before, _event, after) => {
      if (before.pending !== after.pending || (after.pending && before.notSafe.join() !== after.notSafe.join())) onChange()
    },
  })
  const tellFacts = (): void => machine.dispatch({ event: 'facts-changed', notSafe: notSafe(deps.facts()) })
  const look = async (): Promise<SiteLook | undefined> => {
    const found = await deps.look?.()
    if (!found || isStopped) return found
    tellFacts()
    machine.dispatch({ event: 'looked', look: found, utcMs: clock.utcMs() })
    return found
  }
  // Told at each change of anything, and of no use while nothing waits.
  const factsChanged = (): void => {
    if (!isStopped && machine.state.pending) tellFacts()
  }
  const isNew = (): boolean => machine.state.seen !== (machine.state.pending?.look.mark ?? deps.mark)
  const lookAfter = (ms: number): void => {
    if (isStopped) return
    lookTimer = clock.after(ms, () => {
      deps.onLook()
      void look().finally(() => lookAfter(isNew() ? LOOK_AGAIN_MS : LOOK_EVERY_MS))
    })
  }
  /** Looks once more: what was put there in the last seconds was looked at by nobody. */
  const takeOver = async (wanted: GoodLook, by: 'itself' | 'supervisor'): Promise<void> => {
    const found = await look()
    if (isStopped) return
    const inTheWay = by === 'supervisor' ? notSafeByHand(deps.facts(), { keepsChannel: deps.keepsChannel(wanted.site) }) : notSafe(deps.facts())
    if (found?.mark === wanted.mark && inTheWay.length === 0) deps.onTakeOver(wanted, by)
    else machine.dispatch({ event: 'not-taken' })
  }

  return {
    start: () => lookAfter(FIRST_LOOK_MS),
    stop() {
      isStopped = true
      lookTimer?.cancel()
      safeTimer?.cancel()
    },
    factsChanged,
    adopt: () => machine.dispatch({ event: 'adopted' }),
    get waiting() {
      const { pending, isTaking } = machine.state
      return pending?.pending === 'waits' && !isTaking ? pending.look : undefined
    },
    get view() {
      const pendingSite = viewOf(machine.state, deps.versionOf)
      const problems = pendingSite?.state === 'wrong' ? { problems: pendingSite.problems } : {}
      return { ...(isMended ? { lastGood: false, problems: [] } : problems), ...(pendingSite ? { pendingSite } : {}) }
    },
  }
}

function viewOf({ pending, notSafe: because }: PendingState, versionOf: (site: Site) => number): PendingSite | undefined {
  if (!pending) return undefined
  const { look, sinceUtcMs } = pending
  if (look.look !== 'good') return { state: 'wrong', problems: problemsOf(look), sinceUtcMs }
  return { state: 'waits', planVersion: versionOf(look.site), because, sinceUtcMs }
}

const problemsOf = (look: Exclude<SiteLook, GoodLook>): readonly string[] => (look.look === 'wrong' ? look.problems : [`${look.detail}: SITE_MISSING`])
