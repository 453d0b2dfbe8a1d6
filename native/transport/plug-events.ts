// Notices that something was plugged in or pulled: on Linux by the nodes that come and go in /dev, elsewhere by the device
// child, which listens to USB. Where neither works, nothing is heard, and whoever scans must do it by the clock.
import { watch, type FSWatcher } from 'node:fs'
import type { ChildScan } from './device-scan/child-scan.ts'

export interface PlugNews {
  readonly changed: () => void
  readonly found: () => void
  readonly lost: () => void
}

export interface PlugEvents {
  /** @returns whether events come from now on; `found` and `lost` tell of every later change of that */
  start(news: PlugNews): boolean
  stop(): void
}

/** Nodes of HID devices and serial ports, not those of consoles and disks. */
const NODE = /^(?:hidraw\d+|tty[A-Z]+[A-Za-z]*\d+|rfcomm\d+)$/

export function nodeEvents(folder = '/dev'): PlugEvents {
  let watcher: FSWatcher | undefined
  return {
    start(news) {
      try {
        // Only coming and going: a change of a node is each report that is written to it.
        watcher = watch(folder, (what, name) => {
          if (what === 'rename' && name !== null && NODE.test(name)) news.changed()
        })
      } catch {
        return false
      }
      watcher.on('error', () => {
        watcher?.close()
        news.lost()
      })
      return true
    },
    stop: () => watcher?.close(),
  }
}

export function childEvents(child: ChildScan): PlugEvents {
  let unsubscribe = (): void => undefined
  return {
    start(news) {
      unsubscribe = child.onNews((what) => {
        if (what === 'changed') news.changed()
        else if (what === 'events-work') news.found()
        else news.lost()
      })
      // It is not running yet; it tells when it is.
      return false
    },
    stop() {
      unsubscribe()
      child.stop()
    },
  }
}
