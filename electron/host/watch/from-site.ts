// From the services of the site file to what the watch takes. Structural, so that the watch needs no word of the site area.
import { isIP } from 'node:net'
import type { ProbeWeight, ServiceRole } from '../../contract/words.ts'
import type { ProbeTarget } from './probes/open-probe.ts'
import { DEFAULT_LATENCY_LIMIT_MS, type ServiceConfig } from './types.ts'

type SiteProbeShape = ProbeTarget & { readonly id: string; readonly weight: ProbeWeight; readonly latencyLimitMs?: number }

export interface SiteServiceShape {
  readonly id: string
  readonly role: ServiceRole
  readonly label: string
  readonly dependsOn: readonly string[]
  readonly probes: readonly SiteProbeShape[]
}

export interface WatchedSite {
  readonly services: readonly ServiceConfig[]
  /** Probe id → what it asks. */
  readonly targets: ReadonlyMap<string, ProbeTarget>
}

export function watchedSite(services: readonly SiteServiceShape[]): WatchedSite {
  return {
    services: services.map((one) => ({
      id: one.id,
      role: one.role,
      label: one.label,
      dependsOn: one.dependsOn,
      // One primary road that does not need our network is enough to see the service without it.
      viaOwnNetwork: one.probes.filter((probe) => probe.weight === 'primary').every(needsOwnNetwork),
      probes: one.probes.map(({ id, weight, latencyLimitMs = DEFAULT_LATENCY_LIMIT_MS }) => ({ id, weight, latencyLimitMs })),
    })),
    targets: new Map(services.flatMap((one) => one.probes.map((probe) => [probe.id, probe] as const))),
  }
}

function needsOwnNetwork(target: ProbeTarget): boolean {
  switch (target.kind) {
    case 'witness':
    case 'process': return false
    // A share by its Windows name; what is mounted into a folder looks like any other.
    case 'log-tail': return /^(?:\\\\|\/\/)/.test(target.path)
    case 'serial-line': return target.transport.kind === 'rfc2217' && !isLoopback(target.transport.host)
    case 'http': return !isLoopback(URL.parse(target.url)?.hostname ?? '')
    case 'dns':
    case 'clock': return !isLoopback(target.server)
    case 'tcp':
    case 'sip':
    case 'icmp':
    case 'heartbeat': return !isLoopback(target.host)
  }
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
