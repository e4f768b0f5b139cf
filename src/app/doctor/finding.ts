/** What a check came upon. */
export interface Finding {
  /** E.g. `redis`. */
  check: string;
  level: 'ok' | 'warning' | 'problem';
  /** What was found, with the value. Never a secret. */
  found: string;
  /** What to do about it. Absent where there is nothing to do. */
  advice?: string;
}

/** A check's findings, without the name of the check. */
export type Found = Omit<Finding, 'check'>;

export const ok = (found: string): Found => ({ level: 'ok', found });

export const warning = (found: string, advice: string): Found => ({
  level: 'warning',
  found,
  advice,
});

export const problem = (found: string, advice: string): Found => ({
  level: 'problem',
  found,
  advice,
});

/** The words of an error; one of several addresses has none of its own. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
