// Whatever happens to a keyed set: the wire is keyed only while somebody holds the key, and never after a loss or a stop.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { failure } from '../../../native/kit/errors.ts'
import { fail, ok } from '../../../native/kit/result.ts'
import { createKeyedBench } from '../../support/keyed-bench.ts'
import { createMemory } from '../../support/radio-bench.ts'

type Act = 'press' | 'release' | 'lose' | 'no line' | 'line back' | 'lines fail' | 'lines work' | 'weld' | 'unweld' | 'microphone' | 'microphone up' | 'wait' | 'wait long'
const act = fc.constantFrom<Act>('press', 'press', 'release', 'release', 'lose', 'no line', 'line back', 'lines fail', 'lines work', 'weld', 'unweld', 'microphone', 'microphone up', 'wait', 'wait', 'wait long')
const LINE_MS = 1 // a setting that was asked for takes effect in the same millisecond here

test('the wire is keyed only while the key is held, and a debt is remembered as long as it may be', async () => {
  await fc.assert(fc.asyncProperty(fc.boolean(), fc.array(act, { maxLength: 40 }), async (readBack, acts) => {
    const memory = createMemory()
    const bench = createKeyedBench({ memory, readBack })
    let held = false
    bench.driver.start()
    for (const one of acts) {
      switch (one) {
        case 'press': bench.driver.requestFloor(); held = true; break
        case 'release': bench.driver.releaseFloor(); held = false; break
        // The arbiter above drops the press with the line.
        case 'lose': if (bench.line.isOpen) { bench.line.lose(); held = false } break
        case 'no line': bench.line.openResult = fail(failure('LINK_MISSING', 'test')); break
        case 'line back': bench.line.openResult = ok(); break
        case 'lines fail': bench.line.linesResult = fail(failure('LINK_TIMEOUT', 'test')); break
        case 'lines work': bench.line.linesResult = ok(); break
        case 'weld': bench.set.weld(true); break
        case 'unweld': bench.set.weld(false); break
        case 'microphone': bench.set.pressMicrophone(true); break
        case 'microphone up': bench.set.pressMicrophone(false); break
        case 'wait': await bench.run(30); break
        case 'wait long': await bench.run(3_000); break
      }
      await bench.run(LINE_MS)
      if (bench.isWireKeyed() && bench.line.isOpen && bench.line.linesResult.ok) expect(held).toBe(true)
      if (bench.isWireKeyed()) expect(memory.owed.owed).toBe(true)
    }
    bench.line.openResult = ok()
    bench.line.linesResult = ok()
    bench.driver.releaseFloor()
    await bench.run(12_000)
    expect(bench.isWireKeyed()).toBe(false)
    const stopping = bench.driver.stop()
    await bench.run(2_000)
    await stopping
    expect(bench.line.isOpen).toBe(false)
    expect(bench.isWireKeyed()).toBe(false)
  }), { numRuns: 60 })
})
