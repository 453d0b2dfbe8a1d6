// Why a port is taken: another Achterwacht says its name in every answer, also to who has no session.
import { get } from 'node:http'
import { LOOPBACK } from './guard.ts'
import { SERVER_NAME } from './headers.ts'

const ASK_MS = 1000

export function whoHasPort(port: number): Promise<'achterwacht' | 'another'> {
  return new Promise((resolve) => {
    const request = get({ host: LOOPBACK, port, path: '/', timeout: ASK_MS, agent: false }, (response) => {
      response.destroy()
      resolve(response.headers.server === SERVER_NAME ? 'achterwacht' : 'another')
    })
    request.on('timeout', () => request.destroy())
    // Whatever it is, it does not speak as we do.
    request.on('error', () => resolve('another'))
  })
}
