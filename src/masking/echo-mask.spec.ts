import { describe, expect, it } from 'vitest';
import { EchoMask } from './echo-mask.js';

const NAME = 'Jörg "Joe" Ødegård/Müller';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('EchoMask', () => {
  const mask = new EchoMask([NAME, '1990-05-15', 'Li', '42']);

  it.each([
    ['as it is', NAME],
    ['in capitals', NAME.toUpperCase()],
    ['in decomposed Unicode', NAME.normalize('NFD')],
    ['with other white space', NAME.replaceAll(' ', '\n  ')],
    ['as JSON', JSON.stringify({ name: NAME })],
    ['as JSON inside JSON', JSON.stringify({ body: JSON.stringify({ name: NAME }) })],
    ['as HTML', '<p>Jörg &quot;Joe&quot; Ødegård/Müller</p>'],
    ['in a URL', `https://example.com/?name=${encodeURIComponent(NAME)}`],
    ['in a form', `name=${encodeURIComponent(NAME).replaceAll('%20', '+')}`],
    ['as ASCII JSON', String.raw`{"name":"J\u00f6rg \"Joe\" \u00D8deg\u00e5rd\/M\u00fcller"}`],
    ['as base64', base64(NAME)],
    ['within base64', base64(`x${NAME}y`)],
    ['within base64, at the third place', base64(`xx${NAME}y`)],
    ['as base64 for URLs', Buffer.from(NAME).toString('base64url')],
  ])('finds a value %s', (_, text) => {
    const masked = mask.text(`before ${text} after`);
    expect(masked).toContain('[masked]');
    expect(masked).toMatch(/^before .* after$/s);
    for (const part of ['degård', 'DEGÅRD', 'degard', 'Joe', 'JOE', base64(NAME).slice(4, 12)]) {
      expect(masked.normalize('NFC')).not.toContain(part);
    }
  });

  it('takes short values and numbers for themselves only where they are words', () => {
    expect(mask.text('Li lives, 42 lilies, 142 and A42')).toBe(
      '[masked] lives, [masked] lilies, 142 and A42',
    );
  });

  it('leaves other text as it is', () => {
    expect(mask.text('{"error":"unknown customer"}')).toBe('{"error":"unknown customer"}');
    expect(new EchoMask([]).text('anything')).toBe('anything');
  });

  it('finds the beginning of a value at the end of a text that was cut', () => {
    expect(mask.cutText('born on 1990-05')).toBe('born on [masked]');
    expect(mask.text('born on 1990-05')).toBe('born on 1990-05');
  });

  it('masks everything where nothing is known, or too much', () => {
    expect(new EchoMask(undefined).text('anything')).toBe('[masked]');
    const many = Array.from({ length: 9_000 }, (_, n) => `value number ${n}`);
    expect(new EchoMask(many).text('anything')).toBe('[masked]');
    expect(new EchoMask(undefined).text('')).toBe('');
  });
});
