// Lines of a stream of text, many at a time: what is read by the million must not wait for a promise a line.
import type { Readable } from 'node:stream'
import { failure } from '../../native/kit/errors.ts'
import { fail, ok, type Result } from '../../native/kit/result.ts'

/** A header of 64 services with 16 probes each is under 128 KiB; a longer line is no text but something else. */
const LINE_MAX = 1024 * 1024

/**
 * The lines of a stream, without their ends, as they come.
 *
 * @returns WIRE_TOO_LONG in place of a line without end, LINK_LOST when the stream breaks; nothing comes after it
 */
export async function* textLines(stream: Readable): AsyncGenerator<Result<readonly string[]>> {
  stream.setEncoding('utf8')
  let rest = ''
  try {
    for await (const chunk of stream) {
      const lines = `${rest}${String(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      if (lines.length > 0) yield ok(lines)
      if (rest.length > LINE_MAX) {
        yield fail(failure('WIRE_TOO_LONG', `a line of more than ${LINE_MAX} characters`))
        return
      }
    }
  } catch (cause) {
    yield fail(failure('LINK_LOST', cause instanceof Error ? cause.message : String(cause)))
    return
  }
  if (rest !== '') yield ok([rest])
}
