// Constants of watching, switching and transmitting that a site may change. Meaning and origin of the numbers:
// architecture, sections 5 and 6. All whole, so that the ledger can hold them; scores are in hundredths.
import type { z } from 'zod'
import { block, whole } from './fields.ts'

interface Bounds {
  readonly min: number
  readonly max: number
}

const described = (unit: string, preset: number, bounds: Bounds, meaning: string) =>
  whole(bounds.min, bounds.max, unit)
    .default(preset)
    .describe(`${meaning}. ${bounds.min}–${bounds.max}${unit && ` ${unit}`}, default ${preset}.`)

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

// Lower bounds leave room for rehearsals with short times; upper bounds are where a value would stop protecting anybody.
const ms = (preset: number, meaning: string, max: number, min = 10) => described('ms', preset, { min, max }, meaning)
const hundredths = (preset: number, meaning: string, max: number) =>
  described('hundredths', preset, { min: 1, max }, meaning)
const points = (preset: number, meaning: string, max: number) => described('points', preset, { min: 1, max }, meaning)

const watching = {
  probeEveryMs: ms(1_000, 'Time between regular probes of one target', MINUTE, 50),
  probeTimeoutMs: ms(800, 'A probe without a reply for this long is a miss', 10 * SECOND),
  reprobeMs: ms(250, 'Time between fast probes after a miss', 10 * SECOND),
  fastProbeMaxMs: ms(10_000, 'Fast probing of one target ends after this long: a sick system is not hammered', MINUTE),
  silenceUnknownMs: ms(2_500, 'From in order to unknown this long after the last reply', MINUTE),
  silenceDownMs: ms(4_000, 'From any state to down this long after the last reply', 2 * MINUTE),
  goodMs: ms(60_000, 'Recovering becomes in order after this long without a miss', HOUR),
  recoverReplies: described('replies', 3, { min: 1, max: 20 }, 'So many replies within recoverWithinMs end down'),
  recoverWithinMs: ms(3_000, 'Window in which recoverReplies must come', MINUTE),
  cusumMiss: hundredths(340, 'What a missed regular probe adds to the score', 10_000),
  cusumReply: hundredths(35, 'What a reply takes off the score', 10_000),
  cusumDegraded: hundredths(1_450, 'Degraded from this score', 10_000),
  cusumCap: hundredths(2_000, 'Highest score', 10_000),
  degradedClearMs: ms(30_000, 'Degraded ends after the score was 0 this long', HOUR),
  degradedClearMaxMs: ms(600_000, 'It doubles with each relapse up to this', 24 * HOUR),
  degradedRelapseMs: ms(3_600_000, 'Degraded again this soon after the last end counts as a relapse', 24 * HOUR),
  latencyWindowMs: ms(30_000, 'Degraded when the 95th percentile of latency is over its limit this long', 10 * MINUTE),
  latencyReplies: described('replies', 20, { min: 2, max: 120 }, 'Regular replies the percentile is taken of: at 20 a single slow one does not count, two do'),
  penaltyDown: points(1_000, 'Penalty of one failure', 100_000),
  penaltyHalfLifeMs: ms(14_400_000, 'The penalty halves in this time', 7 * 24 * HOUR),
  penaltyUnstable: points(2_500, 'Unstable above this penalty', 1_000_000),
  unstableClearMs: ms(3_600_000, 'Unstable ends after this long without a failure', 7 * 24 * HOUR),
  unstableDownMs: ms(600_000, 'An unstable service that is down this long without a break is simply down', HOUR),
  unknownAlarmMs: ms(60_000, 'Unknown this long is said aloud', 10 * MINUTE),
  outageMemoryMs: described('ms', 600_000, { min: 0, max: HOUR }, 'Down within this time of our own absence is the outage that stood before it'),
  causeWindowMs: described('ms', 2_500, { min: 0, max: 30 * SECOND }, 'Failures this close together are judged as one'),
  causeWaitMs: ms(10_000, 'A cause is named this long after a failure at the latest', MINUTE),
  // Below the beat of own health every tick would be a standstill, and no silence would ever count.
  lagMs: ms(250, 'The program was late by more than this: misses of that moment do not count', 5 * SECOND, 100),
  lagVoidAfterMs: ms(2_000, 'Nor do misses this long after it', MINUTE),
  proofFreshMs: ms(60_000, 'Speech heard end to end proves in order for this long', HOUR),
  peopleTap: hundredths(100, 'Weight of what the dispatcher of this position reports', 10_000),
  peopleUnit: hundredths(100, 'Weight of what one unit reports', 10_000),
  peopleHalfLifeMs: ms(300_000, 'The weight of a report halves in this time', HOUR, 1_000),
  peopleDegraded: hundredths(150, 'Degraded from this weight of reports of different people; ends at half of it', 10_000),
}

