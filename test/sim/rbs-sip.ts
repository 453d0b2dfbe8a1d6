// The few words of SIP the simulated RBS speaks: 200 to OPTIONS, 405 to anything else. Source: RFC 3261, sections 8.2.6, 11.2, 18.3.

/** Headers a response echoes unchanged, in the order they came. */
const ECHOED = /^(via|v|from|f|call-id|i|cseq)\s*:/i
const TO = /^(to|t)\s*:/i
const REQUEST_LINE = /^([A-Z]+) \S+ SIP\/2\.0$/
const LENGTH = /^(?:content-length|l)\s*:\s*([0-9]{1,6})\s*$/im
/** More than this without an end is no SIP. */
const MESSAGE_MAX = 65_536

/** @returns the response, or undefined for what is no request or may not be answered (ACK) */
export function answerSip(request: string, from: { readonly address: string; readonly port: number }): string | undefined {
  const [start = '', ...lines] = (request.split('\r\n\r\n', 1)[0] ?? '').split('\r\n')
  const method = REQUEST_LINE.exec(start)?.[1]
  if (method === undefined || method === 'ACK') return undefined
  const echoed = lines.filter((line) => ECHOED.test(line))
  const to = lines.find((line) => TO.test(line))
  if (to === undefined || echoed.length < 4) return undefined
  const status = method === 'OPTIONS' ? 'SIP/2.0 200 OK' : 'SIP/2.0 405 Method Not Allowed'
  // rport: where it really came from (RFC 3581).
  const seen = echoed.map((line, at) => (at === 0 ? line.replace(/;rport(?=;|$)/i, `;rport=${from.port};received=${from.address}`) : line))
  return [status, ...seen, /;\s*tag=/i.test(to) ? to : `${to};tag=rbs`, 'Allow: OPTIONS', 'Server: simulated RBS', 'Content-Length: 0', '', ''].join('\r\n')
}

/** Whole messages out of a stream; `rest` undefined: this is no SIP, close the line. */
export function splitSipStream(text: string): { readonly messages: readonly string[]; readonly rest: string | undefined } {
  const messages: string[] = []
  // A line end between messages is a keep-alive (RFC 5626, section 4.4.1).
  let rest = text.replace(/^(\r\n)+/, '')
  for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
    const total = end + 4 + Number(LENGTH.exec(rest.slice(0, end))?.[1] ?? 0)
    if (total > rest.length) break
    messages.push(rest.slice(0, total))
    rest = rest.slice(total).replace(/^(\r\n)+/, '')
  }
  return { messages, rest: rest.length > MESSAGE_MAX ? undefined : rest }
}
