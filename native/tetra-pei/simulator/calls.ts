// The group call a simulated radio is in, and who has the floor of it. Order of events: reference section 4.
import type { Timer } from '../../kit/clock.ts'
import { CAUSE_TIMER_EXPIRY, TX_GRANT, TX_REQUEST } from '../constants.ts'
import { encodeCallConnect } from '../messages/call-connect.ts'
import { encodeCallProgress } from '../messages/call-progress.ts'
import { encodeCallRelease } from '../messages/call-release.ts'
import { encodeFloorCeased, encodeFloorChange, encodeGrant } from '../messages/floor.ts'
import { encodeIncomingCall } from '../messages/incoming-call.ts'
import type { FaultSet } from './faults.ts'
import type { RadioSettings, Transmission } from './radio.ts'
import { createTimerGroup, type TimerGroup } from './timers.ts'

export interface CallPorts {
  readonly settings: RadioSettings
  readonly faults: FaultSet
  /** A line of the speech service; goes out only when the console has registered for it. */
  readonly say: (line: string) => void
  readonly onTransmitting: (now: Transmission | undefined) => void
}

interface Call {
  readonly cc: number
  readonly gssi: number
  /** Another unit that has the floor. */
  talker: number | undefined
  /** Our own request stands; `queued` when the network said so. */
  asking: 'no' | 'waiting' | 'queued'
  /** Takes the result of an ATD that is still unanswered. */
  dialled: ((ok: boolean) => void) | undefined
}

/** Instances seen on real radios; none may be taken for granted. */
const CALL_INSTANCES = [1, 3, 46, 0, 2, 255] as const
const SETUP_GIVE_UP_MS = 10_000
const CAUSE = { userRequest: 1, notReachable: 3, unknownIdentity: 16 } as const
const SPEECH = { hook: 1, simplex: 1, aiService: 0, e2ee: 0, comms: 1, codec: 1 } as const

export class CallControl {
  readonly #ports: CallPorts
  readonly #timers: TimerGroup
  #call: Call | undefined
  #transmission: Transmission | undefined
  #hang: Timer | undefined
  #opened = 0

  constructor(ports: CallPorts) {
    this.#ports = ports
    this.#timers = createTimerGroup(ports.settings.clock)
  }

  get transmitting(): Transmission | undefined {
    return this.#transmission
  }

  get isInCall(): boolean {
    return this.#call !== undefined
  }

  /** True while another unit has the floor. */
  get isReceiving(): boolean {
    return this.#call?.talker !== undefined
  }

