// The life of devices: found by event, told apart by where they are plugged in, and one that answers nothing beside others.
import assert from 'node:assert/strict'
import { sighted } from '../console.ts'
import type { Scene } from '../stage.ts'
import { nowMs, pause } from '../time.ts'
import { openSoon, plugAdapter, portOf } from './open-adapter.ts'
import { openPedal, plugAndOpen, seen } from './open-pedal.ts'

const READY_MS = 3_000
/** An opening is given up after 5 s; the first one of a process also loads its library. */
const OPEN_MS = 10_000
const UNKEYED_MS = 1_000
/** Ten times what a desk allows: here everything takes longer, and the host runs other programs. */
const BLOCK_MS = 200
const X_KEYS = 0x05f3
const FTDI = 0x0403

const middleOf = (id: string): readonly ['pedal.press' | 'pedal.release', string, string][] => [['pedal.press', id, 'middle'], ['pedal.release', id, 'middle']]

export const LIFE_SCENES: readonly Scene[] = [
  {
    title: 'a pedal that comes after a long absence is opened by its event, not at the next attempt, and looking for it blocks nothing',
    async play(stage) {
      const pedal = openPedal(stage, { id: 'late', product: 'xkeys-xk3-pedal' })
      await seen(pedal, 'lost LINK_MISSING')
      await pause(4_500) // the next attempt is up to 5 s away
      const { atMs } = await stage.hardware.do('pedal.plug', { id: 'late', product: 'xkeys-xk3-pedal' })
      stage.atEnd(() => stage.hardware.do('pedal.unplug', 'late'))
      await seen(pedal, 'baseline')
      const readyMs = pedal.when('baseline') - atMs
      stage.note('plugged in → state known, ms', readyMs)
      stage.note('longest block of the event loop while looking, ms', stage.console.watch.longestBlockMs)
      assert.ok(readyMs < READY_MS, `ready after ${readyMs} ms`)
      assert.ok(stage.console.watch.longestBlockMs < BLOCK_MS, `${stage.console.watch.longestBlockMs} ms`)
    },
  },
  {
    title: 'two equal pedals without a serial number are told apart by their USB ports, whichever comes first',
    async play(stage) {
      const pedals = ['usb-one', 'usb-two'].map((id) => ({ id, product: 'vec-footpedal', on: 'usb' as const }))
      const ports: string[] = []
      for (const pedal of pedals) {
        await stage.hardware.do('pedal.plug', pedal)
        stage.atEnd(() => stage.hardware.do('pedal.unplug', pedal.id))
        const all = await sighted(stage.console, ports.length + 1, ({ vendorId, bus }) => vendorId === X_KEYS && bus === 'hid')
        ports.push(all.map((sighting) => sighting.topology ?? '').find((port) => !ports.includes(port)) ?? '')
      }
      stage.note('ports', ports)
      assert.equal(new Set(ports.filter((port) => port !== '')).size, 2)
      const open = pedals.map((pedal, at) => openPedal(stage, { id: pedal.id, product: pedal.product, port: ports[at] ?? '' }))
      await Promise.all(open.map((pedal) => seen(pedal, 'up')))
      for (const pedal of pedals) await stage.hardware.do('pedal.unplug', pedal.id)
      await Promise.all(open.map((pedal) => seen(pedal, 'lost LINK_LOST')))
      for (const pedal of open) pedal.events.length = 0
      // The other way round: the kernel gives them each other's node.
      for (const pedal of pedals.toReversed()) {
        await stage.hardware.do('pedal.plug', pedal)
        await pause(300)
      }
      await Promise.all(open.map((pedal) => seen(pedal, 'up')))
      for (const [call, id, name] of middleOf('usb-one')) await stage.hardware.do(call, id, name)
      const [one, two] = open
      assert.ok(one && two)
      await seen(one, 'baseline middle', 'up middle')
      assert.ok(!two.briefs().some((brief) => brief.includes('middle')), two.briefs().join(', '))
    },
  },
  {
    title: 'an adapter that is named by its serial number is found under whatever node it comes back',
    async play(stage) {
      const usb = { vendorId: FTDI, productId: 0x6001, serial: 'WANTED' }
      await plugAdapter(stage, 'WANTED')
      const wanted = portOf(stage, { usb }, 'WANTED')
      await openSoon(wanted.port)
      await stage.hardware.do('adapter.unplug', 'WANTED')
      await wanted.port.close()
      await plugAdapter(stage, 'OTHER')
      await sighted(stage.console, 1, ({ serial }) => serial === 'OTHER')
      await stage.hardware.do('adapter.plug', 'WANTED')
      await openSoon(wanted.port)
      await stage.hardware.do('adapter.lines', 'WANTED', { dcd: true })
      await stage.hardware.do('adapter.lines', 'OTHER', { cts: true })
      assert.deepEqual(await wanted.port.readInputs(), { ok: true, value: { cts: false, dsr: false, dcd: true } })
    },
  },
  {
    title: 'an adapter that answers nothing does not open, is named, and holds up neither a pedal nor another adapter',
    async play(stage) {
      await plugAdapter(stage, 'WEDGED')
      await plugAdapter(stage, 'SOUND')
      const pedal = await plugAndOpen(stage, { id: 'beside', product: 'xkeys-xk3-pedal' })
      await seen(pedal, 'baseline')
      await sighted(stage.console, 2, ({ vendorId }) => vendorId === FTDI)
      await stage.hardware.do('adapter.wedge', 'WEDGED')
      const startMs = nowMs()
      const opening = portOf(stage, {}, 'WEDGED').port.open().then((opened) => ({ opened, tookMs: nowMs() - startMs }))
      await openSoon(portOf(stage, {}, 'SOUND').port)
      const soundMs = nowMs() - startMs
      const { atMs } = await stage.hardware.do('pedal.press', 'beside', 'middle')
      await seen(pedal, 'down middle')
      const pressMs = pedal.when('down middle') - atMs
      await stage.hardware.do('pedal.release', 'beside', 'middle')
      const { opened, tookMs } = await opening
      stage.note('the wedged one refused after, ms', tookMs)
      stage.note('the sound one open after, ms', soundMs)
      stage.note('press beside it, ms', pressMs)
      assert.partialDeepStrictEqual(opened, { ok: false, error: { code: 'LINK_TIMEOUT' } })
      assert.ok(!opened.ok && opened.error.detail.includes('WEDGED'), 'it is not named')
      assert.ok(tookMs < OPEN_MS, `refused after ${tookMs} ms`)
      assert.ok(soundMs < OPEN_MS, `the other opened after ${soundMs} ms`)
      assert.ok(pressMs < UNKEYED_MS, `heard after ${pressMs} ms`)
    },
  },
]
