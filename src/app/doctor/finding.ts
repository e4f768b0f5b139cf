/** The checks, `docs/doctor.md` has a section on each. */
export const CHECKS = [
  'settings',
  'node',
  'port',
  'data_dir',
  'database',
  'schema',
  'redis',
  'dns',
  'mail',
  'public_url',
  'doctor',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** What a check came upon. */
export interface Finding {
  check: CheckName;
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
