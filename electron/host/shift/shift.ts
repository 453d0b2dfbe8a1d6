// The edge of the shift: who sits here by which profile, whether the position is in service, and which plan the next start has.
// Another plan is another start of the host, so whatever asks for one ends this host in good order.
import { failure } from '../../../native/kit/errors.ts'
import { fail, type Result } from '../../../native/kit/result.ts'
import { STANDARD_PROFILE, type NotSafe, type ProfileView } from '../../contract/switching.ts'
import type { SiteView } from '../../contract/topics.ts'
import type { Role } from '../../contract/words.ts'
import type { LookAtSite, Site } from '../site/types.ts'
import { BEGAN_KIND, IN_KIND, inService, MANNED_KIND, NO_SHIFT, OUT_KIND, UNMANNED_KIND, type KeptShift } from './kept-shift.ts'
import { createPendingSites, type GoodLook, type PendingSites, type PendingSitesDeps } from './pending-site.ts'
import { dayOf, isCheckDue } from './plan-check.ts'
import { keepsChannel, notSafeByHand, notSafeForProfile, type SafetyFacts } from './safe.ts'

export type RestartReason = 'profile' | 'site'
export type ShiftRefusal = 'no-such-profile' | 'nothing-changes' | 'nothing-waits' | NotSafe

/** The answer to whoever asked goes out first. */
export const RESTART_AFTER_MS = 50
/** The same again within it is a slip; later it is another shift. */
const SAME_SHIFT_MS = 60_000

/** What a start knows of the shift and its plan. */
export interface ShiftStart {
  readonly profile: string
  readonly profiles: readonly ProfileView[]
  /** The profile that was chosen is no longer in the site file. */
  readonly goneProfile?: string
  readonly kept: KeptShift
  readonly keep: (kept: KeptShift) => void
  /** Mark of the site file in use. */
  readonly mark: string
  /** Absent: the file is not looked at. */
  readonly look?: LookAtSite
  /** Ends this host in good order; its shell starts it again at once. */
  readonly restart?: (why: RestartReason) => void
}

export interface ShiftDeps extends ShiftStart, Pick<PendingSitesDeps, 'clock' | 'alarms' | 'isLastGood' | 'onChange'> {
  /** Of this profile. */
  readonly site: Site
  readonly withProfile: (site: Site, profile: string) => Site | undefined
  readonly recorder: PendingSitesDeps['recorder'] & {
    person(kind: string, payload: object, options?: { readonly role?: Role; readonly content?: string }): Promise<Result<{ readonly seq: number }>>
  }
  readonly facts: () => SafetyFacts & { readonly channel: string }
}

type Recorded = Promise<Result<{ readonly seq: number }>>

export interface Shift {
  start(): void
  stop(): void
  /** Something that may be in the way has changed. */
  factsChanged(): void
  /** @returns CALL_REFUSED with a ShiftRefusal, and what recording returns */
  begin(profile: string, manned: boolean): Recorded
  setManned(manned: boolean): Recorded
  adopt(): Recorded
  setOutOfService(out: boolean, said: { readonly reason?: string }): Recorded
  /** Somebody sits here, and the position is in service: only then it may switch by itself. */
  readonly isManned: boolean
  /** A press keys nothing, except in a drill. */
  readonly isOutOfService: boolean
  readonly view: ShiftView
}

export type ShiftView = Pick<SiteView, 'profile' | 'profiles' | 'shiftSinceUtcMs' | 'pendingSite' | 'outOfServiceUtcMs' | 'manned' | 'plan'> & Partial<Pick<SiteView, 'lastGood' | 'problems'>>

export function createShift(deps: ShiftDeps): Shift {
  return new RunningShift(deps)
}

class RunningShift implements Shift {
  readonly #deps: ShiftDeps
  readonly #pending: PendingSites
  #kept: KeptShift
  #isDue: boolean

