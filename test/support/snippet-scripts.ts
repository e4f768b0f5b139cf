import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/snippets/snippets.js';

/** A request as a receiver sees it; the names of headers are in lower case. */
export interface SignedRequest {
  headers: Record<string, string>;
  body: string;
}

/** Programs that read requests as JSON from standard input and print the verdict on each. */
const PROGRAMS = {
  node: {
    file: 'verify.mjs',
    command: process.execPath,
    main: `
import { readFileSync } from 'node:fs';
const requests = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify(requests.map(({ headers, body }) => verify(headers, Buffer.from(body)))));`,
  },
  python: {
    file: 'verify.py',
    command: 'python3',
    main: `
import json, sys
requests = json.loads(sys.stdin.buffer.read().decode())
print(json.dumps([verify(one["headers"], one["body"].encode()) for one in requests]))`,
  },
  php: {
    file: 'verify.php',
    command: 'php',
    main: `
$requests = json_decode(stream_get_contents(STDIN), true);
echo json_encode(array_map(fn($one) => verify($one['headers'], $one['body']), $requests));`,
  },
  ruby: {
    file: 'verify.rb',
    command: 'ruby',
    main: `
require 'json'
puts JSON.generate(JSON.parse(STDIN.read).map { |one| verify(one['headers'], one['body']) })`,
  },
} satisfies Partial<Record<Language, { file: string; command: string; main: string }>>;

export type ScriptLanguage = keyof typeof PROGRAMS;
export const SCRIPT_LANGUAGES = Object.keys(PROGRAMS) as ScriptLanguage[];

/** Returns whether the language can be run here, and says in one line where it cannot. */
export function canRunScripts(language: ScriptLanguage): boolean {
  const { command } = PROGRAMS[language];
  const isThere = spawnSync(command, ['--version']).status === 0;
  if (!isThere) console.log(`Left out: the code in ${language}; ${command} is not installed.`);
  return isThere;
}

/** Returns what the code, with the secret in its environment, says of each request. */
export function runSnippet(
  language: ScriptLanguage,
  code: string,
  run: { requests: readonly SignedRequest[]; secret: string; directory: string },
): boolean[] {
  const { file, command, main } = PROGRAMS[language];
  const path = join(run.directory, file);
  writeFileSync(path, code + main);
  const input = JSON.stringify(run.requests);
  const env = { ...process.env, WEBHOOK_SECRET: run.secret };
  return JSON.parse(execFileSync(command, [path], { input, env, encoding: 'utf8' })) as boolean[];
}
