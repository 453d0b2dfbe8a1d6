import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { siteSchema } from '../../../electron/host/site/schema.ts'
import { watchedSite, type SiteServiceShape } from '../../../electron/host/watch/from-site.ts'
import { DEFAULT_WATCH_SETTINGS } from '../../../electron/host/watch/settings.ts'

const demo = siteSchema.parse(parse(readFileSync(new URL('../../../resources/sites/demo.yaml', import.meta.url), 'utf8')))
const one = (probes: SiteServiceShape['probes']): boolean | undefined =>
  watchedSite([{ id: 'a', role: 'other', label: 'A', dependsOn: [], probes }]).services[0]?.viaOwnNetwork

it('takes the services of the demo site as they are, none of which needs a network', () => {
  const { services, targets } = watchedSite(demo.services)
  expect(services.map((service) => [service.id, service.role, service.viaOwnNetwork, service.probes.map((probe) => `${probe.id} ${probe.weight} ${probe.latencyLimitMs}`)])).toEqual([
    ['rbs', 'console', false, ['rbs-sip primary 300', 'rbs-heartbeat primary 300', 'rbs-tcp secondary 300']],
    ['c2000', 'witness', false, ['control-radio primary 300']],
    ['lan', 'network', false, ['lan-http primary 300']],
  ])
  expect(targets.get('rbs-heartbeat')).toMatchObject({ kind: 'heartbeat', transport: 'udp', port: 45_070 })
})

it('a service is reached over our network when all its primary probes are', () => {
  expect(one([{ id: 'a', weight: 'primary', kind: 'tcp', host: '10.0.0.5', port: 1 }])).toBe(true)
  expect(one([{ id: 'a', weight: 'primary', kind: 'http', url: 'https://[2001:db8::1]/' }])).toBe(true)
  expect(one([{ id: 'a', weight: 'primary', kind: 'http', url: 'http://[::1]:8080/' }])).toBe(false)
  expect(one([{ id: 'a', weight: 'primary', kind: 'witness', device: 'radio' }])).toBe(false)
  expect(one([{ id: 'a', weight: 'primary', kind: 'icmp', host: '10.0.0.1' }])).toBe(true)
  expect(one([{ id: 'a', weight: 'primary', kind: 'dns', server: '10.0.0.1', port: 53, name: 'rbs.example', recordType: 'A' }])).toBe(true)
  expect(one([{ id: 'a', weight: 'primary', kind: 'clock', server: '127.0.0.1', port: 123, maxOffsetMs: 1_000, everyS: 64 }])).toBe(false)
  expect(one([
    { id: 'a', weight: 'primary', kind: 'sip', transport: 'udp', host: '10.0.0.5', port: 5060 },
    { id: 'b', weight: 'primary', kind: 'heartbeat', transport: 'udp', host: '127.0.0.1', port: 45_070, everyMs: 500 },
  ])).toBe(false)
})

it('has the same constants as the site file where that says nothing', () => {
  expect(demo.settings).toMatchObject(DEFAULT_WATCH_SETTINGS)
})
