// Short data of a radio: texts, statuses and positions, both ways. Source: EN 300 392-2 clause 29 (SDS-TL).
import type { Result } from './result.ts'

/** One unit, or a group. A group is never asked for a report: hundreds of radios would answer. */
export type ShortDataAddress = { readonly ssi: string } | { readonly gssi: string }

/** `received`: the unit's radio has it; `consumed`: a person opened it. */
export type ReportWish = 'none' | 'received' | 'consumed' | 'both'

/**
 * `sent`: went over the air, which a radio that is switched off gives too · `delivered`: the unit's radio has it ·
 * `read`: a person opened it · `failed`: it did not arrive · `unconfirmed`: it may have gone; nobody said so.
 */
export type DeliveryState = 'sent' | 'delivered' | 'read' | 'failed' | 'unconfirmed'

/** A place as a radio tells it; never made of a report without a fix. */
export interface RadioPosition {
  /** Degrees, WGS 84. */
  readonly lat: number
  readonly lon: number
  /** Upper bound of the error, m; absent when it is not known. */
  readonly errorBelowM?: number
}

export type ShortDataEvent =
  | {
      readonly event: 'text'
      /** Number of this message in this driver, for `consumed`. */
      readonly message: number
      readonly text: string
      readonly from?: string
      readonly to?: string
      /** To be shown at once. */
      readonly immediate: boolean
      /** A part is missing, or the characters had to be guessed. */
      readonly doubtful: boolean
    }
  | { readonly event: 'status'; readonly value: number; readonly from?: string; readonly to?: string }
  | ({
      readonly event: 'position'
      readonly from?: string
      /** 0 under 5 s, 1 under 5 min, 2 under 30 min, 3 not known. */
      readonly age: number
      readonly speedKmh?: number
      readonly headingDeg?: number
      readonly reason?: number
    } & RadioPosition)
  /** What became of a message of ours; told again as more is known, never backwards. */
  | { readonly event: 'delivery'; readonly message: number; readonly state: DeliveryState; readonly detail?: string }

export interface ShortData {
  /**
   * Queues a text; it goes when nobody speaks.
   *
   * @returns the number that `delivery` tells of; LINK_CLOSED, LINK_UNSUPPORTED when read-only, CALL_INVALID for an
   *   address or a length that cannot be sent, DEVICE_BUSY when too many wait
   */
  sendText(to: ShortDataAddress, text: string, options?: { readonly report?: ReportWish }): Result<number>
  /** @param value  0–65535; what each means is the customer's table */
  sendStatus(to: ShortDataAddress, value: number): Result<number>
  /** A person opened the received text: told to its sender if he asked for it, once. */
  consumed(message: number): void
}
