// Processes that end as they should not: a second start, a shell that is gone, a stop in the middle of a word, a bug.
// Whatever ends, the radio is off the air before the process is.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { SupervisorState } from '../../../electron/host/supervisor.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { alarmsOf, channelOf, DESK, goToDesk, noteMade, phaseOf, reaches, readinessOf, restWorks, talk, withStage, type Stage } from '../../support/console-stage.ts'
import { recordOf } from '../../support/record.ts'

const EXIT_REFUSED = 3
const EXIT_BUG = 70
/** The architecture's bound for a host that ends by itself; some 100 ms are usual. */
const ENDS_MS = 10_000
const WHOLE = [0, 10]

const lives = (pid: number): boolean => existsSync(`/proc/${pid}/stat`) && !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

test.concurrent('a second start on the same folder is refused, the first goes on undisturbed, and after its kill -9 a new one starts at once', async () => {
  await withStage({}, async ({ bare, verify }) => {
    const first = bare()
    await restWorks(first)
    await noteMade(first, 'van de eerste')
    const second = bare()
    await reaches('second refused', () => second.ended !== undefined)
    expect(second.ended?.by).toBe(EXIT_REFUSED)
    expect(second.packets).toMatchObject([{ packet: 'refused', error: { code: 'SITE_ALREADY_RUNNING' } }])
    await noteMade(first, 'nog steeds van de eerste')
    expect(alarmsOf(first)).toEqual([])
    first.kill('SIGKILL')
    await reaches('first gone', () => first.ended !== undefined)
    const third = bare()
    await restWorks(third)
    await noteMade(third, 'van de derde')
    await third.stop()
    expect(third.ended?.by).toBe(0)
    expect(WHOLE).toContain(verify().code)
  })
}, 60_000)

