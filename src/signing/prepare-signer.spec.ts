import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { prepareSigner } from './prepare-signer.js';
import type { SignedMessage } from './prepare-signer.js';
import { PRESETS, isPresetName } from './profile.js';
import { generateSecret } from './secret.js';

interface Vector {
  name: string;
  scheme: string;
  secret: string;
  id?: string;
  timestamp?: number;
  body: string;
  signature: string;
}

const file = new URL('../../test/vectors/signatures.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Vector[] };

const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const NEW = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const NEWEST = 'an own secret of letters';
const graceEnds = 1_735_300_000;

const message: SignedMessage = {
  id: 'evt_abc123def456',
  createdSeconds: 1_735_228_800,
  attemptSeconds: 1_735_228_860,
  body: Buffer.from('{"name":"José"}'),
};

const live = (value: string) => ({ value, expiresAt: null });
const until = (value: string, seconds: number) => ({ value, expiresAt: new Date(seconds * 1000) });

describe('the presets', () => {
  it.each(cases)('reproduce the vector "$name"', (vector) => {
    if (!isPresetName(vector.scheme)) throw new Error(`no preset ${vector.scheme}`);
    const { header, ...preset } = PRESETS[vector.scheme];
    const seconds = vector.timestamp ?? 1;
    // The moment that is not signed differs, so that signing the wrong one shows.
    const created = 'timestamp' in preset && preset.timestamp === 'created';
    const sign = prepareSigner([vector.scheme], [live(vector.secret)]);
    const headers = sign({
      id: vector.id ?? 'evt_other',
      createdSeconds: created ? seconds : seconds + 7,
      attemptSeconds: created ? seconds + 7 : seconds,
      body: Buffer.from(vector.body),
    });
    expect(headers).toEqual({ [header]: vector.signature });
  });

  it('are all covered by a vector', () => {
    expect(new Set(cases.map(({ scheme }) => scheme))).toEqual(new Set(Object.keys(PRESETS)));
  });
});

describe("other people's verifiers", () => {
  const attemptSeconds = Math.floor(Date.now() / 1000);
  const body = '{"id":"evt_1","data":{"name":"José"}}';
  const secrets = [live(generateSecret()), until(generateSecret(), attemptSeconds + 60)];
  const sign = prepareSigner(['standard'], secrets);
  const headers = {
    ...sign({ id: 'evt_1', createdSeconds: 1, attemptSeconds, body: Buffer.from(body) }),
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(attemptSeconds),
  };

  it.each([
    ['standardwebhooks', StandardWebhook],
    ['svix', SvixWebhook],
  ])('%s takes a delivery with either secret of a rotation, and no other', (_, Webhook) => {
    for (const { value } of secrets) {
      expect(new Webhook(value).verify(body, headers)).toEqual(JSON.parse(body));
    }
    expect(() => new Webhook(generateSecret()).verify(body, headers)).toThrow(
      /No matching signature/,
    );
    expect(() => new Webhook(secrets[0]?.value ?? '').verify(`${body} `, headers)).toThrow(
      /No matching signature/,
    );
  });
});

describe('a rotation', () => {
  const secrets = [live(NEW), until(OLD, graceEnds)];
  const only = (profile: keyof typeof PRESETS, secret: string, attemptSeconds: number) =>
    prepareSigner([profile], [live(secret)])({ ...message, attemptSeconds })[
      PRESETS[profile].header
    ] ?? '';

  it('puts a signature per live secret where a header can hold several, the newest first', () => {
    const at = message.attemptSeconds;
    expect(prepareSigner(['standard', 'verifa'], secrets)(message)).toEqual({
      'webhook-signature': `${only('standard', NEW, at)} ${only('standard', OLD, at)}`,
      'X-Verifa-Signature': `${only('verifa', NEW, at)},${only('verifa', OLD, at).split(',')[1]}`,
    });
  });

  it('keeps the old secret where a header holds one, and announces the new one beside it', () => {
    expect(prepareSigner(['x-webhook', 'qoreid'], secrets)(message)).toEqual({
      'X-Webhook-Signature': only('x-webhook', OLD, message.attemptSeconds),
      'X-Webhook-Signature-Next': only('x-webhook', NEW, message.attemptSeconds),
      'x-verifyme-signature': only('qoreid', OLD, message.attemptSeconds),
      'x-verifyme-signature-Next': only('qoreid', NEW, message.attemptSeconds),
    });
  });

  it('is over with the attempt at which the grace has ended', () => {
    const sign = prepareSigner(['standard', 'x-webhook'], secrets);
    const last = sign({ ...message, attemptSeconds: graceEnds - 1 });
    expect(last).toHaveProperty('X-Webhook-Signature-Next');
    expect(sign({ ...message, attemptSeconds: graceEnds })).toEqual({
      'webhook-signature': only('standard', NEW, graceEnds),
      'X-Webhook-Signature': only('x-webhook', NEW, graceEnds),
    });
  });

  it('within another leaves single headers at the oldest secret until each grace ends', () => {
    const sign = prepareSigner(
      ['x-webhook'],
      [live(NEWEST), until(NEW, graceEnds + 10), until(OLD, graceEnds)],
    );
    const at = (attemptSeconds: number) => Object.values(sign({ ...message, attemptSeconds }));
    const by = (secret: string) => only('x-webhook', secret, graceEnds);
    expect(at(graceEnds - 1)).toEqual([by(OLD), by(NEWEST)]);
    expect(at(graceEnds)).toEqual([by(NEW), by(NEWEST)]);
    expect(at(graceEnds + 10)).toEqual([by(NEWEST)]);
  });

  it('never sends anything unsigned', () => {
    const sign = prepareSigner(['standard'], [until(OLD, graceEnds)]);
    expect(() => sign({ ...message, attemptSeconds: graceEnds })).toThrow(/live/);
  });
});

describe("a tenant's own profile", () => {
  it('signs and spells what its templates say', () => {
    const sign = prepareSigner(
      [
        {
          header: 'X-Own',
          content: '{timestamp}:{body}:{id}',
          value: 'ts={timestamp};sig={signature}',
          separator: '|',
          algorithm: 'sha384',
          encoding: 'base64',
          key: 'base64',
          timestamp: 'created',
        },
      ],
      [live(NEWEST), until(OLD, graceEnds)],
    );
    const keys = [Buffer.from(NEWEST), Buffer.from(OLD.slice(6), 'base64')];
    const text = `1735228800:${message.body.toString()}:evt_abc123def456`;
    const [first, second] = keys.map((key) =>
      createHmac('sha384', key).update(text).digest('base64'),
    );
    expect(sign(message)).toEqual({ 'X-Own': `ts=1735228800;sig=${first}|${second}` });
  });

  it('defaults to the hex HMAC-SHA256 by the spelled secret, at the attempt', () => {
    const own = { header: 'X-Own', content: '{timestamp}{body}', value: '{signature}' };
    const text = `1735228860${message.body.toString()}`;
    expect(prepareSigner([own], [live(OLD)])(message)).toEqual({
      'X-Own': createHmac('sha256', OLD).update(text).digest('hex'),
    });
  });

  it('reads no placeholder in what is filled in', () => {
    const own = { header: 'X-Own', content: '{id}{body}', value: '{signature}' };
    const odd = { ...message, id: '{timestamp}', body: Buffer.from('{id}{body}') };
    expect(prepareSigner([own], [live(OLD)])(odd)).toEqual({
      'X-Own': createHmac('sha256', OLD).update('{timestamp}{id}{body}').digest('hex'),
    });
  });
});
