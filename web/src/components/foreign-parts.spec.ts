import { expect, it } from 'vitest';
import { foreignParts, plainText } from './foreign-parts';

it('leaves text as it is, with tabs and lines', () => {
  const text = '<b>Zoë</b>\tשלום 🙂\n第二行';
  expect(foreignParts(text)).toEqual([{ text }]);
  expect(plainText('a\r\nb')).toBe('a\nb');
  expect(foreignParts('')).toEqual([]);
});

it.each([
  ['\u001b[31mred', '\\u001b[31mred', 'escape character'],
  ['a\u202egnp.exe', 'a\\u202egnp.exe', 'right-to-left override'],
  ['a\u2067b\u2069', 'a\\u2067b\\u2069', 'right-to-left isolate'],
  ['a\rb', 'a\\u000db', 'carriage return'],
  ['a\u200bb', 'a\\u200bb', 'zero-width space'],
  ['a\ud800b', 'a\\ud800b', 'character that cannot be seen'],
  ['a\u{e0041}b', 'a\\u{e0041}b', 'character that cannot be seen'],
  ['a\u0085b', 'a\\u0085b', 'character that cannot be seen'],
])('shows %j by its code', (text, expected, name) => {
  expect(plainText(text)).toBe(expected);
  expect(foreignParts(text).find(({ escaped }) => escaped !== undefined)?.escaped).toBe(name);
});