/** The process that started the host, as far away from this one as a shell is. */
async function launched({ site, folder, finally: atEnd }: Stage, ...when: string[]): Promise<{ host: number; killShell(): void }> {
  const shell = spawn(process.execPath, [fileURLToPath(new URL('../../support/host-launcher.ts', import.meta.url)), site, folder, ...when], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  shell.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
  let host = 0
  atEnd(async () => {
    shell.kill('SIGKILL')
    if (host > 0 && lives(host)) process.kill(host, 'SIGKILL')
  })
  await reaches('shell has its host', () => /^\d+\n/.test(said))
  host = Number(said)
  return { host, killShell: () => void shell.kill('SIGKILL') }
}

test.concurrent('a shell that is killed while somebody talks: the host un-keys, closes its record and ends by itself', async () => {
  await withStage({}, async (stage) => {
    const { world } = stage
    const { host, killShell } = await launched(stage)
    world.pedal.buttons.press('middle')
    await reaches('on the air', () => world.desk.radio.transmitting?.by === 'console')
    killShell()
    await reaches('host ended', () => !lives(host), ENDS_MS)
    expect(world.desk.radio.transmitting).toBeUndefined()
    expect(stage.verify()).toMatchObject({ code: 0 })
  })
}, 60_000)

test.concurrent('a shell that is killed before its host is up leaves no host behind', async () => {
  await withStage({}, async (stage) => {
    const { host, killShell } = await launched(stage, 'at-once')
    killShell()
    await reaches('host ended', () => !lives(host), ENDS_MS)
    const next = stage.bare()
    await restWorks(next)
  })
}, 60_000)

test.concurrent.each(['SIGTERM', 'stop'] as const)('%s while somebody talks: off the air before the process ends, record closed', async (how) => {
  await withStage({}, async ({ world, bare, verify, folder }) => {
    const host = bare()
    await goToDesk(host)
    await talk(host, world)
    if (how === 'stop') host.send({ packet: 'stop' })
    else host.kill(how)
    let keyedAtEnd: boolean | undefined
    await reaches('ended', () => {
      if (host.ended) keyedAtEnd = world.desk.radio.transmitting !== undefined
      return host.ended !== undefined
    }, ENDS_MS)
    expect({ by: host.ended?.by, keyedAtEnd }).toEqual({ by: 0, keyedAtEnd: false })
    expect(verify()).toMatchObject({ code: 0 })
    expect(recordOf(folder).at(-1)?.kind).toBe('host.stopped')
  })
}, 60_000)

// Thrown from a signal inside the host process: to the host it comes out of nowhere, as a bug of ours would.
const BUG_ON_SIGUSR2 = `--import=data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => { throw new Error('provoked') })")}`

test.concurrent('a bug in the host while somebody talks: off the air, exit 70, logged, restarted on the same channel', async () => {
  await withStage({}, async ({ world, supervised, verify, folder }) => {
    const states: SupervisorState[] = []
    const own = process.env['NODE_OPTIONS']
    process.env['NODE_OPTIONS'] = [own, BUG_ON_SIGUSR2].filter(Boolean).join(' ')
    const session = supervised({ onState: (state) => states.push(state) })
    if (own === undefined) delete process.env['NODE_OPTIONS']
    else process.env['NODE_OPTIONS'] = own
    await goToDesk(session)
    await talk(session, world)
    const { pid = 0 } = session.supervisor
    process.kill(pid, 'SIGUSR2')
    await reaches('ended', () => states.some((state) => state.host === 'died'), ENDS_MS)
    expect(world.desk.radio.transmitting).toBeUndefined()
    expect(states.find((state) => state.host === 'died')).toEqual({ host: 'died', cause: `exit ${EXIT_BUG}`, againInMs: 0 })
    await reaches('restarted', () => session.supervisor.pid !== pid && channelOf(session) === DESK && readinessOf(session) === 'ready')
    expect(readFileSync(join(folder, 'log', 'host.jsonl'), 'utf8')).toMatch(/"event":"bug\.unexpected".*provoked/)
    expect(phaseOf(session), 'the pedal is still down, and keys nothing').not.toBe('talking')
    expect(world.desk.radio.transmitting).toBeUndefined()
    world.pedal.buttons.release('middle')
    await reaches('settled', () => session.topic('switch').switch?.confirmed === true && phaseOf(session) === 'idle')
    await talk(session, world)
    world.pedal.buttons.release('middle')
    await session.stop()
    expect(WHOLE).toContain(verify().code)
  })
}, 60_000)

test('a host that cannot even be started is tried again until it can', async () => {
  await withStage({}, async ({ supervised }) => {
    const states: SupervisorState[] = []
    const { execPath } = process
    process.execPath = '/nowhere/node'
    const session = supervised({ onState: (state) => states.push(state) })
    await reaches('tried more than once', () => states.filter((state) => state.host === 'starting').length > 1).finally(() => (process.execPath = execPath))
    await restWorks(session)
    expect(states.filter((state) => state.host === 'died')[0]).toMatchObject({ cause: expect.stringContaining('ENOENT') })
  })
}, 60_000)

test.concurrent('nothing that comes over the pipe and is no packet of ours does any harm', async () => {
  await withStage({}, async ({ bare }) => {
    const host = bare()
    await restWorks(host)
    const cyclic: Record<string, unknown> = { packet: 'call', id: 901, name: 'note.add' }
    cyclic['input'] = cyclic
    for (const packet of ['stop', 7, {}, { packet: 'stop', now: true }, { packet: 'call' }, { packet: 'subscribe', topics: ['nothing'] }, cyclic, { packet: 'call', id: 902, name: '__proto__', input: {} }, { packet: 'call', id: 903, name: 'note.add', input: new Map([['text', 1n]]) }]) host.send(packet)
    await noteMade(host, 'werkt nog')
    expect(host.ended).toBeUndefined()
    for (const [id, code] of [[901, 'CALL_INVALID'], [902, 'CALL_UNKNOWN'], [903, 'CALL_INVALID']] as const) {
      expect(host.packets).toContainEqual({ packet: 'reply', id, reply: { ok: false, error: { code, detail: expect.any(String) } } })
    }
    const from = systemClock.monotonicMs()
    await host.stop()
    expect(systemClock.monotonicMs() - from).toBeLessThan(ENDS_MS)
    expect(host.ended?.by).toBe(0)
  })
}, 60_000)
