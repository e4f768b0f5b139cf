import { openSync, readFileSync, writeSync } from 'node:fs';

/** Appends lines to a file; each is with the operating system when `write` returns. */
export class LedgerFile<Line extends object> {
  private readonly descriptor: number;

  constructor(path: string) {
    this.descriptor = openSync(path, 'a');
  }

  write(line: Line): void {
    writeSync(this.descriptor, `${JSON.stringify(line)}\n`);
  }
}

/** Returns the lines written so far, without an incomplete last line. */
export function readLedger<Line extends object>(path: string): Line[] {
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line);
}
