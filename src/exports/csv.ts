/** A value of a column. */
export type Cell = string | number | boolean | null;

/** Programs that open CSV files take a cell that begins with one of these for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Returns a line of CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it, as
 * spreadsheets themselves mark text.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
