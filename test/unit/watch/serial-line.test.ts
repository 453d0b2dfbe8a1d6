import { describe, expect, it } from 'vitest'
import { openSerialLineProbe, type SenseTransport, type SerialLineProbeConfig } from '../../../electron/host/watch/probes/serial-line.ts'
import { readLevel, type SteadyLevel } from '../../../electron/host/watch/probes/steady-level.ts'
import { failure, type ErrorCode } from '../../../native/kit/errors.ts'
import { fail } from '../../../native/kit/result.ts'
import { createManualClock } from '../../support/manual-clock.ts'
import { ScriptedSerial } from '../../support/scripted-transport.ts'

const SERIAL: SenseTransport = { kind: 'serial', path: '/dev/ttyUSB0' }

async function setup(config: Partial<SerialLineProbeConfig> = {}, line = new ScriptedSerial()) {
  const clock = createManualClock()
  let suspicions = 0
  const opened = openSerialLineProbe({ kind: 'serial-line', id: 'relay', transport: SERIAL, input: 'cts', good: 'on', debounceMs: 200, ...config }, { clock, openSenseLine: () => line })
  if (!opened.ok) throw new Error(opened.error.code)
  const probe = opened.value
  const open = () => probe.open?.({ push: () => undefined, suspect: () => void suspicions++, lost: () => undefined })
  return { clock, line, probe, open, ask: () => probe.ask?.(new AbortController().signal), suspicions: () => suspicions }
}
const cts = (level: boolean) => ({ cts: level, dsr: false, dcd: false })

describe('a contact', () => {
  it('counts once it has stood still, so that a bouncing relay is one change', () => {
    let steady: SteadyLevel = {}
    const levels = ([['on', 0], ['off', 100], ['on', 150], ['off', 200], ['off', 350], ['off', 400], ['off', 500]] as const).map(([level, nowMs]) => {
      steady = readLevel(steady, level, 200, nowMs)
      return steady.level
    })
    expect(levels).toEqual(['on', 'on', 'on', 'on', 'on', 'off', 'off'])
  })
})