  constructor(deps: ShiftDeps) {
    this.#deps = deps
    this.#kept = deps.kept
    this.#isDue = this.#checkIsDue()
    this.#pending = createPendingSites({
      ...deps,
      versionOf: (site) => this.#ofThisProfile(site).plan.version,
      keepsChannel: (site) => this.#keepsChannel(site),
      onLook: () => this.#sayCheck(),
      onTakeOver: (look, by) => {
        this.#willTakeOver(look, by)
        this.#restart('site')
      },
    })
  }

  start(): void {
    const { goneProfile, recorder, alarms, mark, site } = this.#deps
    const { takingOver, ...kept } = this.#kept
    if (takingOver) {
      this.#keep(kept)
      // Where something else lies there by now, what is said of the file says why.
      if (takingOver.mark === mark) recorder.note('site.taken-over', { from: takingOver.from, to: site.plan.version, by: takingOver.by })
    }
    if (goneProfile !== undefined) {
      recorder.note('shift.profile-gone', { profile: goneProfile })
      alarms.raise({ id: 'profile-gone', kind: 'site', severity: 'warning', code: 'profile-gone', params: { profile: goneProfile } })
    }
    this.#sayCheck()
    this.factsChanged()
    this.#pending.start()
  }

  stop(): void {
    this.#pending.stop()
  }

  factsChanged(): void {
    this.#pending.factsChanged()
  }

  async begin(profile: string, manned: boolean): Recorded {
    const { clock, profiles, profile: inUse, recorder, alarms, facts } = this.#deps
    const chosen = profiles.find(({ id }) => id === profile)
    if (!chosen) return refuse('no-such-profile')
    const nowUtcMs = clock.utcMs()
    const isAnother = profile !== inUse
    const isSlip = nowUtcMs - (this.#kept.sinceUtcMs ?? -Infinity) < SAME_SHIFT_MS
    if (!isAnother && manned === this.#isSaidManned && isSlip) return refuse('nothing-changes')
    const [inTheWay] = isAnother ? notSafeForProfile(facts()) : []
    if (inTheWay !== undefined) return refuse(inTheWay)
    this.#say({ profile, manned, sinceUtcMs: nowUtcMs }, nowUtcMs)
    alarms.clear('profile-gone')
    const recorded = await recorder.person(BEGAN_KIND, { profile, label: chosen.label, manned, at: nowUtcMs, before: isAnother ? inUse : undefined })
    if (isAnother) {
      const { waiting } = this.#pending
      if (waiting) this.#willTakeOver(waiting, 'itself')
      this.#restart('profile')
    }
    return recorded
  }

  async setManned(manned: boolean): Recorded {
    if (manned === this.#isSaidManned) return refuse('nothing-changes')
    const nowUtcMs = this.#deps.clock.utcMs()
    this.#say({ manned }, nowUtcMs)
    return this.#deps.recorder.person(manned ? MANNED_KIND : UNMANNED_KIND, { at: nowUtcMs })
  }

  async adopt(): Recorded {
    const { facts, site, recorder } = this.#deps
    const { waiting } = this.#pending
    if (!waiting) return refuse('nothing-waits')
    const other = this.#ofThisProfile(waiting.site)
    const [inTheWay] = notSafeByHand(facts(), { keepsChannel: this.#keepsChannel(waiting.site) })
    if (inTheWay !== undefined) return refuse(inTheWay)
    const recorded = await recorder.person('site.adopted', { from: site.plan.version, to: other.plan.version }, { role: 'supervisor' })
    this.#pending.adopt()
    return recorded
  }

  async setOutOfService(out: boolean, { reason }: { readonly reason?: string }): Recorded {
    if (out === this.isOutOfService) return refuse('nothing-changes')
    const { transmitting, emergency, switching, onAlternative } = this.#deps.facts()
    const causes: readonly (readonly [boolean, NotSafe])[] = [[transmitting, 'transmitting'], [emergency, 'emergency'], [switching, 'switching'], [onAlternative, 'on-alternative']]
    const inTheWay = out ? causes.find(([stands]) => stands) : undefined
    if (inTheWay) return refuse(inTheWay[1])
    const nowUtcMs = this.#deps.clock.utcMs()
    if (!out) this.#kept = inService(this.#kept)
    this.#say(out ? { outOfServiceUtcMs: nowUtcMs } : {}, nowUtcMs)
    return this.#deps.recorder.person(out ? OUT_KIND : IN_KIND, { at: nowUtcMs }, { role: 'supervisor', ...(reason === undefined ? {} : { content: reason }) })
  }

  get isManned(): boolean {
    return this.#isSaidManned && !this.isOutOfService
  }

  get isOutOfService(): boolean {
    return this.#kept.outOfServiceUtcMs !== undefined
  }

  get view(): ShiftView {
    const { profile, profiles, site } = this.#deps
    const { version, approvedBy, checkedOn, automatic } = site.plan
    const { sinceUtcMs, outOfServiceUtcMs } = this.#kept
    return {
      profile,
      profiles,
      manned: this.#isSaidManned,
      plan: { version, approvedBy, checkedOn, checkIsDue: this.#isDue, automatic },
      ...(sinceUtcMs === undefined ? {} : { shiftSinceUtcMs: sinceUtcMs }),
      ...(outOfServiceUtcMs === undefined ? {} : { outOfServiceUtcMs }),
      ...this.#pending.view,
    }
  }

  get #isSaidManned(): boolean {
    return this.#kept.manned ?? this.#deps.site.position.manned
  }

  #ofThisProfile(site: Site): Site {
    return this.#deps.withProfile(site, this.#kept.profile) ?? site
  }

  #keepsChannel(other: Site): boolean {
    const { facts, site } = this.#deps
    return keepsChannel(facts().channel, site.plan.channels, this.#ofThisProfile(other).plan.channels)
  }

  #say(change: Partial<KeptShift>, saidUtcMs: number): void {
    this.#keep({ ...this.#kept, ...change, saidUtcMs })
    this.#deps.onChange()
  }

  #keep(kept: KeptShift): void {
    this.#kept = kept
    this.#deps.keep(kept)
  }

  #willTakeOver({ mark }: GoodLook, by: 'itself' | 'supervisor'): void {
    this.#keep({ ...this.#kept, takingOver: { mark, from: this.#deps.site.plan.version, by } })
  }

  #restart(why: RestartReason): void {
    this.#deps.clock.after(RESTART_AFTER_MS, () => this.#deps.restart?.(why))
  }

  #checkIsDue(): boolean {
    const { clock, site } = this.#deps
    // The plan of simulators is checked against nothing.
    return !site.simulated && isCheckDue(site.plan, clock.utcMs())
  }

  /** Once a day, however often the console is started. */
  #sayCheck(): void {
    const { clock, alarms, site, onChange } = this.#deps
    const isDue = this.#checkIsDue()
    if (isDue !== this.#isDue) {
      this.#isDue = isDue
      onChange()
    }
    const today = dayOf(clock.utcMs())
    if (!isDue || this.#kept.checkSaidOn === today) return
    this.#keep({ ...this.#kept, checkSaidOn: today })
    alarms.raise({ id: 'plan-check', kind: 'site', severity: 'warning', code: 'plan-check', params: { version: site.plan.version, date: site.plan.checkedOn } })
  }
}

const refuse = (cause: ShiftRefusal): Result<never> => fail(failure('CALL_REFUSED', cause))

/** A host that nobody gave a shift: the plan of the file, and nothing kept. */
export const plainShift = (profiles: readonly ProfileView[]): ShiftStart => ({ profile: STANDARD_PROFILE, profiles, kept: NO_SHIFT, keep: () => undefined, mark: '' })
