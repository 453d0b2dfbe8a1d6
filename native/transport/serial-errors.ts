// What serialport says when a port does not open, as a code. Its errors carry no errno, only text.
// Source: texts of @serialport/bindings-cpp 13 (serialport_unix.cpp, serialport_win.cpp), each seen in the tests but Windows.
import { failure, type ErrorCode, type Failure } from '../kit/errors.ts'

/** `tells`: the words say more than the code does. */
const TEXTS: readonly { readonly pattern: RegExp; readonly code: ErrorCode; readonly tells?: true }[] = [
  // flock: another program, or we ourselves, hold the port.
  { pattern: /cannot lock port|temporarily unavailable|resource busy/i, code: 'LINK_BUSY' },
  { pattern: /permission denied|operation not permitted/i, code: 'LINK_DENIED' },
  // Windows says "Access denied" when another program has the port.
  { pattern: /access (is )?denied/i, code: 'LINK_BUSY' },
  { pattern: /inappropriate ioctl|not a tty/i, code: 'LINK_UNSUPPORTED', tells: true },
  { pattern: /no such (file|device)|file not found/i, code: 'LINK_MISSING' },
  // A ttyS without a chip opens and then fails to be set: "Input/output error setting custom baud rate".
  { pattern: /input\/output error/i, code: 'LINK_MISSING', tells: true },
]

/** The path, and the library's words where they tell more than the code. */
export function serialOpenFailure(path: string, text: string): Failure {
  const known = TEXTS.find(({ pattern }) => pattern.test(text))
  return failure(known?.code ?? 'LINK_MISSING', known && !known.tells ? path : `${path}: ${text}`)
}

/** A pseudo-terminal has no modem lines: its ioctl fails, and that is no sign of trouble. */
export const hasNoModemLines = (text: string): boolean => /inappropriate ioctl|ENOTTY/i.test(text)

/**
 * serialport lowers the break signal at each setting of RTS and DTR, and a CDC-ACM device that has no break refuses the whole
 * of it: both lines then stay as the kernel raised them at the opening.
 * Source: bindings-cpp pull request 229, node-serialport issue 2777; acm_tty_break_ctl in drivers/usb/class/cdc-acm.c.
 */
export const refusesOutputs = (text: string): boolean => /operation not supported/i.test(text)
