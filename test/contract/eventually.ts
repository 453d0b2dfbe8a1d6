// Waits for something outside our clock (sockets, child processes), with an end.

const LOOK_MS = 5

/** Resolves when `holds`; rejects after `limitMs`, saying `what`. */
export async function eventually(holds: () => boolean, limitMs = 5_000, what = holds.toString()): Promise<void> {
  const until = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > until) throw new Error(`not within ${limitMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
