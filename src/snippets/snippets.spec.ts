import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESETS, prepareSigner } from '../signing/index.js';
import type { PresetName, SigningProfile } from '../signing/index.js';
import { LANGUAGES, snippetsFor } from './snippets.js';
import type { Language } from './snippets.js';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEXT = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const UNKNOWN = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const BODY = '{"id":"evt_1","data":{"name":"José"}}';
const OWN: SigningProfile = {
  header: 'X-Own',
  content: '{timestamp}:{body}:{id}',
  value: "ts='{timestamp}'$sig={signature}#end",
  separator: '|',
  algorithm: 'sha384',
  encoding: 'base64',
  key: 'base64',
};
const PROFILES: [string, SigningProfile][] = [
  ...(Object.keys(PRESETS) as PresetName[]).map((name): [string, SigningProfile] => [name, name]),
  ['an own one', OWN],
];

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postrider-snippets-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Request {
  headers: Record<string, string>;
  body: string;
}

/** Programs that read requests as JSON from standard input and print the verdict on each. */
const PROGRAMS: Partial<Record<Language, { file: string; command: string; main: string }>> = {
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
};

const isThere = (command: string): boolean => spawnSync(command, ['--version']).status === 0;

function verdicts(
  language: Language,
  profile: SigningProfile,
  {
    requests,
    secret = SECRET,
    anyAge = false,
  }: { requests: Request[]; secret?: string; anyAge?: boolean },
): unknown {
  const program = PROGRAMS[language];
  if (!program) throw new Error(`no program for ${language}`);
  const [snippet] = snippetsFor([profile]).filter((one) => one.language === language);
  const code = (snippet?.code ?? '').replace('300', anyAge ? '30000000000' : '300');
  const file = join(directory, program.file);
  writeFileSync(file, code + program.main);
  const input = JSON.stringify(requests);
  const env = { ...process.env, WEBHOOK_SECRET: secret };
  return JSON.parse(execFileSync(program.command, [file], { input, env, encoding: 'utf8' }));
}

function signed(profile: SigningProfile, seconds: number): Request {
  const secrets = [
    { value: NEXT, expiresAt: null },
    { value: SECRET, expiresAt: new Date((seconds + 60) * 1000) },
  ];
  const message = {
    id: 'evt_1',
    createdSeconds: seconds - 9,
    attemptSeconds: seconds,
    body: Buffer.from(BODY),
  };
  const signatures = prepareSigner([profile], secrets)(message);
  return {
    body: BODY,
    headers: {
      'webhook-id': 'evt_1',
      'webhook-timestamp': String(seconds),
      'x-webhook-timestamp': String(seconds - 9),
      ...Object.fromEntries(
        Object.entries(signatures).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    },
  };
}

describe.each(Object.keys(PROGRAMS) as Language[])('the code in %s', (language) => {
  const { command } = PROGRAMS[language] ?? { command: '' };
  if (!isThere(command)) console.log(`skipped: ${command} is not installed`);

  it.runIf(isThere(command)).each(PROFILES)(
    'takes what %s signs, in a rotation too, and nothing else',
    (_name, profile) => {
      const right = signed(profile, Math.floor(Date.now() / 1000));
      const changed = { ...right, body: `${BODY} ` };
      const unsigned = { ...right, headers: { 'webhook-id': 'evt_1' } };
      const requests = [right, changed, unsigned];
      expect(verdicts(language, profile, { requests })).toEqual([true, false, false]);
      expect(verdicts(language, profile, { requests, secret: UNKNOWN })).toEqual([
        false,
        false,
        false,
      ]);
    },
  );

  it.runIf(isThere(command)).each(['standard', 'verifa'] as const)(
    'refuses old requests of %s',
    (profile) => {
      const requests = [signed(profile, Math.floor(Date.now() / 1000) - 400)];
      expect(verdicts(language, profile, { requests })).toEqual([false]);
      expect(verdicts(language, profile, { requests, anyAge: true })).toEqual([true]);
    },
  );
});

describe('the vectors', () => {
  interface Vector {
    name: string;
    scheme: PresetName;
    secret: string;
    id?: string;
    timestamp?: number;
    body: string;
    signature: string;
  }
  const file = new URL('../../test/vectors/signatures.json', import.meta.url);
  const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] };

  it.each(cases)(
    'are verified by the code: $name',
    ({ scheme, secret, id = '', timestamp = 0, ...of }) => {
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'x-webhook-timestamp': String(timestamp),
        [PRESETS[scheme].header.toLowerCase()]: of.signature,
      };
      const requests = [{ headers, body: of.body }];
      expect(verdicts('node', scheme, { requests, secret, anyAge: true })).toEqual([true]);
    },
  );
});

it('there is code in eight languages for each profile, with the header and without a secret', () => {
  const snippets = snippetsFor(['standard', 'x-webhook']);
  expect(snippets).toHaveLength(16);
  expect(new Set(snippets.map(({ language }) => language))).toEqual(
    new Set(Object.keys(LANGUAGES)),
  );
  for (const { code, header } of snippets) {
    expect(code.toLowerCase()).toContain(header.toLowerCase());
    expect(code).toContain('WEBHOOK_SECRET');
  }
});
