import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { readConfirmation, signConfirmation } from './confirmation-token.js';
import type { Sign } from './confirmation-token.js';

const ID = '0190a7b4-1111-7222-8333-444455556666';
const KEY = Buffer.alloc(32, 7);
const signWith =
  (key: Buffer): Sign =>
  (text) =>
    createHmac('sha256', key).update(text).digest();
const sign = signWith(Buffer.alloc(32, 1));

it('names the recipient to the installation that signed it', () => {
  const token = signConfirmation(ID, sign);
  expect(readConfirmation(token, { sign, formerKeys: [] })).toBe(ID);
});

it('names the recipient of a link of the former build while its encryption key is listed', () => {
  const token = signConfirmation(ID, signWith(KEY));
  expect(readConfirmation(token, { sign, formerKeys: [{ id: 'k', key: KEY }] })).toBe(ID);
  expect(readConfirmation(token, { sign, formerKeys: [] })).toBeUndefined();
});

it.each([
  ['another key', signConfirmation(ID, signWith(Buffer.alloc(32, 2)))],
  ['another recipient', signConfirmation(ID, sign).replace('0190', '0191')],
  ['no signature', ID],
  ['an empty signature', `${ID}.`],
  ['a cut signature', signConfirmation(ID, sign).slice(0, -4)],
  ['more', `${signConfirmation(ID, sign)}.x`],
  ['nothing', ''],
])('is refused with %s', (_what, token) => {
  expect(readConfirmation(token, { sign, formerKeys: [] })).toBeUndefined();
});
