// Tries each probe of the site file once: can it be opened here, and what does it say now? One question each, all at the same
// time, each with a bound. A contact's port is only looked for, since opening one raises its outputs for a moment; a control
// radio is examined as the device it is.
import type { Clock, Random } from '../../../../native/kit/clock.ts'
import { chooseDevice, deviceName } from '../../../../native/kit/device-identity.ts'
import { failure, type Failure } from '../../../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../../../native/kit/result.ts'
import { bounded } from '../../../../native/transport/bounded.ts'
import { nodeBinary, surroundings } from '../../../../native/transport/ptt-watchdog/node-binary.ts'
import { adapterOf } from '../../../host/devices/usb-names.ts'
import type { Site, SiteProbe, SiteSenseTransport } from '../../../host/site/schema.ts'
import { createLogReader, createProbeOpener, processesHere, readerProcess, type Probe, type ProbeEars, type ProbeResult, type ProbeTarget } from '../../../host/watch/index.ts'
import type { NodeFacts } from '../judge/devices.ts'
import type { Plugged } from './look.ts'
import { nodeFacts } from './node-facts.ts'

export type ProbeTrial =
  | { readonly trial: 'asked'; readonly result: ProbeResult }
  /** Listened for what comes by itself: beats, echoes of `ping`. */
  | { readonly trial: 'listened'; readonly beats: boolean; readonly forMs: number }
  | { readonly trial: 'failed'; readonly error: Failure }
  | { readonly trial: 'contact'; readonly found: Result<string>; readonly node?: NodeFacts }
  | { readonly trial: 'radio'; readonly device: string }
  /** The console that runs has the port already. */
  | { readonly trial: 'left-to-console' }

export interface TrialDeps {
  readonly clock: Clock
  readonly random: Random
  readonly platform: NodeJS.Platform
  readonly environment: NodeJS.ProcessEnv
  readonly plugged: Plugged
  readonly isInService: boolean
}

export interface TriedProbe {
  readonly probe: SiteProbe
  readonly trial: ProbeTrial
}

const ASK_MS = 2_000
const OPEN_MS = 3_000

export async function tryProbes({ services, settings }: Pick<Site, 'services' | 'settings'>, deps: TrialDeps): Promise<readonly TriedProbe[]> {
  const { clock, platform, environment } = deps
  const node = nodeBinary(surroundings())
  const open = createProbeOpener({
    clock,
    random: deps.random,
    settings,
    witnessRadio: () => undefined,
    logReader: createLogReader({ clock, start: node === undefined ? undefined : () => readerProcess(node, environment) }),
    processes: processesHere(clock, platform),
  })
  return Promise.all(services.flatMap(({ probes }) => probes).map(async (probe) => ({ probe, trial: await tryOne(probe, open, deps) })))
}

async function tryOne(probe: SiteProbe, open: (target: ProbeTarget) => Result<Probe>, { clock, plugged, isInService }: TrialDeps): Promise<ProbeTrial> {
  if (probe.kind === 'witness') return { trial: 'radio', device: probe.device }
  if (probe.kind === 'serial-line') return tryContact(probe.transport, plugged)
  if (probe.kind === 'heartbeat' && isInService) return { trial: 'left-to-console' }
  // Whether it runs now is asked, not whether it is being restarted.
  const opened = open(probe.kind === 'process' ? { ...probe, restartMs: 0 } : probe)
  if (!opened.ok) return { trial: 'failed', error: opened.error }
  try {
    return await askOnce(opened.value, clock)
  } finally {
    await opened.value.close()
  }
}

async function askOnce(probe: Probe, clock: Clock): Promise<ProbeTrial> {
  const first = Promise.withResolvers<Result<void>>()
  const ears: ProbeEars = {
    push: ({ result }) => { if (result.kind === 'reply') first.resolve(ok()) },
    suspect: () => undefined,
    lost: (error) => first.resolve(fail(error)),
  }
  const ready = await bounded(clock, OPEN_MS, Promise.resolve(probe.open?.(ears) ?? ok()))
  if (!ready.done) return { trial: 'failed', error: failure('LINK_TIMEOUT') }
  if (!ready.value.ok) return { trial: 'failed', error: ready.value.error }
  if (!probe.ask) {
    const heard = await bounded(clock, ASK_MS, first.promise)
    return heard.done && !heard.value.ok ? { trial: 'failed', error: heard.value.error } : { trial: 'listened', beats: heard.done, forMs: ASK_MS }
  }
  const abort = new AbortController()
  const asked = await bounded(clock, ASK_MS, probe.ask(abort.signal))
  abort.abort()
  return { trial: 'asked', result: asked.done ? asked.value : { kind: 'timeout' } }
}

async function tryContact(transport: SiteSenseTransport, { sightings, trouble }: Plugged): Promise<ProbeTrial> {
  if (transport.kind === 'rfc2217') return { trial: 'contact', found: ok(`rfc2217://${transport.host}:${transport.port}`) }
  const adapter = adapterOf(transport)
  if (adapter) {
    const wanted = { ...adapter, bus: 'serial' as const }
    const chosen = chooseDevice(wanted, sightings)
    if (!chosen.ok) return { trial: 'contact', found: fail(trouble ?? failure(chosen.error.code, deviceName(wanted))) }
    return withNode(chosen.value.path)
  }
  return withNode(transport.path ?? '')
}

async function withNode(path: string): Promise<ProbeTrial> {
  // A COM port has no file.
  if (!path.startsWith('/')) return { trial: 'contact', found: ok(path) }
  const node = await nodeFacts(path)
  return node ? { trial: 'contact', found: ok(path), node } : { trial: 'contact', found: fail(failure('LINK_MISSING', path)) }
}
