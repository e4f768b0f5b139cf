import { describe, expect, it } from 'vitest';
import { checkHeaders, MASKED_VALUE, maskHeaders, unmaskHeaders } from './custom-headers.js';

function found(headers: unknown, signatureHeaders: string[] = []): string[] {
  return checkHeaders(headers, signatureHeaders).map(({ pointer, code }) => `${pointer} ${code}`);
}

const numbered = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'v']));

describe('checkHeaders', () => {
  it('accepts what HTTP allows', () => {
    expect(
      found({ Authorization: 'Bearer a.b-c', 'x_own~1': 'é\tü', Cookie: 'a=b; c="d"' }),
    ).toEqual([]);
    expect(found({})).toEqual([]);
  });

  it.each([[null], [[]], ['X-A: b'], [7]])('refuses %j as no headers', (headers) => {
    expect(found(headers)).toEqual(['/headers wrong_type']);
  });

  it.each([
    'Content-Type',
    'content-length',
    'HOST',
    'Connection',
    'Transfer-Encoding',
    'User-Agent',
    'webhook-id',
    'Webhook-Anything',
    'X-Webhook-Signature',
    'x-webhook-own',
  ])('refuses %s, which is not free', (name) => {
    expect(found({ [name]: 'x' })).toEqual([`/headers/${name} reserved_header`]);
  });

  it('refuses what a signing profile writes, in any spelling', () => {
    expect(found({ 'X-VERIFA-signature': 'x' }, ['x-verifa-signature'])).toEqual([
      '/headers/X-VERIFA-signature reserved_header',
    ]);
  });

  it('refuses the second spelling of a name', () => {
    expect(found({ 'X-A': '1', 'x-a': '2' })).toEqual(['/headers/x-a reserved_header']);
  });

  it.each(['', 'X A', 'X:A', 'Ä', 'X\r\nY'])('refuses the name %j', (name) => {
    expect(found({ [name]: 'x' })).toEqual([`/headers/${name} invalid_header_name`]);
  });

  it('points into the object as RFC 6901 says', () => {
    expect(found({ 'a/b': 'x', '~': '\n' })).toEqual([
      '/headers/a~1b invalid_header_name',
      '/headers/~0 invalid_header_value',
    ]);
  });

  it.each(['a\r\nHost: b', 'a\u0000', 'a\u0085b', '\u009b31m', '日本', '', '  '])(
    'refuses the value %j',
    (value) => {
      expect(found({ 'X-A': value })).toEqual(['/headers/X-A invalid_header_value']);
    },
  );

  it.each([[7], [null], [['a']]])('refuses %j, which is no string', (value) => {
    expect(found({ 'X-A': value })).toEqual(['/headers/X-A wrong_type']);
  });

  it('takes 20 headers and refuses 21', () => {
    expect(found(numbered(20))).toEqual([]);
    expect(found(numbered(21))).toEqual(['/headers too_many_headers']);
  });

  it('takes 4 KiB of names and values and refuses a byte more', () => {
    expect(found({ 'X-A': 'v'.repeat(4093) })).toEqual([]);
    expect(found({ 'X-A': 'v'.repeat(4094) })).toEqual(['/headers headers_too_large']);
  });
});

describe('masks', () => {
  it('shows every name and no value', () => {
    expect(maskHeaders({ 'X-A': 'secret', B: '' })).toEqual({
      'X-A': MASKED_VALUE,
      B: MASKED_VALUE,
    });
  });

  it('keeps the stored value if the mask is sent back, whatever the spelling of the name', () => {
    const wanted = { 'x-a': MASKED_VALUE, 'X-B': 'new' };
    expect(unmaskHeaders(wanted, { 'X-A': 'old', 'X-C': 'gone' })).toEqual({
      headers: { 'x-a': 'old', 'X-B': 'new' },
      errors: [],
    });
  });

  it('refuses a mask without a stored value', () => {
    const { errors } = unmaskHeaders({ 'X-A': MASKED_VALUE }, {});
    expect(errors).toMatchObject([{ pointer: '/headers/X-A', code: 'masked_value' }]);
  });
});
