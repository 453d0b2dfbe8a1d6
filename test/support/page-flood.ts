// A page whose host is played: the shell carries what a bench says, as fast as it likes, and the page measures what it draws.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { openBrowserShell } from '../../electron/browser/browser-shell.ts'
import { readPageFiles } from '../../electron/browser/page-files.ts'
import { bothTexts } from '../../electron/cli/run/words.ts'
import type { HostToPage } from '../../electron/contract/link.ts'
import { TOPIC_NAMES, type TopicName, type Topics } from '../../electron/contract/topics.ts'
import { systemClock, systemRandom } from '../../native/transport/clock.ts'
import { BASE } from '../../renderer/scenes/base-scene.ts'
import { buildPage, PAGE } from './built-page.ts'

export interface FloodedPage {
  readonly page: Page
  readonly devtools: CDPSession
  /** Changes parts of a topic on every page at once. */
  set<Name extends TopicName>(topic: Name, parts: Partial<Topics[Name]>, remove?: readonly string[]): void
  stop(): Promise<void>
}

const PULSE_MS = 500

/** @param script  path of what runs in the page before its own code */
export async function openFloodedPage(browser: Browser, script: string): Promise<FloodedPage> {
  await buildPage()
  const files = readPageFiles(PAGE)
  if (!files) throw new Error('the page is not built')
  const folder = await mkdtemp(join(tmpdir(), 'achterwacht-flood-'))
  const seqs = new Map<TopicName, number>()
  const held = { ...BASE } as { [Name in TopicName]: Topics[Name] }
  const pages = new Set<string>()
  const tell = (packet: HostToPage): void => {
    for (const page of pages) shell.fromHost(page, packet)
  }
  const snapshots = (page: string): void => {
    for (const topic of TOPIC_NAMES) shell.fromHost(page, { packet: 'snapshot', topic, seq: seqs.get(topic) ?? 0, value: held[topic] } as HostToPage)
    shell.fromHost(page, { packet: 'pulse', utcMs: systemClock.utcMs() })
  }
  const opened = await openBrowserShell({
    clock: systemClock, random: systemRandom, port: 0, files, dataFolder: folder, texts: bothTexts, onTrouble: () => {},
    sendToHost(packet) {
      if (packet.packet !== 'page') return
      const { page, inner } = packet
      if (inner.packet === 'subscribe') {
        pages.add(page)
        snapshots(page)
      }
      if (inner.packet === 'gone') pages.delete(page)
      if (inner.packet === 'call') shell.fromHost(page, { packet: 'reply', id: inner.id, reply: { ok: true, value: { seq: 1 } } })
    },
  })
  if (!opened.ok) throw new Error(opened.error.detail)
  const shell = opened.value
  shell.hostIs({ host: 'running', pid: 0, tookMs: 0 })
  const pulse = setInterval(() => tell({ packet: 'pulse', utcMs: systemClock.utcMs() }), PULSE_MS)
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } })
  await context.addInitScript({ path: script })
  const page = await context.newPage()
  await page.goto(shell.newAddress())
  await page.waitForSelector('.strip-services')
  return {
    page,
    devtools: await context.newCDPSession(page),
    set(topic, parts, remove = []) {
      const seq = (seqs.get(topic) ?? 0) + 1
      seqs.set(topic, seq)
      tell({ packet: 'delta', topic, seq, set: parts, remove } as unknown as HostToPage)
    },
    async stop() {
      clearInterval(pulse)
      await context.close()
      await shell.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
