// The pipe of the browser shell: one WebSocket to where the page came from, packets as JSON.
import type { ToPage } from '../../electron/contract/shell.ts'
import type { OpenPipe } from './pipe.ts'

const PATH = '/pipe'

export const createWebSocketPipe = (origin: string): OpenPipe => ({ onOpened, onPacket, onClosed }) => {
  const socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${PATH}`)
  socket.addEventListener('open', onOpened)
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') onPacket(JSON.parse(data) as ToPage)
  })
  // An error is always followed by the closing.
  socket.addEventListener('close', onClosed)
  return {
    send: (packet) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(packet))
    },
    close: () => socket.close(),
  }
}
