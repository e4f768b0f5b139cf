import { ownVersion } from '../common/index.js';

/** How a process writes about its start on standard error: as text for people, or as lines of a log. */
export interface MessageStyle {
  /** True in production, where every line is JSON. */
  readonly production: boolean;
  /** The fields of every line of the log. */
  readonly base: { version: string; role: string };
}

const ROLES = ['all', 'api', 'worker'];

/** Returns the form of messages by the environment alone, because the settings may be wrong. */
export function messageStyleOf(env: NodeJS.ProcessEnv): MessageStyle {
  const role = env.ROLE?.trim() || 'all';
  return {
    production: env.NODE_ENV?.trim() === 'production',
    base: { version: ownVersion(), role: ROLES.includes(role) ? role : 'unknown' },
  };
}

/** Returns one line for each problem of a start that is refused. */
export function problemLines(
  { production, base }: MessageStyle,
  problems: readonly string[],
): string {
  const lines = production
    ? problems.map((msg) => logLine(base, 'fatal', { msg }))
    : problems.map((problem) => `${problem}\n`);
  return lines.join('');
}

/** Returns a line in the form of the logger, independent of LOG_LEVEL. */
export function logLine(
  base: MessageStyle['base'],
  level: 'info' | 'fatal',
  facts: object,
): string {
  return `${JSON.stringify({ level, time: new Date().toISOString(), ...base, ...facts })}\n`;
}
