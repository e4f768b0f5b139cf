import { describe, expect, it } from 'vitest';
import { checkRecipients } from './recipients.js';

describe('checkRecipients', () => {
  it('returns each address once, with its domain in lower-case ASCII', () => {
    const wanted = ['Ops+kyc@Example.COM', 'ops+KYC@example.com', 'a.b@bücher.example'];
    expect(checkRecipients(wanted)).toEqual({
      recipients: ['Ops+kyc@example.com', 'a.b@xn--bcher-kva.example'],
      errors: [],
    });
  });

  it.each([
    'example.com',
    '@example.com',
    'a@',
    'a@localhost',
    'a@-x.com',
    'a@192.0.2.1',
    'a b@example.com',
    '.a@example.com',
    'a..b@example.com',
    'a@b@example.com',
    '"a"@example.com',
    'a@example.com\r\nBcc: b@example.com',
    'a\r\n@example.com',
    'Ann <a@example.com>',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}com`,
    7,
    null,
  ])('refuses %j with its place in the list', (address) => {
    expect(checkRecipients(['ok@example.com', address]).errors).toMatchObject([
      { pointer: '/recipients/1', code: 'invalid_address' },
    ]);
  });

  it.each([[], 'a@example.com', Array.from({ length: 51 }, (_, n) => `a${n}@example.com`)])(
    'refuses what is no list of 1 to 50',
    (value) => {
      expect(checkRecipients(value, '/notification_emails').errors).toMatchObject([
        { pointer: '/notification_emails', code: 'invalid_recipients' },
      ]);
    },
  );
});
