// A connection to a target, over TCP or TLS alike: ready, bytes, lost. Nothing is said over TLS before the certificate is judged.
import { connect, isIP, type Socket } from 'node:net'
import type { ProbeResult } from '../types.ts'
import { resultOfSocketError } from './network-failure.ts'
import { distrust, type Trust } from './tls-trust.ts'

export interface LineEvents {
  readonly onReady: () => void
  readonly onBytes: (bytes: Uint8Array) => void
  /** May be called more than once, and after the socket was destroyed. */
  readonly onLost: (result: ProbeResult) => void
}

/** @param host  an IP address */
export type OpenLine = (host: string, events: LineEvents) => Socket

export const CLOSED_BY_OTHER: ProbeResult = { kind: 'unreachable', detail: 'closed by the other side' }

export function tcpLines(port: number): OpenLine {
  return (host, events) => {
    const socket = connect({ host, port, noDelay: true })
    socket.once('connect', events.onReady)
    return listen(socket, events)
  }
}

/** @param name  as the site file writes the target; the certificate is for it unless the trust names another */
export function tlsLines(target: { readonly port: number; readonly name: string }, trust: Trust, utcMs: () => number): OpenLine {
  const { secureContext, servername = target.name } = trust
  return (host, events) => {
    const socket = trust.tls.connect({
      host,
      port: target.port,
      secureContext,
      // Judged below, so that the reason can be told.
      rejectUnauthorized: false,
      servername: isIP(servername) ? '' : servername,
      checkServerIdentity: (_, certificate) => trust.tls.checkServerIdentity(servername, certificate),
    })
    socket.setNoDelay(true)
    socket.once('secureConnect', () => {
      const { fingerprint256, valid_from: from, valid_to: to } = socket.getPeerCertificate()
      const error = socket.authorized ? undefined : String(socket.authorizationError)
      const reason = distrust({ error, fingerprint256, from, to }, trust.fingerprint256, utcMs())
      if (reason === undefined) events.onReady()
      else events.onLost({ kind: 'unreachable', detail: reason })
    })
    return listen(socket, events)
  }
}

function listen(socket: Socket, events: LineEvents): Socket {
  socket.on('data', events.onBytes)
  // Stays after the end: a destroyed socket may still report.
  socket.on('error', (error: NodeJS.ErrnoException) => events.onLost(resultOfSocketError(error)))
  socket.on('end', () => events.onLost(CLOSED_BY_OTHER))
  socket.on('close', () => events.onLost(CLOSED_BY_OTHER))
  return socket
}
