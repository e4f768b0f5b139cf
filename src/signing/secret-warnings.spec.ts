import { Webhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { prepareSigner } from './prepare-signer.js';
import { secretWarnings } from './secret.js';

const BASE64 = Buffer.alloc(32, 7).toString('base64');
const BODY = '{"id":"evt_1"}';

const codesOf = (secret: string) => secretWarnings(secret, ['standard']).map(({ code }) => code);
const messageOf = (secret: string) => secretWarnings(secret, ['standard'])[0]?.message;

/** What each library makes of a request that we sign with the secret. */
function verdicts(secret: string): string[] {
  const now = Math.floor(Date.now() / 1000);
  const sign = prepareSigner(['standard'], [{ value: secret, expiresAt: null }]);
  const signed = sign({
    id: 'evt_1',
    createdSeconds: now,
    attemptSeconds: now,
    body: Buffer.from(BODY),
  });
  const headers = { 'webhook-id': 'evt_1', 'webhook-timestamp': String(now), ...signed };
  return [Webhook, SvixWebhook].map((Library) => {
    let webhook;
    try {
      webhook = new Library(secret);
    } catch {
      return 'refuses the secret';
    }
    try {
      webhook.verify(BODY, headers);
      return 'verifies';
    } catch {
      return 'fails';
    }
  });
}

describe('secretWarnings', () => {
  it.each([
    ['a secret as the specification spells it', `whsec_${BASE64}`, [], 'verifies'],
    ['a pasted version', `v1,whsec_${BASE64}`, ['secret_read_differently'], 'refuses the secret'],
    ['base64 without the prefix', BASE64, ['secret_read_differently'], 'fails'],
    ['a text', 'correct horse battery', ['secret_read_differently'], 'refuses the secret'],
    ['a short one', `whsec_${BASE64.slice(0, 16)}`, ['secret_length_unusual'], 'verifies'],
  ])('warns of %s as the libraries really behave', (_name, secret, codes, verdict) => {
    expect(codesOf(secret)).toEqual(codes);
    expect(verdicts(secret)).toEqual([verdict, verdict]);
  });

  it('names the consequence and nothing of the secret', () => {
    expect(messageOf(`v1,whsec_${BASE64}`)).toContain('Leave out "v1,"');
    expect(messageOf(BASE64)).toContain('verifies with other 32 bytes');
    expect(messageOf('correct horse battery')).toContain('refuses it');
    expect(messageOf(BASE64)).not.toContain(BASE64.slice(0, 8));
  });

  it('has none where nothing is signed with the decoded bytes', () => {
    expect(secretWarnings(BASE64, ['x-webhook'])).toEqual([]);
    expect(secretWarnings(BASE64, null)).toEqual([]);
    expect(secretWarnings(undefined, ['standard'])).toEqual([]);
  });
});
