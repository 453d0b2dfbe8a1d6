// Linux: the report descriptor of a device node, as the kernel read it when the device was plugged in. The device is not asked.
// Source: Documentation/ABI/testing/sysfs-driver-hid of the kernel.
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Clock } from '../../kit/clock.ts'
import { failure } from '../../kit/errors.ts'
import { fail, ok, type Result } from '../../kit/result.ts'
import { bounded, causeText } from '../bounded.ts'

export type ReadDescriptor = (path: string) => Promise<Result<Uint8Array>>

const NODE = /^\/dev\/hidraw\d+$/
/** It lies in memory; a kernel that holds the lock of the device must not hold up the opening. */
const READ_MS = 500

/**
 * @param root  where `/sys` begins; a test gives a folder
 * @returns what reads: LINK_UNSUPPORTED where the system hands out none, LINK_TIMEOUT
 */
export function createDescriptorReader(clock: Clock, root = '/'): ReadDescriptor {
  return async (path) => {
    if (!NODE.test(path)) return fail(failure('LINK_UNSUPPORTED', `${path}: the system tells no report descriptor`))
    try {
      const read = await bounded(clock, READ_MS, readFile(join(root, 'sys/class/hidraw', basename(path), 'device/report_descriptor')))
      return read.done ? ok(new Uint8Array(read.value)) : fail(failure('LINK_TIMEOUT', `${path}: its report descriptor is not told`))
    } catch (cause) {
      return fail(failure('LINK_UNSUPPORTED', `${path}: ${causeText(cause)}`))
    }
  }
}
