// The kernel and its modules, out of Debian's package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { run } from './packages.ts'

const UNPACK_MS = 30_000
/** Fields of the boot protocol's header. Source: Documentation/arch/x86/boot.rst of Linux. */
const SETUP_SECTORS_AT = 0x1f1
const PAYLOAD_AT = 0x248
const SECTOR = 512
const XZ_MAGIC = 'fd377a585a00'
/** Behind the compressed kernel stands its length, which is no part of the xz stream. */
const LENGTH_BYTES = 4

/**
 * Puts the uncompressed kernel at `target`: the guest would need 3 s to unpack it. One that is packed in another way
 * is copied as it is and unpacks itself.
 */
export async function extractKernel(unpacked: string, target: string): Promise<void> {
  const boot = join(unpacked, 'kernel', 'boot')
  const image = readFileSync(join(boot, readdirSync(boot).find((name) => name.startsWith('vmlinuz-')) ?? 'vmlinuz'))
  const start = ((image[SETUP_SECTORS_AT] || 4) + 1) * SECTOR + image.readUInt32LE(PAYLOAD_AT)
  const payload = image.subarray(start, start + image.readUInt32LE(PAYLOAD_AT + 4) - LENGTH_BYTES)
  const packed = `${target}.xz`
  writeFileSync(packed, payload)
  const isXz = payload.subarray(0, XZ_MAGIC.length / 2).toString('hex') === XZ_MAGIC
  // Debian's xz from the guest's packages: a small machine has none, and Node knows no xz.
  const unpackedHere = isXz && (await run(join(unpacked, 'root', 'usr', 'bin', 'xz'), ['-d', packed], { folder: unpacked, withinMs: UNPACK_MS })).code === 0
  if (!unpackedHere) writeFileSync(target, image)
}

export interface KernelModule {
  readonly name: string
  readonly content: Uint8Array
}

/** The named modules and all they depend on, each behind those it needs. */
export function collectModules(unpacked: string, wanted: readonly string[]): readonly KernelModule[] {
  const versions = join(unpacked, 'kernel', 'lib', 'modules')
  const folder = join(versions, readdirSync(versions)[0] ?? '')
  const paths = new Map<string, string>()
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.ko')) paths.set(moduleName(basename(path, '.ko')), join(folder, path))
  }
  const taken = new Map<string, KernelModule>()
  const take = (name: string): void => {
    const path = paths.get(name)
    // Built into the kernel, or unknown here: loading it will tell.
    if (path === undefined || taken.has(name)) return
    const content = readFileSync(path)
    for (const needed of dependencies(content)) take(needed)
    taken.set(name, { name, content })
  }
  for (const name of wanted) take(moduleName(name))
  return [...taken.values()]
}

const moduleName = (name: string): string => name.replaceAll('-', '_')

/** A module says in its `.modinfo` section what it needs: `depends=hid,usbhid`, ended by a zero byte. */
function dependencies(module: Buffer): readonly string[] {
  const at = module.indexOf('\0depends=')
  if (at < 0) return []
  const start = at + '\0depends='.length
  const list = module.toString('latin1', start, module.indexOf(0, start))
  return list === '' ? [] : list.split(',').map(moduleName)
}
