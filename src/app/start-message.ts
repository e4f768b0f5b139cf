import { relative } from 'node:path';
import type { Settings } from '../config/index.js';
import { logLine } from './message-style.js';
import type { MessageStyle } from './message-style.js';

export interface StartFacts {
  settings: Settings;
  url: string;
  /** The address of the console, with a link that signs in where one may be shown; undefined for a worker. */
  consoleUrl: string | undefined;
  /** Path of the file with the generated admin key; undefined where the key was set. */
  adminApiKeyFile: string | undefined;
  embedded: { port: number; notes: string[] } | undefined;
  style: MessageStyle;
}

/**
 * Returns the text that an operator reads at start: the URL, the place of the key, the embedded
 * parts and the private networks that are open.
 */
export function startMessage(facts: StartFacts): string {
  const { style } = facts;
  return style.production ? logLine(style.base, 'info', asFacts(facts)) : asText(facts);
}

function asFacts({ settings, url, consoleUrl, adminApiKeyFile, embedded }: StartFacts): object {
  return {
    msg: 'Postrider is running',
    url,
    ...(consoleUrl !== undefined && { console: consoleUrl }),
    ...(adminApiKeyFile !== undefined && { admin_key_file: adminApiKeyFile }),
    database: embedded ? 'embedded' : 'DATABASE_URL',
    dispatch: settings.redisUrl === undefined ? 'in_process' : 'redis',
    open_to: settings.allowedPrivateCidrs,
    notes: embedded?.notes ?? [],
  };
}

function asText({ settings, url, consoleUrl, adminApiKeyFile, embedded }: StartFacts): string {
  const { role, redisUrl, allowedPrivateCidrs } = settings;
  const lines: [string, string][] = [
    [role === 'worker' ? 'Health' : 'API', role === 'worker' ? `${url}/health/ready` : url],
    ...(role === 'worker' ? [] : [['Docs', `${url}/docs`] as [string, string]]),
    ...(consoleUrl === undefined ? [] : [['Console', consoleUrl] as [string, string]]),
    ['Role', role],
    [
      'Admin key',
      adminApiKeyFile === undefined ? 'as set in ADMIN_API_KEY' : `in ${shown(adminApiKeyFile)}`,
    ],
    [
      'Database',
      embedded
        ? `embedded PostgreSQL on port ${embedded.port}, data in ${shown(settings.dataDir)}`
        : 'as set in DATABASE_URL',
    ],
    ['Dispatch', redisUrl === undefined ? 'in this process' : 'Bull on Redis'],
    [
      'Open to',
      allowedPrivateCidrs.length > 0
        ? `public addresses and ${allowedPrivateCidrs.join(', ')}`
        : 'public addresses only',
    ],
    ...(embedded?.notes ?? []).map((note): [string, string] => ['Note', note]),
  ];
  const body = lines.map(([name, value]) => `  ${`${name}:`.padEnd(11)}${value}`).join('\n');
  return `\nPostrider is running.\n${body}\n\n`;
}

function shown(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') ? path : short;
}
