import { expect, it } from 'vitest';
import { parseHeaders } from './parse-headers';

const EXPECTED = { 'webhook-id': 'evt_1', 'X-Webhook-Signature': 'sha256=ab' };

it.each([
  ['lines', 'webhook-id: evt_1\r\n\nX-Webhook-Signature:sha256=ab\nnonsense'],
  ['what curl -v shows', '> webhook-id: evt_1\n> X-Webhook-Signature: sha256=ab'],
  ['options of curl', `-H 'webhook-id: evt_1' \\\n-H 'X-Webhook-Signature: sha256=ab'`],
  ['JSON', JSON.stringify(EXPECTED)],
])('reads headers as %s', (_, text) => {
  expect(parseHeaders(text)).toEqual(EXPECTED);
});
