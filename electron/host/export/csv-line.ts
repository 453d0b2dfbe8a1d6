// A table that Excel in Dutch opens by a double click and every other program reads: RFC 4180 with `;` between the cells, as
// Dutch settings have it, and a byte order mark, without which Excel takes UTF-8 for its own code page.
// A cell that a spreadsheet would calculate is none. Source: RFC 4180; OWASP, CSV Injection.

export const CSV_BEGIN = '\uFEFF'
const SEPARATOR = ';'
/** Also in their wide forms, and behind white space, which some programs strip. */
const CALCULATES = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/
const NEEDS_QUOTES = /[";\r\n\t,]|^\s|\s$|^'/

export type Cell = string | number

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(SEPARATOR)}\r\n`

/** A number is written as it is: it is ours. Text that would be calculated gets an apostrophe, as a person would type it. */
function csvCell(cell: Cell): string {
  if (typeof cell === 'number') return String(cell)
  const text = CALCULATES.test(cell) ? `'${cell}` : cell
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
