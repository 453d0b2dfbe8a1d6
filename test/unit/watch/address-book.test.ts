import { describe, expect, it } from 'vitest'
import { createAddressBook } from '../../../electron/host/watch/probes/address-book.ts'
import { createManualClock } from '../../support/manual-clock.ts'

function book() {
  const clock = createManualClock()
  const asked: string[] = []
  const answers = new Map<string, (address: string | undefined) => void>()
  const addresses = createAddressBook(clock, (host) => {
    asked.push(host)
    return new Promise((resolve) => answers.set(host, resolve))
  })
  return { clock, addresses, asked, answer: (host: string, address: string | undefined) => answers.get(host)?.(address) }
}

describe('the address book', () => {
  it('never asks for what is an address', async () => {
    const at = book()
    expect(await at.addresses.addressOf('10.0.0.5')).toBe('10.0.0.5')
    expect(await at.addresses.addressOf('::1')).toBe('::1')
    expect(at.asked).toEqual([])
  })

  it('asks a silent resolver once, however often it is needed', async () => {
    const at = book()
    const both = [at.addresses.addressOf('rbs'), at.addresses.addressOf('rbs')]
    at.answer('rbs', '10.0.0.5')
    expect(await Promise.all(both)).toEqual(['10.0.0.5', '10.0.0.5'])
    expect(at.asked).toEqual(['rbs'])
  })

  it('keeps other names waiting for nothing while one hangs: the disk needs the other threads', async () => {
    const at = book()
    void at.addresses.addressOf('rbs')
    expect(await at.addresses.addressOf('lan')).toBeUndefined()
    expect(at.asked).toEqual(['rbs'])
  })

  it('goes on using a known address when the resolver dies', async () => {
    const at = book()
    const first = at.addresses.addressOf('rbs')
    at.answer('rbs', '10.0.0.5')
    await first
    at.clock.advance(300_001)
    expect(await at.addresses.addressOf('rbs')).toBe('10.0.0.5')
    expect(at.asked).toEqual(['rbs', 'rbs'])
    at.answer('rbs', undefined)
    await Promise.resolve()
    expect(await at.addresses.addressOf('rbs')).toBe('10.0.0.5')
  })

  it('takes a new address when the resolver has one', async () => {
    const at = book()
    const first = at.addresses.addressOf('rbs')
    at.answer('rbs', '10.0.0.5')
    await first
    // Within half a minute, for a system that failed over by its name is not down.
    at.clock.advance(30_001)
    await at.addresses.addressOf('rbs')
    at.answer('rbs', '10.0.0.6')
    await new Promise((resolve) => setImmediate(resolve))
    expect(await at.addresses.addressOf('rbs')).toBe('10.0.0.6')
  })

  it('looks up the name that found the resolver taken as soon as it is free, before the hanging one again', async () => {
    const at = book()
    void at.addresses.addressOf('rbs')
    void at.addresses.addressOf('lan')
    void at.addresses.addressOf('gms')
    at.answer('rbs', undefined)
    await new Promise((resolve) => setImmediate(resolve))
    void at.addresses.addressOf('rbs')
    at.answer('lan', '10.0.0.8')
    await new Promise((resolve) => setImmediate(resolve))
    expect(at.asked).toEqual(['rbs', 'lan', 'gms'])
    expect(await at.addresses.addressOf('lan')).toBe('10.0.0.8')
    at.answer('gms', undefined)
    await new Promise((resolve) => setImmediate(resolve))
    expect(at.asked).toEqual(['rbs', 'lan', 'gms', 'rbs'])
  })
})
