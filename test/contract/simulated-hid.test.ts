import fc from 'fast-check'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../native/transport/clock.ts'
import { createHidFramer, encodeHidFrame } from '../../native/transport/hid-frames.ts'
import { createSimulatedHidServer, type SimulatedHidServer } from '../../native/transport/simulated-hid-server.ts'
import { createSimulatedHid } from '../../native/transport/simulated-hid.ts'
import { eventually } from './eventually.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function bench() {
  const made = await createSimulatedHidServer({ port: 0 })
  if (!made.ok) throw new Error(made.error.detail)
  const server: SimulatedHidServer = made.value
  const transport = createSimulatedHid({ host: '127.0.0.1', port: server.port }, { clock: systemClock })
  const reports: number[][] = []
  const losses: string[] = []
  transport.onReport((report) => reports.push([...report]))
  transport.onLost((cause) => losses.push(cause.code))
  ends.push(() => server.unplug(), () => transport.close())
  return { server, transport, reports, losses }
}

test('reports go both ways whole, also empty and of 8 192 bytes', async () => {
  const { server, transport, reports } = await bench()
  const written: number[] = []
  server.onWritten((report) => written.push(report.length))
  await transport.open()
  await eventually(() => server.openings === 1)
  server.send(Uint8Array.of(2, 0))
  server.send(new Uint8Array(0))
  server.send(new Uint8Array(8_192))
  await transport.write(Uint8Array.of(0, 0xb1))
  await transport.write(new Uint8Array(8_192))
  await eventually(() => reports.length === 3 && written.length === 2)
  expect([reports[0], reports[1], reports[2]?.length, written]).toEqual([[2, 0], [], 8_192, [2, 8_192]])
  expect(await transport.write(new Uint8Array(8_193))).toMatchObject({ ok: false, error: { code: 'WIRE_TOO_LONG' } })
})

test('feature reports are set and asked beside the others, and one that the device does not have is refused', async () => {
  const { server, transport, reports } = await bench()
  const set: number[][] = []
  server.onFeatureSet((report) => set.push([...report]))
  server.answerFeature((id, length) => (id === 6 ? Uint8Array.from([6, length]) : undefined))
  await transport.open()
  const answers = await Promise.all([transport.getFeature(6, 32), transport.getFeature(7, 32), transport.getFeature(6, 17)])
  expect(answers).toMatchObject([{ ok: true, value: Uint8Array.of(6, 32) }, { ok: false, error: { code: 'DEVICE_DENIED' } }, { ok: true, value: Uint8Array.of(6, 17) }])
  expect((await transport.sendFeature(Uint8Array.of(3, 8, 70))).ok).toBe(true)
  await eventually(() => set.length === 1)
  expect([set, reports]).toEqual([[[3, 8, 70]], []])
  await transport.close()
  expect(await transport.getFeature(6, 32)).toMatchObject({ ok: false, error: { code: 'LINK_CLOSED' } })
})

test('unplugging is one loss, opening meanwhile is LINK_MISSING, and a replug on the same port can be opened', async () => {
  const { server, transport, reports, losses } = await bench()
  await transport.open()
  await eventually(() => server.openings === 1)
  const port = server.port
  await server.unplug()
  await eventually(() => losses.length > 0)
  expect(await transport.open()).toMatchObject({ ok: false, error: { code: 'LINK_MISSING' } })
  expect((await server.replug()).ok).toBe(true)
  expect(server.port).toBe(port)
  expect((await transport.open()).ok).toBe(true)
  await eventually(() => server.openings === 1)
  server.send(Uint8Array.of(1, 0))
  await eventually(() => reports.length === 1)
  expect(losses).toEqual(['LINK_LOST'])
})

test('two consoles see the same reports, as two programs do', async () => {
  const { server, transport, reports } = await bench()
  const other = createSimulatedHid({ host: '127.0.0.1', port: server.port }, { clock: systemClock })
  ends.push(() => other.close())
  const seen: number[][] = []
  other.onReport((report) => seen.push([...report]))
  await transport.open()
  await other.open()
  await eventually(() => server.openings === 2)
  server.send(Uint8Array.of(4, 0))
  await eventually(() => reports.length === 1 && seen.length === 1)
})

test('a port that is taken is LINK_BUSY', async () => {
  const { server } = await bench()
  expect(await createSimulatedHidServer({ port: server.port })).toMatchObject({ ok: false, error: { code: 'LINK_BUSY' } })
})

test('a client that does not speak this is cut off and disturbs nobody', async () => {
  const { server, transport, reports } = await bench()
  await transport.open()
  const stranger = connect(server.port, '127.0.0.1')
  let cut = false
  stranger.on('error', () => {})
  stranger.on('close', () => {
    cut = true
  })
  stranger.write('GET / HTTP/1.1\r\n\r\n')
  await eventually(() => cut && server.openings === 1)
  server.send(Uint8Array.of(1, 0))
  await eventually(() => reports.length === 1)
})

test('frames are found however the line cuts them', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (reports, cuts) => {
    const line = Buffer.concat(reports.map((report) => encodeHidFrame(report)))
    const framer = createHidFramer()
    const found: number[][] = []
    for (let at = 0, turn = 0; at < line.length; turn++) {
      const step = cuts[turn % cuts.length] ?? 1
      const { frames, broken } = framer.push(line.subarray(at, at + step))
      expect(broken).toBe(false)
      found.push(...frames.map((one) => [...one.bytes]))
      at += step
    }
    expect(found).toEqual(reports.map((one) => [...one]))
  }))
})
