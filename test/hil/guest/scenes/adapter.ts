// An FTDI serial adapter on the kernel's ftdi_sio: speed, outputs, inputs, unplug, and who may hold it.
import assert from 'node:assert/strict'
import { systemClock } from '../../../../native/transport/clock.ts'
import { createSerialPort } from '../../../../native/transport/serial-port.ts'
import { adapterPath, type SeenRequest } from '../devices/adapter.ts'
import type { Scene } from '../stage.ts'
import { pause, until } from '../time.ts'
import { IDLE_SHARE, idleShare } from './idle-share.ts'
import { ADAPTER, openSoon, plugAndOpen, portOf } from './open-adapter.ts'

const LOST_MS = 1_000
const SOON_MS = 5_000
/** The kernel raises both lines and we lower them at once: a few milliseconds on a desk, ten times that under emulation. */
const BLIP_MS = 500

const outputs = (seen: readonly SeenRequest[]): readonly Extract<SeenRequest, { request: 'outputs' }>[] => seen.filter((one) => one.request === 'outputs')

export const ADAPTER_SCENES: readonly Scene[] = [
  {
    title: 'an FTDI adapter is set to the speed that was asked for, and to eight bits, no parity and one stop bit',
    async play(stage) {
      const { port } = await plugAndOpen(stage, { baud: 19_200 })
      const { value: seen } = await stage.hardware.do('adapter.seen', ADAPTER)
      assert.deepEqual(seen.findLast((one) => one.request === 'baud'), { request: 'baud', baud: 19_200, atMs: seen.findLast((one) => one.request === 'baud')?.atMs })
      assert.partialDeepStrictEqual(seen.findLast((one) => one.request === 'format'), { dataBits: 8, parity: 'none', stopBits: 1, break: false })
      port.write(Buffer.from('ATI\r'))
      let received = ''
      while (received.length < 4) received += (await stage.hardware.do('adapter.received', ADAPTER)).value
      assert.equal(received, 'ATI\r')
    },
  },
  {
    title: 'opening a port that keys a transmitter leaves both outputs off, and the kernel’s own raising of them is undone at once',
    async play(stage) {
      const { port } = await plugAndOpen(stage, { outputs: { rts: false, dtr: false } })
      const seen = outputs((await stage.hardware.do('adapter.seen', ADAPTER)).value)
      const raised = seen.find((one) => one.rts === true || one.dtr === true)
      const lowered = seen.find((one, at) => one.rts === false && one.dtr === false && at > seen.findIndex((other) => other === raised))
      const blipMs = raised && lowered ? lowered.atMs - raised.atMs : 0
      stage.note('outputs seen while opening', seen.map(({ rts, dtr, atMs }) => ({ rts, dtr, afterMs: Math.round((atMs - (seen[0]?.atMs ?? 0)) * 10) / 10 })))
      stage.note('key-up blip that the kernel makes, ms', blipMs)
      assert.partialDeepStrictEqual(seen.at(-1), { rts: false, dtr: false })
      assert.ok(blipMs < BLIP_MS, `keyed for ${blipMs} ms`)
      await pause(200)
      assert.deepEqual((await stage.hardware.do('adapter.seen', ADAPTER)).value.filter((one) => one.request === 'outputs'), [])
      for (const lines of [{ rts: true, dtr: false }, { rts: false, dtr: true }, { rts: false, dtr: false }]) {
        assert.equal((await port.setOutputs(lines)).ok, true)
        const last = outputs((await stage.hardware.do('adapter.seen', ADAPTER)).value)
        assert.partialDeepStrictEqual(last.at(-1), lines)
        assert.ok(last.every((one) => (lines.rts || one.rts !== true) && (lines.dtr || one.dtr !== true)), `raised on the way: ${JSON.stringify(last)}`)
      }
    },
  },
  {
    title: 'the adapter’s inputs are read as they are set: CTS, DSR and DCD, each for itself',
    async play(stage) {
      const { port } = await plugAndOpen(stage)
      for (const lines of [{}, { cts: true }, { dsr: true }, { dcd: true }, { cts: true, dsr: true, dcd: true }]) {
        await stage.hardware.do('adapter.lines', ADAPTER, lines)
        assert.deepEqual(await port.readInputs(), { ok: true, value: { cts: false, dsr: false, dcd: false, ...lines } })
      }
    },
  },
  {
    title: 'a port that is held is busy for another device of the console and for another program, and free once the first lets go',
    async play(stage) {
      const first = await plugAndOpen(stage)
      const second = portOf(stage, {}, ADAPTER, 'another device')
      assert.partialDeepStrictEqual(await second.port.open(), { ok: false, error: { code: 'LINK_BUSY' } })
      const stranger = createSerialPort({ path: adapterPath(ADAPTER), baud: 9_600 }, { clock: systemClock })
      assert.partialDeepStrictEqual(await stranger.open(), { ok: false, error: { code: 'LINK_BUSY' } })
      await first.port.close()
      assert.equal((await second.port.open()).ok, true)
    },
  },
  {
    title: 'an adapter that is pulled while nothing is said is lost within 1 s, and opens again once it is plugged in',
    async play(stage) {
      const { port, losses } = await plugAndOpen(stage)
      const { atMs } = await stage.hardware.do('adapter.unplug', ADAPTER)
      await until('lost', () => losses.length > 0, SOON_MS)
      const tookMs = (losses[0]?.atMs ?? Number.NaN) - atMs
      stage.note('unplug → lost, ms', tookMs)
      assert.equal(losses[0]?.code, 'LINK_LOST')
      assert.ok(tookMs < LOST_MS, `lost after ${tookMs} ms`)
      const plugged = await stage.hardware.do('adapter.plug', ADAPTER)
      stage.note('replug → open, ms', (await openSoon(port)) - plugged.atMs)
    },
  },
  {
    title: 'an adapter that is pulled while 64 bytes a millisecond stream in is lost once within 1 s, costs no processor afterwards, and opens again',
    async play(stage) {
      const { port, losses, heard } = await plugAndOpen(stage, { baud: 115_200 })
      await stage.hardware.do('adapter.babble', ADAPTER, 'on')
      await until('bytes stream in', () => heard() > 10_000, SOON_MS)
      const { atMs } = await stage.hardware.do('adapter.unplug', ADAPTER)
      await until('lost', () => losses.length > 0, SOON_MS)
      const tookMs = (losses[0]?.atMs ?? Number.NaN) - atMs
      const share = await idleShare()
      stage.note('unplug while streaming → lost, ms', tookMs)
      stage.note('processor afterwards, share of a core', share)
      assert.equal(losses.length, 1)
      assert.ok(tookMs < LOST_MS, `lost after ${tookMs} ms`)
      assert.ok(share < IDLE_SHARE, `${Math.round(share * 100)} % of a core`)
      await stage.hardware.do('adapter.plug', ADAPTER)
      await openSoon(port)
      const before = heard()
      await stage.hardware.do('adapter.say', ADAPTER, 'OK\r\n')
      await until('bytes arrive again', () => heard() >= before + 4, SOON_MS)
    },
  },
]
