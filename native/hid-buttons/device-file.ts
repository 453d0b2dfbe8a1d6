// A device file, resources/devices/<id>.json, as it is written down: one device, or several of one layout, without code.
// How to write one: README.md here. Its schema and its reader: electron/host/devices.

/** Bytes are counted from 0 in the report as node-hid delivers it: the report id is byte 0 where the device has ids. Bits from 0, the lowest first. */
export interface FilePlace {
  readonly byte: number
  readonly bit: number
}

/** One switch (`bit`), a run of them (`bit` and `count`), or a grid: `columns` bytes, `bits` rows in each. `{n}` in the name counts from 1. */
export interface FileInput {
  readonly name: string
  readonly byte: number
  readonly bit?: number | undefined
  readonly count?: number | undefined
  readonly columns?: number | undefined
  readonly bits?: number | undefined
  readonly oneShot?: boolean | undefined
}

/** A number that says which key is down, valid while `when` is 1. A code without a name of its own is `name` with the code for `{n}`. */
export interface FileKeyCode extends FilePlace {
  readonly bits: number
  readonly when: FilePlace
  readonly name: string
  readonly names?: Readonly<Record<string, string>> | undefined
}

export interface FileAxis {
  readonly name: string
  readonly byte: number
  readonly signed?: boolean | undefined
}

export interface FileReport {
  /** Two hex digits; left out where the device does not number its reports. */
  readonly id?: string | undefined
  /** Length as delivered, the id counted; left out where it is not known. */
  readonly bytes?: number | undefined
  readonly inputs?: readonly FileInput[] | undefined
  readonly keyCodes?: readonly FileKeyCode[] | undefined
  readonly axes?: readonly FileAxis[] | undefined
  /** Eight pins in one byte. */
  readonly gpio?: { readonly byte: number } | undefined
  /** A report whose byte is above that is the answer to another question and no state. */
  readonly other?: { readonly byte: number; readonly above: number } | undefined
  /** Bits that are 1 in every report and mean nothing. */
  readonly alwaysOn?: readonly FilePlace[] | undefined
}

export interface FileLightStates {
  readonly off: string
  readonly on: string
  readonly flash?: string | undefined
}

/**
 * A light with a command of its own (`write`, in which `{state}` is one byte), a grid of them (`{led}` = `led` + column ×
 * `columnStep` + row), or a bit of a report that holds several (`report`, `byte`, `bit`).
 */
export interface FileLight {
  readonly name: string
  readonly write?: string | undefined
  readonly states?: { readonly off: string; readonly on: string; readonly flash?: string | undefined } | undefined
  readonly led?: number | undefined
  readonly columns?: number | undefined
  readonly bits?: number | undefined
  readonly columnStep?: number | undefined
  readonly report?: string | undefined
  readonly byte?: number | undefined
  readonly bit?: number | undefined
}

export interface FileGpioOut {
  readonly levels: { readonly byte: number }
  /** A pin is driven when its bit here is 1. */
  readonly direction: { readonly byte: number }
  /** The report sets pins only while the masked bits are 0. */
  readonly unless?: { readonly byte: number; readonly mask: string } | undefined
}

export interface DeviceFile {
  readonly format: 1
  readonly label: string
  /** `vid:pid`, four hex digits each; `xx` at the end stands for any two. Product 0000: a product of that maker nobody knows nearer. */
  readonly usb: readonly string[]
  /** Top-level collection that carries the reports, `page:usage`: Windows lists each apart. */
  readonly usage?: string | undefined
  /** Either the reports, or the device's own report descriptor in hex. */
  readonly reports?: readonly FileReport[] | undefined
  readonly descriptor?: string | undefined
  /** Length of a written report, its id counted: what is written is filled up with zeros. */
  readonly writeBytes?: number | undefined
  /** What asks for the state, and the bit that marks the answer. */
  readonly ask?: { readonly write: string; readonly answer?: FilePlace | undefined } | undefined
  /** Byte that holds the number which the owner gave the unit. */
  readonly unitId?: { readonly byte: number } | undefined
  /** What asks for the firmware's number, how the answer is known, and where it stands in it. */
  readonly firmware?: { readonly write: string; readonly answer: { readonly byte: number; readonly value: string }; readonly byte: number } | undefined
  readonly lights?: readonly FileLight[] | undefined
  readonly gpioOut?: FileGpioOut | undefined
  readonly notes?: readonly string[] | undefined
  readonly sources: readonly string[]
}