  /**
   * Sets a group call up.
   *
   * @param done  hears the result of ATD, at once or after the network's verdict, as the settings say
   * @returns false when a call stands already
   */
  dial(gssi: number, priority: number, done: (ok: boolean) => void): boolean {
    if (this.#call) return false
    const { settings, say } = this.#ports
    const call = this.#open(gssi)
    if (settings.dialAnswer === 'at-once') done(true)
    else call.dialled = done
    say(encodeCallProgress({ cc: call.cc, callStatus: 0, ...SPEECH }))
    if (!settings.groups.some((group) => group.gssi === gssi)) {
      this.#laterIn(call, settings.grantMs, () => this.drop(CAUSE.unknownIdentity))
      return true
    }
    this.#laterIn(call, settings.grantMs / 2, () => this.#sayConnect(call, priority))
    this.#request(call)
    this.#laterIn(call, SETUP_GIVE_UP_MS, () => void (call.dialled && this.drop(CAUSE.notReachable)))
    return true
  }

  /** [M] Any character aborts a set-up that is still unanswered. */
  abortDial(): void {
    if (this.#call?.dialled) this.drop(CAUSE.userRequest)
  }

  /** Asks for the floor. @returns false when there is no such call, or the floor is ours or asked for already */
  demand(cc: number): boolean {
    const call = this.#call
    if (!call || call.cc !== cc || this.#transmission || call.asking !== 'no' || this.#mayAsk === TX_REQUEST.forbidden) return false
    this.#request(call)
    return true
  }

  /** Gives the floor, or the request for it, back. @returns false when neither is ours */
  cease(cc: number): boolean {
    const call = this.#call
    if (!call || call.cc !== cc || this.#transmission?.by === 'hand') return false
    if (this.#transmission) {
      this.#ceaseOwn(call)
      return true
    }
    if (call.asking === 'no') return false
    call.asking = 'no'
    // A late grant still comes to a call that stands.
    if (call.talker === undefined && !this.#ports.faults.of('late-grant')) this.#startHang(call)
    return true
  }

  hangUp(): void {
    this.drop(CAUSE.userRequest)
  }

  /** Another unit takes the floor, ours included. */
  otherTalks(talk: { readonly ssi: number; readonly gssi: number; readonly priority: number }): void {
    const { ssi, gssi, priority } = talk
    const { say } = this.#ports
    if (this.#call && this.#call.gssi !== gssi) this.drop(CAUSE_TIMER_EXPIRY)
    const isNew = !this.#call
    const call = this.#call ?? this.#open(gssi)
    call.talker = ssi
    this.#hang?.cancel()
    this.#transmit(undefined)
    if (isNew || priority > 0) {
      const parties = { callingType: 0, calling: String(ssi), calledType: 0, called: String(gssi) }
      say(encodeIncomingCall({ cc: call.cc, callStatus: 0, ...SPEECH, ...parties, priority }))
      this.#sayConnect(call, priority)
    }
    say(encodeGrant({ cc: call.cc, txGrant: TX_GRANT.grantedToAnother, txRqPrmsn: this.#mayAsk, e2ee: 0, tpiType: 0, tpi: String(ssi) }))
  }

  otherStops(): void {
    const call = this.#call
    if (!call || call.talker === undefined) return
    call.talker = undefined
    this.#ports.say(encodeFloorCeased({ cc: call.cc, txRqPrmsn: this.#mayAsk }))
    if (call.asking === 'queued') this.#grantUs(call, 'console')
    else this.#startHang(call)
  }

  keyByHand(gssi: number): void {
    if (!this.#transmission && !this.isReceiving) this.#grantUs(this.#call ?? this.#open(gssi), 'hand')
  }

  releaseByHand(): void {
    if (this.#call && this.#transmission?.by === 'hand') this.#ceaseOwn(this.#call)
  }

  takeFloor({ how, ssi }: { readonly how: 'interrupt' | 'wait'; readonly ssi: number }): void {
    const call = this.#call
    if (!call || (!this.#transmission && call.asking === 'no')) return
    const { say } = this.#ports
    if (how === 'wait') {
      this.#transmit(undefined)
      call.asking = 'no'
      say(encodeFloorChange({ cmd: '+CTXW', cc: call.cc, txRqPrmsn: 0 }))
      return this.#startHang(call)
    }
    this.#transmit(undefined)
    call.talker = ssi
    call.asking = 'no'
    say(encodeFloorChange({ cmd: '+CTXI', cc: call.cc, txGrant: TX_GRANT.grantedToAnother, txRqPrmsn: this.#mayAsk, e2ee: 0, tpiType: 0, tpi: String(ssi), talkerSsi: ssi }))
  }

  /** The network goes on with the call and says anew who may ask. */
  sayWhoMayAsk(): void {
    if (this.#call) this.#ports.say(encodeFloorChange({ cmd: '+CTXN', cc: this.#call.cc, txRqPrmsn: this.#mayAsk }))
  }

  get #mayAsk(): number {
    return this.#ports.faults.of('no-asking') ? TX_REQUEST.forbidden : TX_REQUEST.allowed
  }

  /** Ends the call, if there is one. */
  drop(cause: number): void {
    const ended = this.#call
    if (!ended) return
    this.#call = undefined
    this.#hang?.cancel()
    this.#transmit(undefined)
    this.#ports.say(encodeCallRelease({ cc: ended.cc, cause }))
    this.#answerDial(ended, false)
  }

  /** The radio lost its power: no event, no timer, nothing on the air. */
  reset(): void {
    this.#timers.cancelAll()
    this.#call = undefined
    this.#transmit(undefined)
  }

  #open(gssi: number): Call {
    const cc = this.nextInstance()
    const call: Call = { cc, gssi, talker: undefined, asking: 'no', dialled: undefined }
    this.#call = call
    return call
  }

  /** The number of the next call, whatever kind. */
  nextInstance(): number {
    return CALL_INSTANCES[this.#opened++ % CALL_INSTANCES.length] ?? 1
  }

  #request(call: Call): void {
    const { faults, settings } = this.#ports
    call.asking = 'waiting'
    this.#hang?.cancel()
    const late = faults.of('late-grant')
    if (late) this.#laterIn(call, late.afterMs, () => this.#grantUs(call, 'console'))
    else this.#laterIn(call, settings.grantMs, () => void (call.asking === 'waiting' && this.#decide(call)))
  }

  #decide(call: Call): void {
    const { faults } = this.#ports
    const noGrant = faults.of('no-grant')
    if (noGrant?.how === 'nothing') return call.dialled ? undefined : this.#startHang(call)
    if (noGrant) return this.#refuse(call)
    if (call.talker !== undefined) return faults.of('other-talker')?.demands === 'queued' ? this.#enqueue(call) : this.#refuse(call)
    const queue = faults.of('queue')
    if (!queue) return this.#grantUs(call, 'console')
    this.#enqueue(call)
    const grant = (): void => void (call.asking === 'queued' && this.#grantUs(call, 'console'))
    if (queue.grantAfterMs !== undefined) this.#laterIn(call, queue.grantAfterMs, grant)
  }

  #grantUs(call: Call, by: Transmission['by']): void {
    const { settings, say } = this.#ports
    call.asking = 'no'
    call.talker = undefined
    this.#hang?.cancel()
    const granted: Transmission = { cc: call.cc, gssi: call.gssi, sinceMs: settings.clock.monotonicMs(), by }
    this.#transmit(granted)
    say(encodeGrant({ cc: call.cc, txGrant: TX_GRANT.granted, txRqPrmsn: this.#mayAsk, e2ee: 0 }))
    this.#answerDial(call, true)
    this.#laterIn(call, settings.talkLimitMs, () => void (this.#transmission === granted && this.#ceaseOwn(call)))
  }

  #refuse(call: Call): void {
    call.asking = 'no'
    this.#sayVerdict(call, TX_GRANT.notGranted)
    if (call.talker === undefined) this.#startHang(call)
  }

  #enqueue(call: Call): void {
    call.asking = 'queued'
    this.#sayVerdict(call, TX_GRANT.queued)
  }

  #ceaseOwn(call: Call): void {
    this.#transmit(undefined)
    this.#ports.say(encodeFloorCeased({ cc: call.cc, txRqPrmsn: this.#mayAsk }))
    this.#startHang(call)
  }

  #sayVerdict(call: Call, txGrant: number): void {
    this.#ports.say(encodeGrant({ cc: call.cc, txGrant, txRqPrmsn: this.#mayAsk, e2ee: 0 }))
    this.#answerDial(call, true)
  }

  #sayConnect(call: Call, priority: number): void {
    this.#ports.say(encodeCallConnect({ cc: call.cc, ...SPEECH, priority }))
  }

  #answerDial(call: Call, ok: boolean): void {
    const { dialled } = call
    call.dialled = undefined
    dialled?.(ok)
  }

  #startHang(call: Call): void {
    this.#hang?.cancel()
    this.#hang = this.#laterIn(call, this.#ports.settings.hangMs, () => this.drop(CAUSE_TIMER_EXPIRY))
  }

  #transmit(now: Transmission | undefined): void {
    if (this.#transmission === now) return
    this.#transmission = now
    this.#ports.onTransmitting(now)
  }

  /** Runs only if the same call still stands. */
  #laterIn(call: Call, ms: number, run: () => void): Timer {
    return this.#timers.later(ms, () => void (this.#call === call && run()))
  }
}