describe('the serial line probe', () => {
  it('is answered while the contact means well, and refused within half a second when it does not', async () => {
    const at = await setup()
    at.line.inputs = cts(true)
    await at.open()
    expect(await at.ask()).toEqual({ kind: 'reply', detail: 'CTS on' })
    at.line.inputs = cts(false)
    await at.clock.advanceAsync(200)
    expect(await at.ask()).toEqual({ kind: 'reply', detail: 'CTS on' })
    expect(at.suspicions()).toBe(0)
    await at.clock.advanceAsync(300)
    expect(at.suspicions()).toBe(1)
    expect(await at.ask()).toEqual({ kind: 'refused', detail: 'CTS off' })
  })

  it('may be wired the other way round', async () => {
    const at = await setup({ good: 'off', input: 'dcd' })
    await at.open()
    expect(await at.ask()).toEqual({ kind: 'reply', detail: 'DCD off' })
  })

  it('never raises RTS or DTR', async () => {
    const local = await setup()
    await local.open()
    await local.clock.advanceAsync(5_000)
    expect(local.line.outputs).toEqual([])
    const far = await setup({ transport: { kind: 'rfc2217', host: '10.0.0.9', port: 4001 } })
    await far.open()
    await far.clock.advanceAsync(5_000)
    expect(far.line.outputs.length).toBeGreaterThan(3)
    expect(far.line.outputs.every(({ rts, dtr }) => !rts && !dtr)).toBe(true)
  })

  it.each<[SenseTransport, ErrorCode, string]>([
    [SERIAL, 'LINK_LOST', 'unplugged'],
    [{ kind: 'rfc2217', host: '10.0.0.9', port: 4001 }, 'LINK_LOST', 'unreachable'],
  ])('on %j tells a line that is lost with %s as %s, and finds it again by itself', async (transport, code, kind) => {
    const at = await setup({ transport })
    at.line.inputs = cts(true)
    await at.open()
    at.line.lose(failure(code, 'pulled'))
    expect(await at.ask()).toEqual({ kind, detail: `${code} pulled` })
    expect(at.suspicions()).toBe(1)
    at.line.openResult = fail(failure('LINK_DENIED', 'not yet ours'))
    await at.clock.advanceAsync(4_100)
    expect(await at.ask()).toEqual({ kind: 'unreachable', detail: 'LINK_DENIED not yet ours' })
    at.line.openResult = { ok: true, value: undefined }
    await at.clock.advanceAsync(2_100)
    expect(await at.ask()).toEqual({ kind: 'reply', detail: 'CTS on' })
  })

  it.each<[ErrorCode, string]>([['LINK_MISSING', 'unplugged'], ['LINK_TIMEOUT', 'timeout']])('that is not there at the start (%s) is %s, and is waited for', async (code, kind) => {
    const line = new ScriptedSerial()
    line.openResult = fail(failure(code))
    const at = await setup({}, line)
    expect(await at.open()).toEqual({ ok: true, value: undefined })
    expect(await at.ask()).toMatchObject({ kind })
    line.openResult = { ok: true, value: undefined }
    line.inputs = cts(true)
    await at.clock.advanceAsync(2_000)
    expect(await at.ask()).toMatchObject({ kind: 'reply' })
  })

  it.each<ErrorCode>(['LINK_DENIED', 'LINK_BUSY', 'LINK_UNSUPPORTED', 'LINK_AMBIGUOUS'])('that cannot be used (%s) says so and proves nothing', async (code) => {
    const line = new ScriptedSerial()
    line.openResult = fail(failure(code))
    const at = await setup({}, line)
    expect(await at.open()).toMatchObject({ ok: false, error: { code } })
    await at.clock.advanceAsync(10_000)
    expect(line.opens).toBe(1)
  })

  it('whose port does not answer is a miss, opened anew, and never asked twice at once', async () => {
    const at = await setup()
    at.line.inputs = cts(true)
    await at.open()
    at.line.linesResult = fail(failure('LINK_TIMEOUT', 'no answer'))
    await at.clock.advanceAsync(100)
    expect(await at.ask()).toEqual({ kind: 'timeout', detail: 'LINK_TIMEOUT no answer' })
    expect(at.line.isOpen).toBe(false)
    at.line.linesResult = { ok: true, value: undefined }
    await at.clock.advanceAsync(2_000)
    expect(await at.ask()).toMatchObject({ kind: 'reply' })
  })

  it('behind a terminal server that has fallen silent without a word is a miss within two seconds', async () => {
    const at = await setup({ transport: { kind: 'rfc2217', host: '10.0.0.9', port: 4001 } })
    at.line.inputs = cts(true)
    await at.open()
    await at.clock.advanceAsync(300)
    // It tells no change, so its last word still stands; only a setting shows that nobody is there.
    at.line.setOutputs = async () => fail(failure('LINK_TIMEOUT', 'no answer'))
    await at.clock.advanceAsync(1_000)
    expect(await at.ask()).toEqual({ kind: 'timeout', detail: 'LINK_TIMEOUT no answer' })
  })

  it('whose reading hangs tells no old level as if it were of now', async () => {
    const at = await setup()
    at.line.inputs = cts(true)
    await at.open()
    at.line.readInputs = () => new Promise(() => undefined)
    await at.clock.advanceAsync(601)
    expect(await at.ask()).toEqual({ kind: 'timeout' })
  })

  it('lets go of the port when it is closed, also while it is being opened', async () => {
    const at = await setup()
    const opening = at.open()
    await at.probe.close()
    await opening
    expect(at.line.isOpen).toBe(false)
    await at.clock.advanceAsync(10_000)
    expect(at.line.opens).toBe(1)
    expect(at.clock.pending).toBe(0)
  })
})
