// The local socket of a host: who may read, what is told, and what a reader cannot do to it.
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createTellConsole } from '../../../electron/cli/tell-console.ts'
import { askRecordTaken } from '../../../electron/cli/trace/traffic-client.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { serveTraffic } from '../../../electron/host/traffic/server.ts'
import { eventually } from '../../contract/eventually.ts'
import { connectTo, folderFor, listen, serve } from './traffic-bench.ts'

const ALL = '{"ask":"traffic","identities":"masked"}\n'
const packets = (lines: readonly Record<string, unknown>[]): unknown[] => lines.map((line) => line['packet'] ?? line['line'])

describe('a reader', () => {
  test('gets the ring first, then what happens, of the devices it asked for', async () => {
    const bench = await serve(await folderFor())
    bench.wireLog.add('desk-radio', 'tx', 'AT+CTGS=1,4037001')
    bench.wireLog.add('pedal', 'rx', '0002', { bus: 'hid' })
    const all = listen(await ask(bench.data, ALL))
    const radio = listen(await ask(bench.data, '{"ask":"traffic","devices":["desk-radio"],"identities":"masked"}\n'))
    await eventually(() => all.lines.length === 4 && radio.lines.length === 3)
    bench.wireLog.add('pedal', 'rx', '0000', { bus: 'hid' })
    bench.wireLog.add('desk-radio', 'rx', 'OK')
    await eventually(() => all.lines.length === 6 && radio.lines.length === 4)
    expect(packets(all.lines)).toEqual(['begin', 'AT+CTGS=1,0000001', '0002', 'live', '0000', 'OK'])
    expect(packets(radio.lines)).toEqual(['begin', 'AT+CTGS=1,0000001', 'live', 'OK'])
    expect(all.lines[0]).toMatchObject({ position: 'BRW-02', language: 'nl', devices: ['desk-radio', 'pedal'], identities: 'masked' })
  })

  test('sees numbers only after the record holds that it does', async () => {
    const bench = await serve(await folderFor())
    bench.wireLog.add('desk-radio', 'rx', '+CTXG: 1,3,0,0,0,6101629')
    const heard = listen(await ask(bench.data, '{"ask":"traffic","devices":["desk-radio"],"identities":"plain"}\n'))
    await eventually(() => heard.lines.length === 3)
    expect(bench.exports).toEqual([['desk-radio']])
    expect(heard.lines[1]).toMatchObject({ line: '+CTXG: 1,3,0,0,0,6101629' })
  })

  test('sees no numbers while the record cannot be written', async () => {
    const bench = await serve(await folderFor(), 'fails')
    bench.wireLog.add('desk-radio', 'rx', '+CTXG: 1,3,0,0,0,6101629')
    const heard = listen(await ask(bench.data, '{"ask":"traffic","identities":"plain"}\n'))
    await eventually(() => heard.ended)
    expect(heard.lines).toEqual([{ packet: 'refused', code: 'CALL_REFUSED', detail: 'STORE_FULL x' }])
  })

  test('that stands still is cut off with a count, and neither the radio nor another reader notices', async () => {
    const bench = await serve(await folderFor())
    const stuck = await ask(bench.data, ALL)
    stuck.pause()
    const well = listen(await ask(bench.data, ALL))
    await eventually(() => well.lines.length === 2)
    const long = 'x'.repeat(1_900)
    let busyUs = 0
    let sent = 0
    for (let burst = 0; burst < 60; burst++) {
      const before = process.cpuUsage()
      for (let at = 0; at < 200; at++, sent++) bench.wireLog.add('desk-radio', 'rx', long)
      const { user, system } = process.cpuUsage(before)
      busyUs += user + system
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    // Keeping a line costs next to nothing, however many stand still. Counted in work, not in time: the machine is shared.
    expect(busyUs / sent).toBeLessThan(50)
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    const heard = listen(stuck)
    stuck.resume()
    await eventually(() => heard.ended, 5_000)
    const last = heard.lines.at(-1)
    expect(last).toMatchObject({ packet: 'cut' })
    expect(Number(last?.['lost']) + heard.lines.filter((line) => 'line' in line).length).toBe(sent)
    expect(well.ended).toBe(false)
    bench.wireLog.add('desk-radio', 'rx', 'still here')
    await eventually(() => well.lines.at(-1)?.['line'] === 'still here', 10_000)
    expect(well.lines.filter((line) => 'line' in line)).toHaveLength(sent + 1)
  })
})

async function ask(data: string, question: string): ReturnType<typeof connectTo> {
  const socket = await connectTo(data)
  socket.write(question)
  return socket
}

describe('the socket', () => {
  test('is its owner’s alone, and so is its folder', async () => {
    const { data } = await serve(await folderFor())
    expect([statSync(join(data, 'trace')).mode & 0o777, statSync(join(data, 'trace', 'host.sock')).mode & 0o777]).toEqual([0o700, 0o600])
  })

  test.runIf(process.getuid?.() === 0)('refuses another user of the machine', async () => {
    const { data } = await serve(await folderFor())
    const script = `require('node:net').connect(${JSON.stringify(join(data, 'trace', 'host.sock'))}).on('connect', () => process.exit(0)).on('error', (cause) => { console.log(cause.code); process.exit(1) })`
    // The server must answer meanwhile: it lives in this process, so the other is not waited for by blocking it.
    const other = await import('node:child_process').then(({ spawn }) => spawn(process.execPath, ['-e', script], { uid: 65_534, gid: 65_534, cwd: '/' }))
    let said = ''
    other.stdout?.on('data', (text: Buffer) => void (said += text.toString()))
    const code = await new Promise((resolve) => other.once('exit', resolve))
    expect([code, said.trim()]).toEqual([1, 'EACCES'])
  })

  test('says nothing to who asks nothing, and leaves who asks nonsense', async () => {
    const { data } = await serve(await folderFor())
    const silent = listen(await connectTo(data))
    const mad = listen(await ask(data, '{"ask":"switch"}\n'))
    const endless = listen(await ask(data, 'x'.repeat(10_000)))
    await eventually(() => mad.ended && endless.ended)
    expect([mad.lines, endless.lines]).toEqual([[{ packet: 'refused', code: 'CALL_INVALID', detail: 'question' }], [{ packet: 'refused', code: 'CALL_INVALID', detail: 'question' }]])
    await eventually(() => silent.ended, 4_000)
    expect(silent.lines).toEqual([])
  })

  test('names the devices there are to who asks for another', async () => {
    const { data } = await serve(await folderFor())
    const heard = listen(await ask(data, '{"ask":"traffic","devices":["lamp"],"identities":"masked"}\n'))
    await eventually(() => heard.ended)
    expect(heard.lines).toEqual([{ packet: 'refused', code: 'CALL_INVALID', detail: 'lamp; desk-radio, pedal' }])
  })

  test('refuses a fifth reader and takes one again when another leaves', async () => {
    const { data } = await serve(await folderFor())
    const sockets = await Promise.all([1, 2, 3, 4].map(() => ask(data, ALL)))
    const four = sockets.map(listen)
    await eventually(() => four.every((one) => one.lines.length === 2))
    const fifth = listen(await ask(data, ALL))
    await eventually(() => fifth.ended)
    expect(fifth.lines).toMatchObject([{ packet: 'refused', code: 'LINK_BUSY' }])
    sockets[0]?.destroy()
    await eventually(() => four[0]?.ended === true)
    // The host may hear of the end a moment later.
    let again = listen(await ask(data, ALL))
    for (let tries = 0; tries < 50 && again.lines.length !== 2; tries++) {
      await eventually(() => again.ended || again.lines.length === 2)
      if (again.ended) again = listen(await ask(data, ALL))
    }
    expect(again.lines).toHaveLength(2)
  })

  test('left by a killed host is taken over; one that answers is not', async () => {
    const data = await folderFor()
    mkdirSync(join(data, 'trace'))
    const left = `require('node:net').createServer().listen(${JSON.stringify(join(data, 'trace', 'host.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['-e', left]).signal).toBe('SIGKILL')
    expect(statSync(join(data, 'trace', 'host.sock')).isSocket()).toBe(true)
    const bench = await serve(data)
    const heard = listen(await ask(data, ALL))
    await eventually(() => heard.lines.length === 2)
    await expect(serve(data)).rejects.toThrow('LINK_BUSY')
    bench.wireLog.add('desk-radio', 'rx', 'OK')
    await eventually(() => heard.lines.length === 3)
  })

  test('is reached in a data folder too deep for the name of a socket', async () => {
    const deep = await folderFor('deep-'.repeat(30))
    const { data } = await serve(deep)
    const heard = listen(await ask(data, ALL))
    await eventually(() => heard.lines.length === 2)
    expect(statSync(join(deep, 'trace', 'host.sock')).mode & 0o777).toBe(0o600)
  })

  test('that cannot be made is no trouble of the host: it is told and nothing else', async () => {
    const data = await folderFor()
    writeFileSync(join(data, 'trace'), 'a file in its place')
    const deps = { data, platform: process.platform } as Parameters<typeof serveTraffic>[0]
    expect(await serveTraffic(deps)).toMatchObject({ ok: false, error: { code: 'LINK_DENIED' } })
  })

  test('is gone when the host ends, and its readers with it', async () => {
    const { data, server } = await serve(await folderFor())
    const heard = listen(await ask(data, ALL))
    await eventually(() => heard.lines.length === 2)
    await server.close()
    await eventually(() => heard.ended)
    expect(statSync(join(data, 'trace', 'host.sock'), { throwIfNoEntry: false })).toBeUndefined()
  })
})

describe('what a command reads out of the record beside the console', () => {
  const taken = async (record: 'works' | 'fails'): Promise<unknown> => {
    const bench = await serve(await folderFor(), record)
    return askRecordTaken({ data: bench.data, platform: process.platform }, 'samples', systemClock)
  }

  test('is in the record before it is read', async () => {
    expect(await taken('works')).toEqual({ ok: true, value: { packet: 'taking-recorded', seq: 8 } })
  })

  test('and when the record cannot be written, whoever reads it hears why', async () => {
    expect(await taken('fails')).toMatchObject({ ok: false, error: { code: 'STORE_FULL' } })
  })

  test('and where no console runs, whoever reads it hears that nothing holds it', async () => {
    const said: string[] = []
    const tell = createTellConsole({ clock: systemClock, platform: process.platform, environment: { LANG: 'nl_NL.UTF-8' }, err: (line) => said.push(line) })
    await tell(await folderFor(), 'counts')
    expect(said).toEqual(['geen console op deze map: dat dit gelezen is, staat niet in het logboek'])
  })
})
