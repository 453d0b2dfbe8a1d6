// A device file comes from a technician's editor: whatever stands in it is a product or problems with a place, never a throw.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deliveredDevices, loadDevice } from '../../../electron/host/site/device-table/device-files.ts'
import { decodeLights, inputNames, readButtons } from '../../../native/hid-buttons/index.ts'
import { DELIVERED_IDS } from '../../support/hid-products.ts'

const texts = DELIVERED_IDS.map((id) => readFileSync(join(deliveredDevices(), `${id}.json`), 'utf8'))

/** A file with one value or key of it turned into something else. */
const anyMistake = fc.record({ text: fc.constantFrom(...texts), spot: fc.nat(), value: fc.jsonValue({ maxDepth: 1 }) }).map(({ text, spot, value }) => {
  const words = [...text.matchAll(/"[^"\n]*"|\b\d+\b|true|\{|\[/g)]
  const word = words[spot % words.length]
  if (!word) return text
  return text.slice(0, word.index) + JSON.stringify(value) + text.slice(word.index + word[0].length)
})
const anyCut = fc.record({ text: fc.constantFrom(...texts), from: fc.nat(3_000), length: fc.nat(200) }).map(({ text, from, length }) => text.slice(0, from) + text.slice(from + length))
const anyText = fc.oneof(anyMistake, anyCut, fc.json(), fc.string())

test('any text is a product that can be read by, or problems that each have a place and words', () => {
  fc.assert(fc.property(anyText, fc.uint8Array({ maxLength: 40 }), (text, report) => {
    const reading = loadDevice('any', text)
    if (!reading.ok) {
      for (const { line, column, message } of reading.problems) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(column).toBeGreaterThanOrEqual(1)
        expect(message).not.toBe('')
      }
      return
    }
    readButtons(reading.product, undefined, report)
    decodeLights(reading.product.lights, report)
    expect(new Set(inputNames(reading.product)).size).toBe(inputNames(reading.product).length)
  }), { numRuns: 1_500 })
})
