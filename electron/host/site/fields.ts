// Field kinds of the site file. Each carries, as its zod message, the word under which problem-text.ts explains it,
// so that a technician is told what would be right and not which pattern failed.
import { z } from 'zod'

/** For machines and never shown; references between parts of the file go by them. */
const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
/** The alarm of this workstation's own network bears that name. */
const SERVICE_ID = /^(?!own-network$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const POSITION = /^[A-Z0-9]+(-[A-Z0-9]+)*$/
const ROOM = /^[A-Z][A-Z0-9]{1,7}$/
/** A TETRA short subscriber identity has 24 bits: at most 16 777 215, eight digits. Source: EN 300 392-1, 7.2. */
const SSI = /^[0-9]{1,8}$/
const USB_ID = /^[0-9a-f]{4}$/
const HOST = /^[A-Za-z0-9]([A-Za-z0-9.:_-]*[A-Za-z0-9])?$/
/** An absolute device node, or a COM port of Windows. */
const SERIAL_PATH = /^(\/\S+|COM[1-9][0-9]{0,2})$/
/** As a scan names it: `1-1.4` on Linux; Windows has longer words. */
const USB_PORT = /^[!-~]{1,80}$/
const FOLDER = /\S/
/** As a browser or `openssl x509 -fingerprint -sha256` shows it, with colons or without. */
const FINGERPRINT = /^[0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31}$/
const DNS_NAME = /^[A-Za-z0-9_/-]{1,63}(\.[A-Za-z0-9_/-]{1,63})*\.?$/
/** Whole, since a console may be started anywhere; `\\\\server\\share` is Windows' own. */
const FILE_PATH = /^(?:\/|[A-Za-z]:[\\/]|\\\\)\S.*$/
/** As the system lists it, without folders or arguments. */
const PROGRAM = /^[^\s/\\'"|](?:[^/\\'"|]*[^\s/\\'"|])?$/

/** `2026-12-01 02:00` */
const WALL_TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d$/
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/

const LABEL_MAX = 40
const TEXT_MAX = 200
/** What an SDS of type 4 carries in one piece with room to spare. */
const TEXT_MESSAGE_MAX = 120
const PORT_MAX = 65_535

const textLike = (pattern: RegExp, kind: string, max: number) =>
  z.string({ error: kind }).regex(pattern, { error: kind }).max(max, { error: kind })

export const id = () => textLike(ID, 'id', 32)
export const serviceId = () => textLike(SERVICE_ID, 'service-id', 32)
export const positionId = () => textLike(POSITION, 'position', 32)
export const roomCode = () => textLike(ROOM, 'room', 8)
export const ssi = () => textLike(SSI, 'ssi', 8)
export const usbId = () => textLike(USB_ID, 'usb-id', 4)
export const host = () => textLike(HOST, 'host', 253)
export const serialPath = () => textLike(SERIAL_PATH, 'serial-path', 255)
export const filePath = () => textLike(FILE_PATH, 'file-path', 1024)
export const program = () => textLike(PROGRAM, 'program', 64)
export const logPattern = () => textLike(/[^\s*]/, 'log-pattern', TEXT_MAX)
export const usbPort = () => textLike(USB_PORT, 'usb-port', 80)
export const folder = () => textLike(FOLDER, 'folder', 1024)
export const fingerprint256 = () => textLike(FINGERPRINT, 'fingerprint', 95)
export const dnsName = () => textLike(DNS_NAME, 'dns-name', 253)
export const label = () => textLike(/\S/, 'label', LABEL_MAX)
export const text = () => textLike(/\S/, 'text', TEXT_MAX)
export const textMessage = () => textLike(/\S/, 'text-message', TEXT_MESSAGE_MAX)
export const webAddress = () => z.url({ protocol: /^https?$/, error: 'web-address' })
export const date = () => z.iso.date({ error: 'date' })
export const wallTime = () => textLike(WALL_TIME, 'wall-time', 16).refine(isRealDay, { error: 'wall-time' })
export const timeOfDay = () => textLike(TIME_OF_DAY, 'time-of-day', 5)
export const yesNo = () => z.boolean({ error: 'yes-no' })

/** No 31 November. */
const isRealDay = (wall: string): boolean => z.iso.date().safeParse(wall.slice(0, 10)).success

/** A whole number with its bounds said in every complaint: `range:1:65535:`. */
export function whole(min: number, max: number, unit = ''): z.ZodInt {
  const error = `range:${min}:${max}:${unit}`
  return z.int({ error }).min(min, { error }).max(max, { error })
}

export const port = () => whole(1, PORT_MAX)

/** One of a fixed set of words; the complaint lists them. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  z.enum(words, { error: `words:${words.join(',')}` })

/** A block that knows all its keys: any other key is an error, and the complaint can suggest the right one. */
export const block = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape, { error: () => `block:${Object.keys(shape).join(',')}` })

/** For a block whose other keys depend on one of them: what to say when there is no block at all. */
export const chosenBy = (key: string) => ({
  error: (issue: { readonly code: string }) => (issue.code === 'invalid_union' ? undefined : `block:${key},…`),
})

/** A list with bounds on its length. */
export const list = <Item extends z.ZodType>(item: Item, min: number, max: number) => {
  const error = `list:${min}:${max}`
  return z.array(item, { error }).min(min, { error }).max(max, { error })
}
