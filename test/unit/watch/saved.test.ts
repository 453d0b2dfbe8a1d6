import { describe, expect, it } from 'vitest'
import { RBS, stage } from './stage.ts'

describe('over a restart of the host', () => {
  const fallen = async () => {
    const at = stage([RBS])
    at.watch.start()
    await at.manual.advanceAsync(1_050)
    at.answers.set('sip', { kind: 'refused' })
    await at.manual.advanceAsync(2_000)
    const saved: unknown = JSON.parse(JSON.stringify(at.watch.save()))
    await at.watch.stop()
    return saved
  }

  it('a service that was down must earn its ok', async () => {
    const at = stage([RBS], { settings: { goodMs: 3_000 } })
    expect(at.watch.restore(await fallen())).toEqual({ ok: true, value: undefined })
    at.watch.start()
    await at.manual.advanceAsync(6_000)
    expect(at.lines()).toEqual(['rbs unknown→degraded@2000 (recovering)', 'rbs degraded→ok@5000 (good-again)'])
    await at.watch.stop()
  })

  it('the penalty stays and ages by the time we were away', async () => {
    const saved = await fallen()
    const at = stage([RBS])
    at.manual.stepUtc(4 * 3_600_000 + 10_000)
    at.watch.restore(saved)
    const again = at.watch.save().services['rbs']
    expect(again).toMatchObject({ penalty: 1_000, downs: 1, recovering: true })
    expect(again?.penaltyAgeMs).toBeGreaterThan(4 * 3_600_000)
  })

  it('refuses what it did not write, and to forget what it has seen since its start', async () => {
    const at = stage([RBS])
    expect(at.watch.restore({ format: 2 })).toMatchObject({ ok: false, error: { code: 'STORE_UNREADABLE' } })
    const saved = at.watch.save()
    at.watch.start()
    expect(at.watch.restore(saved)).toMatchObject({ ok: false, error: { code: 'CALL_REFUSED' } })
    await at.watch.stop()
  })

  it('writes whole numbers only: the ledger takes no others', async () => {
    const text = JSON.stringify(await fallen())
    expect(text).not.toMatch(/\d\.\d/)
  })
})
