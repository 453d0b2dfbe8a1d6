// Lights of every delivered product: each can be set and read back, and all are dark after the few reports that darken.
import { describe, expect, test } from 'vitest'
import { decodeLights, lightTable } from '../../../native/hid-buttons/index.ts'
import { DELIVERED_IDS, productNamed } from '../../support/hid-products.ts'

const lit = DELIVERED_IDS.map(productNamed).flatMap((product) => {
  const table = lightTable(product)
  return table ? [{ id: product.id, product, table }] : []
})

test('panels have lights to drive; a headset, whose lights hold its microphone, a plain pedal, and a deck, whose keys are pictures, have none', () => {
  expect(lit.map(({ id }) => id)).toEqual(expect.arrayContaining(['xkeys-xk24', 'xkeys-xk3-pedal', 'xkeys-xk60', 'xkeys-xke128']))
  expect(lit.filter(({ id }) => !id.startsWith('xkeys-'))).toEqual([])
  expect(productNamed('yealink').lights.length).toBeGreaterThan(0)
})

describe.each(lit)('the lights of $id', ({ product, table }) => {
  test('are each set to each state, and a bank is none of them', () => {
    for (const name of table.names) {
      expect(name).not.toMatch(/^all-/)
      for (const state of ['off', 'on'] as const) {
        const reports = table.encode(name, state, {}) as readonly Uint8Array[]
        expect(reports.map((report) => decodeLights(product.lights, report)[name])).toEqual([state])
      }
    }
  })

  test('are all dark after the reports that darken, which are few', () => {
    const shown = Object.assign({}, ...(table.allDark ?? []).map((report) => decodeLights(product.lights, report))) as Record<string, string>
    const banked = Object.keys(shown).filter((name) => name.startsWith('all-')).map((name) => name.slice('all-'.length))
    expect(Object.values(shown).every((state) => state === 'off')).toBe(true)
    for (const name of table.names) expect(name in shown || banked.some((bank) => name.endsWith(`-${bank}`)), name).toBe(true)
    expect(table.allDark?.length).toBeLessThanOrEqual(8)
  })
})
