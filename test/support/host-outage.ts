// The whole host on a hand-moved clock, with an RBS that can be silenced: for tests of what an outage leaves behind.
import { createWorld, startHost, type HostBench, type HostWorld } from './host-bench.ts'

export const SETTLED_MS = 75_000 // until every service is in order and its proofs are in
export const SILENT_MS = 12_000 // until a silent RBS is down

type Change = NonNullable<Parameters<typeof startHost>[1]>
export const manual: Change = (site) => ({ ...site, plan: { ...site.plan, automatic: false } })

export type Bench = HostBench & { readonly world: HostWorld }

export const start = async (world: HostWorld = createWorld(), change: Change = manual): Promise<Bench> => ({ ...(await startHost(world, change)), world })

export async function ready(world?: HostWorld, change?: Change): Promise<Bench> {
  const bench = await start(world, change)
  await bench.run(SETTLED_MS)
  return bench
}
export function silenceRbs(bench: HostBench): void {
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.setFault({ fault: 'silent' })
}
export function wakeRbs(bench: HostBench): void {
  for (const id of ['rbs-a', 'rbs-b']) bench.device(id).radio.clearFault('silent')
}
/** Down once, and in order again. */
export async function fall(bench: HostBench): Promise<void> {
  silenceRbs(bench)
  await bench.run(SILENT_MS)
  wakeRbs(bench)
  await bench.run(SETTLED_MS)
}
