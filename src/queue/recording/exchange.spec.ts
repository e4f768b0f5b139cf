import { describe, expect, it } from 'vitest';
import { packExchange, unpackExchange } from './exchange.js';

describe('an exchange', () => {
  it.each([
    { requestHeaders: { a: 'é' }, response: null },
    {
      requestHeaders: {},
      response: {
        headers: { 'set-cookie': ['a', 'b'] },
        body: Buffer.from([0, 255, 10]),
        truncated: true,
      },
    },
    {
      requestHeaders: {},
      response: { headers: {}, body: Buffer.alloc(0), truncated: false },
    },
  ])('unpacks to what was packed: %j', (exchange) => {
    expect(unpackExchange(packExchange(exchange))).toEqual(exchange);
  });
});
