import { describe, expect, it } from 'vitest';
import { checkProfiles } from './check-profiles.js';
import { DEFAULT_PROFILES, PRESETS } from './profile.js';

const own = { header: 'X-Own', content: '{body}', value: '{signature}' };

function found(input: unknown): string[] {
  return checkProfiles(input).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('checkProfiles', () => {
  it('takes the default, every preset, each preset as an object, and own ones', () => {
    expect(found(DEFAULT_PROFILES)).toEqual([]);
    for (const [name, preset] of Object.entries(PRESETS)) {
      expect(found([name])).toEqual([]);
      expect(found([preset])).toEqual([]);
    }
    expect(found(['standard', 'verifa', { ...own, content: '{id} {timestamp} {body}' }])).toEqual(
      [],
    );
  });

  it.each([['standard'], [[]], [null], [{}], [Array(11).fill('standard')]])(
    'refuses %j as no list of profiles',
    (input) => expect(found(input)).toEqual(['/signing invalid_profile']),
  );

  it('names the preset that it does not know', () => {
    const [error] = checkProfiles(['standard', 'github']);
    expect(error).toMatchObject({ pointer: '/signing/1', code: 'unknown_profile' });
    expect(error?.message).toContain('"github"');
    expect(found(['constructor', '__proto__'])).toHaveLength(2);
  });

  it.each([
    [{ header: 'X Own' }, 'header'],
    [{ header: 'X-Own\r\nHost' }, 'header'],
    [{ header: '__proto__' }, 'header'],
    [{ header: 'constructor' }, 'header'],
    [{ header: 'Prototype' }, 'header'],
    [{ header: undefined }, 'header'],
    [{ content: '{id}' }, 'content'],
    [{ content: '{body}{body}' }, 'content'],
    [{ content: '{body}{secret}' }, 'content'],
    [{ content: '{body}{signature}' }, 'content'],
    [{ content: undefined }, 'content'],
    [{ value: 'sha256=' }, 'value'],
    [{ value: '{signature}\n' }, 'value'],
    [{ value: '{signature}{body}' }, 'value'],
    [{ separator: '' }, 'separator'],
    [{ separator: '\n' }, 'separator'],
    [{ algorithm: 'md5' }, 'algorithm'],
    [{ encoding: 'base64url' }, 'encoding'],
    [{ key: 'hex' }, 'key'],
    [{ timestamp: 'now' }, 'timestamp'],
    [{ keys: 'utf8' }, 'keys'],
  ])('refuses %j', (change, field) => {
    expect(found([{ ...own, ...change }])).toEqual([`/signing/0/${field} invalid_profile`]);
  });

  it.each([[7], [null], [[]]])('refuses %j as no profile', (profile) => {
    expect(found([profile])).toEqual(['/signing/0 invalid_profile']);
  });

  it('refuses two signatures in one header, the announced next one included', () => {
    expect(found(['x-webhook', 'x-webhook-timestamped'])).toEqual(['/signing/1 duplicate_header']);
    expect(found(['standard', 'standard'])).toEqual(['/signing/1 duplicate_header']);
    expect(found(['qoreid', { ...own, header: 'X-VerifyMe-Signature-next' }])).toEqual([
      '/signing/1/header duplicate_header',
    ]);
    expect(found([{ ...own, header: 'Webhook-Signature' }, 'standard'])).toEqual([
      '/signing/1 duplicate_header',
    ]);
  });

  it.each(['Content-Type', 'host', 'content-length', 'Webhook-Id', 'X-Webhook-Timestamp'])(
    'refuses the header %s, which is not free',
    (header) => expect(found([{ ...own, header }])).toEqual(['/signing/0/header reserved_header']),
  );
});
