import { describe, expect, it } from 'vitest'
import { createOwnNetwork, isNetworkUp, readSystemInterfaces, type OwnInterface } from '../../../electron/host/watch/own-network.ts'
import { createManualClock } from '../../support/manual-clock.ts'

const lo: OwnInterface = { name: 'lo', addresses: [{ address: '127.0.0.1', internal: true }] }
const eth = (address: string, carrier?: string): OwnInterface => ({ name: 'eth0', addresses: [{ address, internal: false }], carrier })

describe('the own network', () => {
  it.each([
    ['loopback alone', [lo], false],
    ['an address, link up', [lo, eth('10.0.0.9', '1')], true],
    ['an address the system keeps on a dead link', [lo, eth('10.0.0.9', '0')], false],
    ['an address where the system does not tell the link', [lo, eth('10.0.0.9')], true],
    ['an address the machine gave itself', [lo, eth('169.254.3.7', '1'), eth('fe80::1', '1')], false],
    ['IPv6', [eth('2001:db8::9', '1')], true],
    ['nothing', [], false],
  ])('%s: %j', (_, interfaces, up) => {
    expect(isNetworkUp(interfaces)).toBe(up)
  })

  it('tells the first finding and every change, and nothing after its end', async () => {
    const clock = createManualClock()
    let now: readonly OwnInterface[] = [eth('10.0.0.9', '1')]
    const told: string[] = []
    const end = createOwnNetwork(clock, async () => now).watch((word) => told.push(`${word}@${clock.monotonicMs()}`))
    await clock.advanceAsync(2_500)
    now = [lo]
    await clock.advanceAsync(1_000)
    now = [eth('10.0.0.9', '1')]
    await clock.advanceAsync(1_000)
    expect(told).toEqual(['found@0', 'lost@3000', 'found@4000'])
    end()
    now = [lo]
    await clock.advanceAsync(5_000)
    expect(told).toHaveLength(3)
    expect(clock.pending).toBe(0)
  })
})

it('a system that does not let us look leaves what was known', async () => {
  const clock = createManualClock()
  let read = async (): Promise<readonly OwnInterface[]> => [eth('10.0.0.9', '1')]
  const told: string[] = []
  const end = createOwnNetwork(clock, () => read()).watch((word) => told.push(word))
  await clock.advanceAsync(10)
  read = () => Promise.reject(new Error('EPERM'))
  await clock.advanceAsync(5_000)
  expect(told).toEqual(['found'])
  end()
})

it('finds the loopback of this machine, which is no network', async () => {
  const interfaces = await readSystemInterfaces()
  const loopback = interfaces.filter((one) => one.addresses.some((at) => at.address === '127.0.0.1'))
  expect(loopback).toHaveLength(1)
  expect(isNetworkUp(loopback)).toBe(false)
})
