import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isSuspiciousSuccess, packExchange, unpackExchange } from './attempt-columns.js';

const PAGE = '<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>';

function isSuspicious(
  body: string | Buffer,
  headers: Record<string, string | string[]> = {},
  responseStatus: number | null = 200,
): boolean {
  const response = { headers, body: Buffer.from(body), truncated: false };
  return isSuspiciousSuccess({ responseStatus, exchange: { requestHeaders: {}, response } });
}

describe('isSuspiciousSuccess', () => {
  it.each([
    ['a page', PAGE, {}],
    ['a page that says that it is JSON', PAGE, { 'content-type': 'application/json' }],
    ['a page after comments and a mark', `\uFEFF \n<!-- proxy --><HTML lang="en">`, {}],
    ['XHTML', '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', {}],
    [
      'a part of a page that says so',
      '<h1>Welcome</h1>',
      { 'Content-Type': 'text/html; charset=x' },
    ],
    ['a compressed page', gzipSync(PAGE), { 'content-encoding': 'gzip' }],
    [
      'the beginning of one',
      gzipSync(PAGE).subarray(0, -12),
      {
        'content-encoding': 'gzip',
      },
    ],
    ['UTF-16', Buffer.from(`\uFEFF${PAGE}`, 'utf16le'), {}],
  ])('takes note of %s', (_name, body, headers) => {
    expect(isSuspicious(body, headers)).toBe(true);
  });

  it.each([
    ['nothing', '', {}],
    ['what frameworks answer as HTML by default', 'OK', { 'content-type': 'text/html' }],
    ['JSON', '{"page": "<html>"}', { 'content-type': 'application/json' }],
    ['XML', '<ok/>', { 'content-type': 'application/xml' }],
    ['a broken compression', 'no gzip', { 'content-encoding': 'gzip' }],
  ])('leaves %s alone', (_name, body, headers) => {
    expect(isSuspicious(body, headers)).toBe(false);
  });

  it('is about successes only', () => {
    expect(isSuspicious(PAGE, {}, 404)).toBe(false);
    expect(isSuspicious(PAGE, {}, null)).toBe(false);
    expect(isSuspiciousSuccess({ responseStatus: 200, exchange: null })).toBe(false);
  });
});

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
