// The byte line's contract over RFC 2217, and the modem lines that are the reason for it.
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../../native/transport/clock.ts'
import { createRfc2217Serial } from '../../../native/transport/rfc2217/serial.ts'
import { createSimulatedTerminalServer, type SimulatedTerminalServer } from '../../../native/transport/rfc2217/simulated-server.ts'
import { testSystemLine, type LineBench } from '../../contract/byte-line.ts'
import { eventually } from '../../contract/eventually.ts'

const ends: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function server(): Promise<SimulatedTerminalServer> {
  const made = await createSimulatedTerminalServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  ends.push(() => made.value.cut())
  return made.value
}

const lineTo = (port: number, outputs = { rts: false, dtr: true }) => {
  const line = createRfc2217Serial({ host: '127.0.0.1', port, baud: 19_200, outputs }, { clock: systemClock })
  ends.push(() => line.close())
  return line
}

async function bench(): Promise<LineBench> {
  const far = await server()
  let heard = Buffer.alloc(0)
  far.onData((bytes) => {
    heard = Buffer.concat([heard, bytes])
  })
  return {
    transport: createRfc2217Serial({ host: '127.0.0.1', port: far.port, baud: 38_400 }, { clock: systemClock }),
    say: (bytes) => far.say(bytes),
    heard: () => heard,
    cut: () => far.cut(),
    mend: async () => void (await far.mend()),
    end: () => far.cut(),
  }
}

describe('RFC 2217 line', () => {
  testSystemLine(bench)

  test('opening sets the modem lines, the baud rate and 8N1 before it resolves', async () => {
    const far = await server()
    const line = lineTo(far.port)
    expect(await line.open()).toMatchObject({ ok: true })
    expect([far.outputs, far.baud]).toEqual([{ rts: false, dtr: true }, 19_200])
  })

  test('both lines are set and answered for, and fall when the connection ends', async () => {
    const far = await server()
    const line = lineTo(far.port)
    await line.open()
    expect(await line.setOutputs({ rts: true, dtr: false })).toMatchObject({ ok: true })
    expect(far.outputs).toEqual({ rts: true, dtr: false })
    await line.close()
    await eventually(() => !far.outputs.rts && !far.outputs.dtr)
  })

  test('settings asked for at the same time are carried out in order', async () => {
    const far = await server()
    const line = lineTo(far.port)
    await line.open()
    await Promise.all([true, false, true, false].map((rts) => line.setOutputs({ rts, dtr: !rts })))
    expect(far.outputs).toEqual({ rts: false, dtr: true })
  })

  test('a server that does not move the line is DEVICE_DENIED, one that does not answer LINK_TIMEOUT', async () => {
    const far = await server()
    const line = lineTo(far.port)
    await line.open()
    far.fault = 'rts-held'
    expect(await line.setOutputs({ rts: true, dtr: false })).toMatchObject({ ok: false, error: { code: 'DEVICE_DENIED' } })
    far.fault = 'mute'
    const askedAt = performance.now()
    expect(await line.setOutputs({ rts: false, dtr: false })).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    expect(performance.now() - askedAt).toBeLessThan(1_500)
  })

  test('modem state is what the server told last, and is asked for at opening', async () => {
    const far = await server()
    far.setInputs({ cts: true, dsr: false, dcd: false })
    const line = lineTo(far.port)
    await line.open()
    expect(await line.readInputs()).toEqual({ ok: true, value: { cts: true, dsr: false, dcd: false } })
    far.setInputs({ cts: false, dsr: false, dcd: true })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await line.readInputs()).toEqual({ ok: true, value: { cts: false, dsr: false, dcd: true } })
  })

  test('a server that refuses the option is LINK_UNSUPPORTED, a raw TCP port LINK_TIMEOUT, and both are let go', async () => {
    const far = await server()
    far.fault = 'refuses'
    expect(await lineTo(far.port).open()).toMatchObject({ ok: false, error: { code: 'LINK_UNSUPPORTED' } })
    far.fault = 'raw'
    expect(await lineTo(far.port).open()).toMatchObject({ ok: false, error: { code: 'LINK_TIMEOUT' } })
    far.fault = 'none'
    expect(await lineTo(far.port).open()).toMatchObject({ ok: true })
  })

  test('a port that another client holds is not opened', async () => {
    const far = await server()
    const other = connect(far.port, '127.0.0.1')
    ends.push(() => void other.destroy())
    await new Promise((resolve) => other.once('connect', resolve))
    expect((await lineTo(far.port).open()).ok).toBe(false)
  })
})
