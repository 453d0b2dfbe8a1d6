// Reads a trace line by line, and tells what is wrong with which line. A further header: the console was started anew.
// Source: FORMATS, `replay`.
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'
import { readSettings } from './site/read-settings.ts'
import type { WatchSettings } from './watch/index.ts'
import { readTraceHeader, type TraceHeader } from './watch/trace-header.ts'
import { readTraceLine, type TraceLine } from './watch/trace-line.ts'

export type TracePart =
  | { readonly part: 'header'; readonly header: TraceHeader; readonly settings: WatchSettings }
  | { readonly part: 'line'; readonly line: TraceLine }
  | { readonly part: 'blank' }

export interface TraceReader {
  /** @returns WIRE_MALFORMED with the number of the line in its detail: the trace cannot be gone on with */
  read(text: string): Result<TracePart>
  /** The end of the trace. @returns WIRE_MALFORMED when it had no header */
  end(): Result<void>
}

export function createTraceReader(): TraceReader {
  let lines = 0
  let header: TraceHeader | undefined
  let lastMs = -Infinity

  const parse = (text: string): Result<TracePart> => {
    const value = parseJson(text)
    if (!value.ok) return value
    if ('trace' in value.value) return takeHeader(value.value)
    if (!header) return wrong('the first line is the header: {"trace":1,"services":[…],…}')
    const line = readTraceLine(value.value)
    if (!line.ok) return line
    const stranger = strangerIn(line.value, header)
    if (stranger !== undefined) return wrong(stranger)
    if (line.value.t < lastMs) return wrong(`t ${line.value.t} is before ${lastMs} of a line before it: lines stand in order of t`)
    lastMs = line.value.t
    return ok({ part: 'line', line: line.value })
  }
  const takeHeader = (value: object): Result<TracePart> => {
    const read = readTraceHeader(value)
    if (!read.ok) return read
    const settings = readSettings(read.value.settings)
    if (!settings.ok) return settings
    const startMs = read.value.startMs ?? lastMs
    if (startMs < lastMs) return wrong(`t ${startMs} is before ${lastMs} of a line before it: lines stand in order of t`)
    header = read.value
    lastMs = startMs
    return ok({ part: 'header', header, settings: settings.value })
  }

  return {
    read(text) {
      lines += 1
      // Some editors begin a file with a byte order mark.
      const bare = (lines === 1 ? text.replace(/^\uFEFF/, '') : text).trim()
      if (bare === '') return ok({ part: 'blank' })
      const read = parse(bare)
      return read.ok ? read : wrong(`line ${lines}: ${read.error.detail}`)
    },
    end: () => (header ? ok() : wrong('it is empty: the first line is the header: {"trace":1,"services":[…],…}')),
  }
}

const wrong = (detail: string): Result<never> => fail(failure('WIRE_MALFORMED', detail))

function parseJson(text: string): Result<object> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return wrong('it is no JSON')
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? ok(value) : wrong('it is no JSON object')
}

/** A name nothing in the header bears would be passed over in silence, and the trace read as if all was well. */
function strangerIn(line: TraceLine, header: TraceHeader): string | undefined {
  switch (line.line) {
    case 'sample':
    case 'usable': return header.probes.has(line.probe) ? undefined : `the header names no probe ${line.probe}`
    case 'service':
    case 'acknowledged': return header.services.some((one) => one.id === line.service) ? undefined : `the header names no service ${line.service}`
    case 'own':
    case 'tick': return undefined
  }
}
