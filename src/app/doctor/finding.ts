/** The names of the checks. `docs/doctor.md` has a section on each. */
export const CHECKS = [
  'settings',
  'node',
  'port',
  'data_dir',
  'database',
  'schema',
  'encryption',
  'redis',
  'dns',
  'mail',
  'public_url',
  'doctor',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** One result of a check. */
export interface Finding {
  check: CheckName;
  level: 'ok' | 'warning' | 'problem';
  /** Names what was found, with its value. Never holds a secret. */
  found: string;
  /** Says how to correct it. Absent where there is nothing to correct. */
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

/**
 * Returns the message of an error. The error of several addresses has none, so those of its parts
 * are used.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
