// What strace writes, read back: names, offsets, threads that interrupt each other, and what must not be passed over.
import { expect, test } from 'vitest'
import { TraceReader } from '../../soak/power/system-calls.ts'

const hex = (text: string): string => `"${[...Buffer.from(text)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}"`
const at = (path: string): string => hex(`/disk/${path}`)

function read(...lines: string[]): readonly unknown[] {
  const reader = new TraceReader('/disk')
  reader.read(lines.map((line) => (/^\d/.test(line) ? line : `7 ${line}`)).join('\n'))
  return reader.ops.map((op) => ('bytes' in op ? { ...op, bytes: Buffer.from(op.bytes).toString() } : op))
}

test('files are followed by what they are, not by what they are called', () => {
  expect(read(
    `openat(AT_FDCWD, ${at('a.new')}, O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 20`,
    `pwrite64(20, ${hex('page')}, 4, 4096)  = 4`,
    'fdatasync(20)                    = 0',
    `rename(${at('a.new')}, ${at('a')})         = 0`,
    `pwrite64(20, ${hex('more')}, 4, 0)     = 2`,
    'ftruncate(20, 512)               = 0',
    'close(20)                        = 0',
    `unlink(${at('a')}) = 0`,
  )).toEqual([
    { op: 'name', place: { folder: 0, name: 'a.new' }, node: 1, kind: 'file' },
    { op: 'write', node: 1, at: 4096, bytes: 'page' },
    { op: 'sync', node: 1 },
    { op: 'rename', from: { folder: 0, name: 'a.new' }, to: { folder: 0, name: 'a' }, node: 1 },
    { op: 'write', node: 1, at: 0, bytes: 'mo' },
    { op: 'cut', node: 1, size: 512 },
    { op: 'unname', place: { folder: 0, name: 'a' }, node: 1 },
  ])
})

test('a write without an offset goes on where the last one ended, or at the end of a file that only grows', () => {
  expect(read(
    `mkdir(${at('keys')}, 0700) = 0`,
    `openat(AT_FDCWD, ${at('keys/k')}, O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 9`,
    `write(9, ${hex('ab')}, 2) = 2`,
    `write(9, ${hex('cd')}, 2) = 2`,
    'close(9) = 0',
    `openat(AT_FDCWD, ${at('keys/k')}, O_RDWR|O_CREAT|O_APPEND|O_CLOEXEC, 0644) = 9`,
    `write(9, ${hex('ef')}, 2) = 2`,
    `openat(AT_FDCWD, ${at('keys')}, O_RDONLY|O_CLOEXEC) = 10`,
    'fsync(10) = 0',
  ).slice(2)).toEqual([
    { op: 'write', node: 2, at: 0, bytes: 'ab' },
    { op: 'write', node: 2, at: 2, bytes: 'cd' },
    { op: 'write', node: 2, at: 4, bytes: 'ef' },
    { op: 'sync', node: 1 },
  ])
})

test('a promise stands where it began to be said, a sync where it ended, whichever thread came between', () => {
  expect(read(
    `openat(AT_FDCWD, ${at('a')}, O_RDWR|O_CREAT, 0644) = 20`,
    '7 fsync(20 <unfinished ...>',
    `8 write(1, ${hex('early\n')}, 6 <unfinished ...>`,
    '7 <... fsync resumed>) = 0',
    '8 <... write resumed>) = 6',
    `8 write(1, ${hex('late\n')}, 5) = 5`,
    `7 unlink(${at('a')} <unfinished ...>`,
    '7 <... unlink resumed>) = 0',
  ).slice(1)).toEqual([
    { op: 'mark', text: 'early' }, { op: 'sync', node: 1 }, { op: 'mark', text: 'late' }, { op: 'unname', place: { folder: 0, name: 'a' }, node: 1 },
  ])
})

test('a number that a thread gives back is another file as soon as another thread opens with it', () => {
  expect(read(
    `openat(AT_FDCWD, ${at('a')}, O_RDWR|O_CREAT, 0644) = 20`,
    '7 close(20 <unfinished ...>',
    `8 openat(AT_FDCWD, ${at('b')}, O_RDWR|O_CREAT, 0644) = 20`,
    '7 <... close resumed>) = 0',
    `8 write(20, ${hex('b')}, 1) = 1`,
  ).slice(2)).toEqual([{ op: 'write', node: 2, at: 0, bytes: 'b' }])
})

test('what failed, what lies elsewhere and the shared index leave no trace', () => {
  expect(read(
    `openat(AT_FDCWD, ${at('gone')}, O_RDONLY) = -1 ENOENT (No such file or directory)`,
    `openat(AT_FDCWD, ${hex('/elsewhere/a')}, O_RDWR|O_CREAT, 0644) = 21`,
    `pwrite64(21, ${hex('x')}, 1, 0) = 1`,
    `openat(AT_FDCWD, ${at('ledger.db-shm')}, O_RDWR|O_CREAT, 0644) = 22`,
    'ftruncate(22, 32768) = 0',
    `writev(21, [{iov_base=${hex('x')}, iov_len=1}], 1) = 1`,
    '+++ exited with 0 +++',
  )).toEqual([])
})

test('a call that cannot be replayed is an error, and so is a text that was cut short', () => {
  const open = `openat(AT_FDCWD, ${at('a')}, O_RDWR|O_CREAT, 0644) = 20`
  expect(() => read(open, 'fallocate(20, 0, 0, 4096) = 0')).toThrow('fallocate')
  expect(() => read(open, 'dup(20) = 21')).toThrow('dup')
  expect(() => read(open, `renameat2(AT_FDCWD, ${at('a')}, AT_FDCWD, ${at('b')}, RENAME_NOREPLACE) = 0`)).toThrow('renameat2')
  expect(() => read(open, `pwrite64(20, ${hex('page')}..., 4096, 0) = 4096`)).toThrow('not a whole string')
})
