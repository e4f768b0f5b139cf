import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From the sources and from what is compiled of them. */
const PLACES = ['../../package.json', '../../../package.json'];

/** The version of this package. */
function ownVersion(): string {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((path) => existsSync(path));
  if (file === undefined) return 'unknown';
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
  return version ?? 'unknown';
}

/** What a process says on standard error about its start: text for people, or lines of a log. */
export interface Voice {
  /** In production everything is JSON. */
  readonly production: boolean;
  /** In every line of the log. */
  readonly base: { version: string; role: string };
}

const ROLES = ['all', 'api', 'worker'];

/** Known before the settings are: they may be wrong. */
export function voiceOf(env: NodeJS.ProcessEnv): Voice {
  const role = env.ROLE?.trim() || 'all';
  return {
    production: env.NODE_ENV?.trim() === 'production',
    base: { version: ownVersion(), role: ROLES.includes(role) ? role : 'unknown' },
  };
}

/** One line for each problem of a start that is refused. */
export function problemLines({ production, base }: Voice, problems: readonly string[]): string {
  const lines = production
    ? problems.map((msg) => logLine(base, 'fatal', { msg }))
    : problems.map((problem) => `${problem}\n`);
  return lines.join('');
}

/** As the logger writes it, whatever LOG_LEVEL says. */
export function logLine(base: Voice['base'], level: 'info' | 'fatal', facts: object): string {
  return `${JSON.stringify({ level, time: new Date().toISOString(), ...base, ...facts })}\n`;
}
