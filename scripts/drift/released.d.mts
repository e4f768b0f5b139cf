interface ReleasedFunction {
  version: number;
  hash: string;
  signature: string;
}

/** The content of `sql/released.json`. */
export interface Released {
  /** SHA-256 by file name, in hexadecimal. */
  migrations: Record<string, string>;
  functions: Record<string, ReleasedFunction>;
}

export function readPresent(
  root: string,
  signatures: readonly { name: string; signature: string }[],
): Promise<Released>;

export function compareReleased(
  released: Released,
  present: Released,
): { problems: string[]; next: Released };
