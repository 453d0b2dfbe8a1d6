// The real host behind the browser shell: two pages at once, keys of a page that is gone, and a host that dies.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrowserShell } from '../../../electron/browser/browser-shell.ts'
import { startSession, type ConsoleSession } from '../../../electron/cli/console-session.ts'
import { systemClock } from '../../../native/transport/clock.ts'
import { openTestShell } from '../../support/browser-stage.ts'
import { goToDesk, GROUP, phaseOf, reaches, withStage, type Stage } from '../../support/console-stage.ts'
import { enter, openPage, type PageClient } from '../../support/page-client.ts'

const ALIVE_MS = 100

interface Scene {
  readonly stage: Stage
  readonly shell: BrowserShell
  readonly session: ConsoleSession
  page(): Promise<PageClient>
}

let scene: Scene
let end = (): void => {}
let ended: Promise<void>

beforeAll(async () => {
  const opened = Promise.withResolvers<void>()
  ended = withStage({}, async (stage) => {
    const line: { session?: ConsoleSession } = {}
    const shell = await openTestShell(stage.folder, { sendToHost: (packet) => line.session?.supervisor.send(packet) })
    const session = startSession({ clock: systemClock, site: stage.site, data: stage.folder, onState: (state) => shell.hostIs(state), onPage: (page, packet) => shell.fromHost(page, packet) })
    line.session = session
    const cookie = await enter(shell.newAddress())
    scene = { stage, shell, session, page: () => openPage(shell.port, cookie) }
    await new Promise<void>((resolve) => {
      end = resolve
      opened.resolve()
    })
    await session.stop()
    await shell.close()
  })
  await Promise.race([opened.promise, ended])
})
afterAll(async () => {
  end()
  await ended
})

/** Holds a key of a page down until told otherwise. */
async function press(page: PageClient, source: string): Promise<{ readonly release: () => Promise<unknown>; readonly freeze: () => void }> {
  expect(await page.client.call('ptt.press', { source })).toMatchObject({ ok: true })
  const alive = setInterval(() => void page.client.call('ptt.keep-alive', { source }), ALIVE_MS)
  return {
    freeze: () => clearInterval(alive),
    release: () => {
      clearInterval(alive)
      return page.client.call('ptt.release', { source })
    },
  }
}
const onAir = (): boolean => scene.stage.world.desk.radio.transmitting?.by === 'console'

test('two pages see the same, and each asks for itself', async () => {
  const [one, other] = [await scene.page(), await scene.page()]
  await goToDesk(one)
  await reaches('the other page sees it too', () => other.topic('switch').switch?.channel === 'desk-radio')
  const notes = await Promise.all([one.client.call('note.add', { text: 'een' }), other.client.call('note.add', { text: 'twee' })])
  for (const note of notes) expect(note).toMatchObject({ ok: true })
  await reaches('both notes are on both pages', () => [one, other].every((page) => Object.values(page.topic('timeline')).filter((entry) => entry.kind === 'note.added').length === 2))
  expect(one.last('pulse')).toBeDefined()
  expect([one.last('demo'), one.last('shell')?.shell.shell]).toEqual([undefined, 'browser'])
  one.socket.close()
  other.socket.close()
  await reaches('both are gone', () => scene.shell.pages === 0)
})

test('keys of two pages are apart although they bear one name', async () => {
  const [one, other] = [await scene.page(), await scene.page()]
  const first = await press(one, 'space')
  await reaches('on the air', () => phaseOf(one) === 'talking' && onAir())
  const second = await press(other, 'space')
  await second.release()
  expect([phaseOf(one), onAir()]).toEqual(['talking', true])
  await first.release()
  await reaches('off the air', () => phaseOf(other) === 'idle' && !onAir())
  one.socket.close()
  other.socket.close()
})

test.each(['closes', 'breaks off', 'freezes'] as const)('a page that %s while it keys is un-keyed', async (how) => {
  const [page, watcher] = [await scene.page(), await scene.page()]
  const key = await press(page, 'space')
  await reaches('on the air', onAir)
  const beganMs = performance.now()
  key.freeze()
  if (how === 'closes') page.socket.close()
  if (how === 'breaks off') page.socket.terminate()
  await reaches('off the air', () => !onAir(), 4000)
  expect(performance.now() - beganMs).toBeLessThan(4000)
  // A page that is only frozen may still have a finger on its key: that one is told to let go.
  await reaches('the other page sees it', () => phaseOf(watcher) === (how === 'freezes' ? 'refused' : 'idle'))
  page.socket.terminate()
  await reaches('nothing of it is left', () => phaseOf(watcher) === 'idle')
  watcher.socket.close()
})

test('pages are told when the host dies, get everything anew from the next one, and no press is kept for it', async () => {
  const [one, other] = [await scene.page(), await scene.page()]
  const key = await press(one, 'space')
  await reaches('on the air', onAir)
  const { pid } = scene.session.supervisor
  expect(pid).toBeGreaterThan(0)
  process.kill(Number(pid), 'SIGKILL')
  const saw = (page: PageClient, host: string): boolean => page.packets.some((packet) => packet.packet === 'host-state' && packet.state.host === host)
  await reaches('both are told', () => saw(one, 'died') && saw(other, 'died'))
  expect(await one.client.call('ptt.press', { source: 'space' })).toMatchObject({ ok: false, error: { code: 'CALL_HOST_GONE' } })
  await key.release()
  await reaches('the next host serves both', () => [one, other].every((page) => page.topic('switch').switch?.channel === 'desk-radio' && page.topic('devices')['desk-radio']?.link === 'up'))
  expect(scene.session.supervisor.pid).not.toBe(pid)
  await reaches('hung up', () => scene.stage.world.desk.radio.transmitting === undefined)
  expect(one.topic('ptt').ptt?.phase).toBe('idle')
  expect(await other.client.call('group.select', { group: GROUP })).toBeDefined()
  one.socket.close()
  other.socket.close()
})
