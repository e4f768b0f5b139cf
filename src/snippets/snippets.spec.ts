import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESETS, prepareSigner } from '../signing/index.js';
import type { PresetName, SigningProfile } from '../signing/index.js';
import {
  canCompile,
  compileSnippets,
  COMPILED_LANGUAGES,
} from '../../test/support/snippet-programs.js';
import { canRunScripts, runSnippet, SCRIPT_LANGUAGES } from '../../test/support/snippet-scripts.js';
import type { ScriptLanguage, SignedRequest } from '../../test/support/snippet-scripts.js';
import { verificationOf } from './recipe.js';
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

function codesOf(language: Language): string[] {
  return PROFILES.map(([, profile]) => codeOf(language, profile));
}

function codeOf(language: Language, profile: SigningProfile): string {
  return snippetsFor([profile]).find((one) => one.language === language)?.code ?? '';
}

function verdicts(
  language: ScriptLanguage,
  profile: SigningProfile,
  {
    requests,
    secret = SECRET,
    anyAge = false,
  }: { requests: SignedRequest[]; secret?: string; anyAge?: boolean },
): boolean[] {
  const code = codeOf(language, profile).replace('300', anyAge ? '30000000000' : '300');
  return runSnippet(language, code, { requests, secret, directory });
}

function signed(profile: SigningProfile, seconds: number): SignedRequest {
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

describe.each(SCRIPT_LANGUAGES)('the code in %s', (language) => {
  const canRun = canRunScripts(language);

  it.runIf(canRun).each(PROFILES)(
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

  it.runIf(canRun).each(['standard', 'verifa'] as const)(
    'refuses old requests of %s',
    (profile) => {
      const requests = [signed(profile, Math.floor(Date.now() / 1000) - 400)];
      expect(verdicts(language, profile, { requests })).toEqual([false]);
      expect(verdicts(language, profile, { requests, anyAge: true })).toEqual([true]);
    },
  );
});

describe.each(COMPILED_LANGUAGES)('the code in %s', (language) => {
  it.runIf(canCompile(language))(
    'compiles, and takes what each profile signs and nothing else',
    () => {
      const home = mkdtempSync(join(directory, `${language}-`));
      const judge = compileSnippets(language, codesOf(language), home);
      const seconds = Math.floor(Date.now() / 1000);
      const requests = PROFILES.flatMap(([, profile], snippet) => {
        const right = signed(profile, seconds);
        const others = [{ body: `${BODY} ` }, { headers: { 'webhook-id': 'evt_1' } }];
        return [right, ...others.map((change) => ({ ...right, ...change }))].map((request) => ({
          ...request,
          snippet,
        }));
      });
      const expected = PROFILES.flatMap(() => [true, false, false]);
      expect(judge(requests, SECRET)).toEqual(expected);
      expect(judge(requests, UNKNOWN)).toEqual(expected.map(() => false));
      const old = PROFILES.map(([, profile], snippet) => ({
        ...signed(profile, seconds - 400),
        snippet,
      }));
      const checksAge = PROFILES.map(([, profile]) => verificationOf(profile).checksAge);
      expect(judge(old, SECRET)).toEqual(checksAge.map((refuses) => !refuses));
    },
    120_000,
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
