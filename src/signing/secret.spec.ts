import { describe, expect, it } from 'vitest';
import { checkOwnSecret, generateSecret, keyBytes, maskSecret } from './secret.js';

describe('secrets', () => {
  it('are generated as whsec_ and the base64 of 32 bytes, never twice', () => {
    const secret = generateSecret();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(keyBytes(secret, 'base64')).toHaveLength(32);
    expect(checkOwnSecret(secret)).toEqual([]);
    expect(generateSecret()).not.toBe(secret);
  });

  it.each([
    "It's a Secret to Everybody",
    'x'.repeat(15) + 'y',
    '~'.repeat(255) + '!',
    'whsec_MTIzNDU2Nzg5MA==',
  ])('may be brought: %s', (secret) => expect(checkOwnSecret(secret)).toEqual([]));

  it.each([
    'x'.repeat(15),
    'x'.repeat(16),
    '~'.repeat(256),
    `whsec_${'A'.repeat(43)}=`,
    'x'.repeat(257),
    'sixteen letters\n',
    'ein Schlüssel mit ü',
    'whsec_MTIzNDU2Nzg5MA',
    'whsec_not base64 at all',
    'whsec_MTIzNDU2Nzg5MB==',
    1234567890123456,
    null,
  ])('are refused without being repeated: %j', (secret) => {
    const [error, ...others] = checkOwnSecret(secret, '/webhook_secret');
    expect(error).toMatchObject({ pointer: '/webhook_secret', code: 'invalid_secret' });
    expect(error?.message).not.toContain(String(secret));
    expect(others).toEqual([]);
  });

  it('are masked to their last four characters', () => {
    expect(maskSecret('whsec_MTIzNDU2Nzg5a1b2')).toBe('****************************a1b2');
  });

  it('are decoded only behind the prefix', () => {
    expect(keyBytes('whsec_AAEC', 'base64')).toEqual(Buffer.from([0, 1, 2]));
    expect(keyBytes('whsec_AAEC', 'utf8')).toEqual(Buffer.from('whsec_AAEC'));
    expect(keyBytes('AAEC', 'base64')).toEqual(Buffer.from('AAEC'));
  });
});
