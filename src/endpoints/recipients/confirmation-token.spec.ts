import { expect, it } from 'vitest';
import { readConfirmation, signConfirmation } from './confirmation-token.js';

const ID = '0190a7b4-1111-7222-8333-444455556666';
const key = (id: string, byte: number) => ({ id, key: Buffer.alloc(32, byte) });

it('names the recipient to the key that signed it, also after another key came first', () => {
  const token = signConfirmation(ID, [key('a', 1)]);
  expect(readConfirmation(token, [key('a', 1)])).toBe(ID);
  expect(readConfirmation(token, [key('b', 2), key('a', 1)])).toBe(ID);
});

it.each([
  ['another key', signConfirmation(ID, [key('b', 2)])],
  ['another recipient', signConfirmation(ID, [key('a', 1)]).replace('0190', '0191')],
  ['no signature', ID],
  ['an empty signature', `${ID}.`],
  ['a cut signature', signConfirmation(ID, [key('a', 1)]).slice(0, -4)],
  ['more', `${signConfirmation(ID, [key('a', 1)])}.x`],
  ['nothing', ''],
])('is refused with %s', (_what, token) => {
  expect(readConfirmation(token, [key('a', 1)])).toBeUndefined();
});
