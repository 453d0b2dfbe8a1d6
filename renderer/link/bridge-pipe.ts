// The pipe of the Electron shell: the host's packets over a port that leads straight to the host, the shell's over the bridge.
// The bridge lives as long as the page; ports come and go with the host, and each new one is asked for anew.
import { isPipe, type Bridge } from '../../electron/contract/bridge.ts'
import type { HostToPage, PageToHost } from '../../electron/contract/link.ts'
import type { FromPage, PageToShell } from '../../electron/contract/shell.ts'
import type { OpenPipe } from './pipe.ts'

export const createBridgePipe = (bridge: Bridge): OpenPipe => ({ onOpened, onPacket, onClosed }) => {
  let port: MessagePort | undefined
  const take = (message: MessageEvent<unknown>): void => {
    const [handed] = message.ports
    if (message.source !== window || !isPipe(message.data) || !handed) return
    port?.close()
    port = handed
    handed.addEventListener('message', ({ data }: MessageEvent<HostToPage>) => {
      // What is still under way from a host that is gone concerns nobody.
      if (port === handed) onPacket(data)
    })
    handed.start()
    onOpened()
  }
  addEventListener('message', take)
  bridge.onShell((packet) => {
    onPacket(packet)
    if (packet.packet === 'host-state' && packet.state.host === 'running') bridge.connect()
  })
  onOpened()
  return {
    send: (packet) => (isForShell(packet) ? bridge.toShell(packet) : port?.postMessage(packet satisfies PageToHost)),
    close() {
      removeEventListener('message', take)
      port?.close()
      onClosed()
    },
  }
}

const isForShell = (packet: FromPage): packet is PageToShell => packet.packet === 'prefer' || packet.packet === 'show' || packet.packet === 'break'
