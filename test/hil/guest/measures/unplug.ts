// How long from a pulled cable to an un-keyed console or an alarm, and from a cable that is back to a device that is ready.
import type { Scene } from '../stage.ts'
import { until } from '../time.ts'
import { ADAPTER, openSoon, plugAndOpen as openAdapter } from '../scenes/open-adapter.ts'
import { plugAndOpen as openPedal } from '../scenes/open-pedal.ts'
import { COME_UP_MS, radioUp } from '../scenes/open-radio.ts'

const TIMES = 30
const EVENT_MS = 10_000
const MEASURE_MS = 12 * 60_000
/** Milliseconds that a device stays out, in turn: short and long against every back-off. */
const OUT_MS = [50, 400, 1_500] as const

const outFor = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, OUT_MS[time % OUT_MS.length]))

export const UNPLUG_MEASURES: readonly Scene[] = [
  {
    title: 'pedal',
    limitMs: MEASURE_MS,
    async play(stage) {
      const unkeyed: number[] = []
      const ready: number[] = []
      const latency: number[] = []
      const pedal = await openPedal(stage, { id: 'xk3', product: 'xkeys-xk3-pedal' })
      const told = (brief: string): Promise<number> => until(brief, () => pedal.briefs().includes(brief), EVENT_MS).then(() => pedal.when(brief))
      for (let time = 0; time < TIMES; time++) {
        await told('baseline')
        for (let press = 0; press < 5; press++) {
          pedal.events.length = 0
          const down = await stage.hardware.do('pedal.press', 'xk3', 'middle')
          latency.push((await told('down middle')) - down.atMs)
          await stage.hardware.do('pedal.release', 'xk3', 'middle')
          await told('up middle')
        }
        await stage.hardware.do('pedal.press', 'xk3', 'middle')
        pedal.events.length = 0
        const pulled = await stage.hardware.do('pedal.unplug', 'xk3')
        unkeyed.push((await told('up middle')) - pulled.atMs)
        await stage.hardware.do('pedal.release', 'xk3', 'middle')
        await outFor(time)
        pedal.events.length = 0
        const plugged = await stage.hardware.do('pedal.plug', { id: 'xk3', product: 'xkeys-xk3-pedal' })
        ready.push((await told('baseline')) - plugged.atMs)
      }
      stage.note('pedal pulled while pressed → un-keyed', unkeyed)
      stage.note('pedal plugged in → state known', ready)
      stage.note('pedal’s report → event of the driver', latency)
    },
  },
  {
    title: 'radio',
    limitMs: MEASURE_MS,
    async play(stage) {
      const alarmed: number[] = []
      const up: number[] = []
      const radio = await radioUp(stage)
      for (let time = 0; time < TIMES; time++) {
        radio.events.length = 0
        radio.driver.requestFloor()
        await radio.told(EVENT_MS, 'floor-granted')
        const pulled = await stage.hardware.do('radio.unplug')
        await radio.told(EVENT_MS, 'may-transmit')
        alarmed.push(radio.when('may-transmit') - pulled.atMs)
        await outFor(time)
        radio.events.length = 0
        const plugged = await stage.hardware.do('radio.plug')
        await radio.told(COME_UP_MS, 'hung-up', 'link up')
        up.push(radio.when('link up') - plugged.atMs)
      }
      stage.note('radio pulled while it transmits → alarm', alarmed)
      stage.note('radio plugged in → hung up and ready', up)
    },
  },
  {
    title: 'adapter',
    limitMs: MEASURE_MS,
    async play(stage) {
      const lost: Record<'idle' | 'streaming', number[]> = { idle: [], streaming: [] }
      const open: number[] = []
      const adapter = await openAdapter(stage, { baud: 115_200 })
      for (let time = 0; time < 2 * TIMES; time++) {
        const how = time % 2 === 0 ? 'idle' : 'streaming'
        if (how === 'streaming') {
          const before = adapter.heard()
          await stage.hardware.do('adapter.babble', ADAPTER, 'on')
          await until('bytes stream in', () => adapter.heard() > before + 4_000, EVENT_MS)
        }
        adapter.losses.length = 0
        const pulled = await stage.hardware.do('adapter.unplug', ADAPTER)
        await until('lost', () => adapter.losses.length > 0, EVENT_MS)
        lost[how].push((adapter.losses[0]?.atMs ?? Number.NaN) - pulled.atMs)
        const plugged = await stage.hardware.do('adapter.plug', ADAPTER)
        open.push((await openSoon(adapter.port)) - plugged.atMs)
      }
      stage.note('serial adapter pulled while idle → alarm', lost.idle)
      stage.note('serial adapter pulled while data streams in → alarm', lost.streaming)
      stage.note('serial adapter plugged in → open', open)
    },
  },
]