const switching = {
  confirmMs: ms(1_000, 'A channel that has not confirmed by then is passed over for the next', 5 * SECOND),
  settleMs: ms(3_000, 'Further switch presses are ignored this long after a switch', 30 * SECOND),
  countdownMs: ms(5_000, 'Time to refuse an automatic switch', MINUTE),
  holdMs: ms(60_000, 'Returning is offered after the primary channel was good this long', HOUR),
  holdMaxMs: ms(3_600_000, 'The hold doubles with each relapse up to this', 24 * HOUR),
  relapseMemoryMs: ms(14_400_000, 'A failure within this time after a return counts as a relapse', 7 * 24 * HOUR),
  ownSpeechMs: ms(30_000, 'No automatic switch within this time after own speech got through', 10 * MINUTE),
  forceAfterMs: ms(1_000, 'A second press after this long releases everything and switches', 10 * SECOND),
  cutMs: ms(2_000, 'Own transmission on a channel that is down is cut after this long', 30 * SECOND),
  emergencyQuietMs: ms(10_000, 'An emergency call counts as over after this long without an event', 5 * MINUTE),
  emergencyHoldMaxMs: ms(60_000, 'Emergency calls that go on hold an automatic switch back no longer than this', 10 * MINUTE),
  handOnMs: ms(300_000, 'An emergency call taken and not handed on is spoken of again this long after the return to the RBS', HOUR),
}

const ptt = {
  softTimeoutMs: ms(45_000, 'Warns that transmission will be stopped', 5 * MINUTE),
  hardTimeoutMs: ms(120_000, 'Stops transmission; keep it below the limit of network and radio', 5 * MINUTE),
  rearmMs: ms(250, 'After a stop the key must be up this long before it works again', 5 * SECOND),
  grantMs: ms(5_000, 'Gives up a request for the floor without an answer after this long', 30 * SECOND),
  queueMs: ms(10_000, 'Gives up a queued request for the floor after this long', MINUTE),
  // The page repeats each 100 ms: below 150 a single late message would cut a sentence.
  pageKeepAliveMs: ms(300, 'A page that is silent this long has let go of its key', SECOND, 150),
}

export const settingsSchema = block({ ...watching, ...switching, ...ptt })

export type Settings = z.infer<typeof settingsSchema>
export type SettingName = keyof Settings

/** Settings that exclude each other; `strict`: equal is wrong too. */
export const SETTING_ORDER: readonly { readonly low: SettingName; readonly high: SettingName; readonly strict: boolean }[] = [
  { low: 'probeTimeoutMs', high: 'probeEveryMs', strict: false },
  { low: 'reprobeMs', high: 'probeEveryMs', strict: false },
  { low: 'probeEveryMs', high: 'silenceUnknownMs', strict: true },
  { low: 'silenceUnknownMs', high: 'silenceDownMs', strict: true },
  { low: 'cusumDegraded', high: 'cusumCap', strict: false },
  { low: 'degradedClearMs', high: 'degradedClearMaxMs', strict: false },
  { low: 'causeWindowMs', high: 'causeWaitMs', strict: false },
  // One person alone never makes a service degraded.
  { low: 'peopleTap', high: 'peopleDegraded', strict: true },
  { low: 'peopleUnit', high: 'peopleDegraded', strict: true },
  { low: 'holdMs', high: 'holdMaxMs', strict: false },
  { low: 'softTimeoutMs', high: 'hardTimeoutMs', strict: true },
]
