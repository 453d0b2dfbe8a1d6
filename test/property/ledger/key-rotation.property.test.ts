// Whatever a workstation lives through with its key: notes, rotations, cuts in the middle of one, crashes, clean ends. Its record
// verifies at every rest, with the newest key or an earlier one, and no start ever takes it for damaged.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verifyLedger } from '../../../electron/host/ledger/verify-ledger.ts'
import { ofType, rotateAndCut, startRun } from '../../integration/ledger/key-kit.ts'
import { copyAsFound, type Scratch } from '../../integration/ledger/ledger-folder.ts'
import { fc } from './json-arbitrary.ts'

const act = fc.oneof(
  fc.record({ act: fc.constant('run' as const), does: fc.array(fc.constantFrom('write' as const, 'rotate' as const), { maxLength: 3 }), ends: fc.constantFrom('clean' as const, 'crash' as const) }),
  fc.record({ act: fc.constant('cut' as const), steps: fc.integer({ min: 0, max: 7 }) }),
)

const scratchIn = (root: string): Scratch => ({ root, folder: join(root, 'ledger'), keyFolder: join(root, 'keys'), copy: join(root, 'elsewhere.jsonl') })

test('random lives of a key never damage a record', () => {
  fc.assert(fc.property(fc.array(act, { minLength: 1, maxLength: 5 }), fc.nat(), (acts, pick) => {
    const root = mkdtempSync(join(tmpdir(), 'ledger-keys-'))
    let scratch = scratchIn(join(root, 'first'))
    const shown: string[] = []
    try {
      acts.forEach((one, at) => {
        const second = at * 10
        if (one.act === 'cut') rotateAndCut(scratch, `boot-${at}`, one.steps, second)
        else {
          const run = startRun(scratch, `boot-${at}`, { fromSecond: second })
          for (const does of one.does) run[does]()
          expect(ofType(run.said, 'damaged')).toEqual([])
          expect(ofType(run.said, 'rotated').every(({ result }) => result.ok)).toBe(true)
          // What is on the disk at this moment is what a dying machine leaves; the run itself ends somewhere else.
          const left = one.ends === 'crash' && copyAsFound(scratch.root, join(root, `crash-${at}`))
          run.close()
          if (left) scratch = scratchIn(left)
        }
        const { code } = verifyLedger(scratch.folder, [])
        expect(one.act === 'run' && one.ends === 'clean' ? [0] : [0, 10]).toContain(code)
        shown.push(readFileSync(join(scratch.folder, 'public-key.pem'), 'utf8'))
      })
      startRun(scratch, 'boot-last', { fromSecond: acts.length * 10 }).close()
      expect(verifyLedger(scratch.folder, [{ kind: 'file', source: scratch.copy }]).code).toBe(0)
      writeFileSync(join(scratch.folder, 'public-key.pem'), shown[pick % shown.length] ?? '')
      expect(verifyLedger(scratch.folder, []).code).toBe(0)
      expect(readdirSync(scratch.folder).filter((name) => name.startsWith('set-aside'))).toEqual([])
      expect(readdirSync(scratch.keyFolder)).toEqual(['ledger-key.pem'])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }), { numRuns: 15 })
})
