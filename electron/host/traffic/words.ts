// What a technician's tool and a running host say to each other over the local socket: JSON lines, one question a connection.
// The host answers and hardly obeys: nothing that is asked here keys, switches or writes to a device. A new signing key it takes.
import { z } from 'zod'
import type { CellMode, RadioAbout, RadioMode, RefusedFeature, Registration } from '../../../native/kit/driver.ts'
import type { ErrorCode } from '../../../native/kit/errors.ts'
import type { Language } from '../../contract/words.ts'
import type { DeviceLine } from '../log/port.ts'

const deviceId = z.string().min(1).max(64)
/** A site file has at most 32 devices. */
const MOST_DEVICES = 32
const PATH_MAX = 1024

/** What a command takes with it, beside the console: out of the record, or the masked traffic in a file. */
export const TAKEN_FROM_RECORD = ['samples', 'entries', 'counts', 'traffic'] as const
export type TakenFromRecord = (typeof TAKEN_FROM_RECORD)[number]

export const questionSchema = z.discriminatedUnion('ask', [
  /** Answered by one `status`, and the end. */
  z.strictObject({ ask: z.literal('status') }),
  /** Answered by one `key-rotated` or `refused`, and the end. */
  z.strictObject({ ask: z.literal('rotate-key') }),
  /** Somebody copies the whole record to this folder: answered by one `copy-recorded` or `refused`, and the end. */
  z.strictObject({ ask: z.literal('copy-record'), to: z.string().min(1).max(PATH_MAX) }),
  /** Somebody reads the record beside the console: answered by one `taking-recorded` or `refused`, and the end. */
  z.strictObject({ ask: z.literal('take-from-record'), what: z.enum(TAKEN_FROM_RECORD) }),
  /** Answered by `begin`, the lines of the ring, `live`, and then each line as it comes. */
  z.strictObject({
    ask: z.literal('traffic'),
    /** Absent: every device. */
    devices: z.array(deviceId).min(1).max(MOST_DEVICES).optional(),
    identities: z.enum(['masked', 'plain']),
  }),
])

export type Question = z.infer<typeof questionSchema>
export type TrafficQuestion = Extract<Question, { ask: 'traffic' }>

export interface Quantiles {
  readonly n: number
  readonly p50: number
  readonly p95: number
}

/** What the running host knows of one device without asking it anything. */
export interface DeviceFacts {
  readonly id: string
  readonly driver: string
  readonly link: 'opening' | 'up' | 'down'
  readonly sinceUtcMs: number
  readonly cause?: ErrorCode
  readonly detail?: string
  readonly registration?: Registration
  readonly cell?: CellMode
  /** GSSI on which the radio stands. */
  readonly group?: string
  /** Its own identity only by its last digits. */
  readonly about?: RadioAbout
  /** What it refused of what was asked of it at start, in its own word. */
  readonly refused?: readonly RefusedFeature[]
  readonly mode?: RadioMode
  readonly signalDbm?: number
  readonly batteryPercent?: number
  /** From a command to its final result, of the newest ones, ms. */
  readonly answerMs?: Quantiles
  readonly lastLineUtcMs?: number
}

export interface HostStatus {
  readonly packet: 'status'
  readonly pid: number
  readonly bootId: string
  readonly position: string
  readonly language: Language
  readonly devices: readonly DeviceFacts[]
}

/** A traffic line is a fixture line without `packet`; everything else has one. */
export type TrafficPacket =
  | { readonly packet: 'begin'; readonly position: string; readonly language: Language; readonly devices: readonly string[]; readonly identities: 'masked' | 'plain' }
  /** What follows has just happened. */
  | { readonly packet: 'live' }
  /** The reader did not keep up: so many lines were not sent, and this is the end. */
  | { readonly packet: 'cut'; readonly lost: number }
  | { readonly packet: 'refused'; readonly code: ErrorCode; readonly detail: string }

/** Of the entry that says so, and the head code the new key signed first. */
export interface KeyRotatedLine {
  readonly packet: 'key-rotated'
  readonly seq: number
  readonly key: string
  readonly headCode: string
}

/** The record holds that it is copied, and where it is. */
export interface CopyRecordedLine {
  readonly packet: 'copy-recorded'
  readonly seq: number
  readonly folder: string
}

/** The record holds that something was read out of it. */
export interface TakingRecordedLine {
  readonly packet: 'taking-recorded'
  readonly seq: number
}

export type HostLine = TakingRecordedLine | HostStatus | TrafficPacket | KeyRotatedLine | CopyRecordedLine | DeviceLine
