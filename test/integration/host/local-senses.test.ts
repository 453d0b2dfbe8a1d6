// The whole host as its own process, watching a log, a program and a log that hangs: what they say reaches the page, and the
// one that hangs keeps nobody, not even the end.
import { spawnSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { withFolder } from '../../../electron/cli/console-session.ts'
import { systemClock, systemRandom } from '../../../native/transport/clock.ts'
import { startWorld } from '../../sim/world.ts'
import { reaches } from '../../support/console-stage.ts'
import { startHostProcess } from '../../support/host-process.ts'
import { editSite } from '../../support/site-edit.ts'

const STOP_MS = 3_000

test('a bad line in the log of the RBS makes it degraded on the page, and a log that hangs holds up neither that nor the end', async () => {
  await withFolder('local-senses', async (folder) => {
    const world = await startWorld(systemClock, systemRandom)
    const site = join(folder, 'site.yaml')
    const log = join(folder, 'rbs.log')
    writeFileSync(log, 'connection lost\n')
    expect(spawnSync('mkfifo', [join(folder, 'hangs')]).status).toBe(0)
    await world.writeSite(site)
    await editSite(site, [
      [['services', 0, 'probes', 3], { id: 'rbs-log', kind: 'log-tail', path: log, good: ['connected'], bad: ['connection lost'] }],
      [['services', 0, 'probes', 4], { id: 'rbs-process', kind: 'process', name: basename(process.execPath) }],
      [['services', 3], { id: 'share', role: 'other', label: 'Share', probes: [{ id: 'share-log', kind: 'log-tail', weight: 'primary', path: join(folder, 'hangs'), quietMs: 5_000 }] }],
    ])
    const host = startHostProcess({ site, data: folder })
    try {
      const rbs = () => host.topic('services')['rbs']
      const stateOf = (id: string): string | undefined => rbs()?.probes.find((probe) => probe.id === id)?.state
      await reaches('the log is read and the program seen', () => rbs()?.now === 'ok' && stateOf('rbs-log') === 'answering' && stateOf('rbs-process') === 'answering')
      appendFileSync(log, 'connection lost\n')
      await reaches('degraded by its log', () => rbs()?.now === 'degraded' && stateOf('rbs-log') === 'failed')
      await reaches('the share is missed', () => host.topic('services')['share']?.probes[0]?.state === 'missing')
      const fromMs = systemClock.monotonicMs()
      await host.stop()
      expect(host.ended?.by).toBe(0)
      expect(systemClock.monotonicMs() - fromMs).toBeLessThan(STOP_MS)
    } finally {
      await host.stop()
      await world.stop()
    }
  })
}, 60_000)
