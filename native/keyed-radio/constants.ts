// Times of a keyed set. Source: architecture section 6, "PTT"; reference/hid-consoles.md sections 1.4 and 4.

export const BACKOFF_MS = [1_000, 2_000, 5_000] as const // between openings; then 5 s for ever

/** From command to read-back: a relay moves in 10 ms, a transmitter with a lamp contact in 100. */
export const READ_BACK_MS = 300

/** Un-keyings without a read-back that falls, before the set is said to be possibly on the air. */
export const UNKEY_TRIES = 3

/** A set that may still be on the air is un-keyed again this often, until it shows that it is not. */
export const UNKEY_AGAIN_MS = 500

/** The arbiter's hard limit of 120 s goes first; this one stands when nobody above it is left to let go. */
export const GUARD_MS = 121_000

/** A carrier shorter than this is noise, and a gap shorter than this is fading. */
export const CARRIER_ON_MS = 40
export const CARRIER_OFF_MS = 150

/** A set's own squelch opens and closes while it stops sending. */
export const AFTER_SENDING_MS = 250
