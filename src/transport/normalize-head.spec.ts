import { describe, expect, it } from 'vitest';
import { normalizeHead } from './response-head.js';

const head = (...lines: string[]): string => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');

describe('a head that a strict parser takes', () => {
  it.each([
    head(),
    head('content-length: 2'),
    head('transfer-encoding: chunked', 'x: a : b', 'date: Mon, 01 Jan 2024 00:00:00 GMT'),
    head('x-empty:', 'x-latin: \u00e9', 'no colon', ': no name', 'nul: \0'),
  ])('stays as it is: %j', (text) => {
    expect(normalizeHead(text)).toBe(text);
  });
});

describe('a head that curl and browsers take', () => {
  it.each<[string, string, string]>([
    ['bare LF', 'HTTP/1.1 200 OK\na: b\n\n', head('a: b')],
    ['a folded header', head('a: b', ' c', '\td', 'e: f'), head('a: b c d', 'e: f')],
    ['a space before the colon', head('a : b', 'c\t: d'), head('a: b', 'c: d')],
    [
      'a length said twice',
      head('Content-Length: 2', 'a: b', 'content-length: 2'),
      head('a: b', 'content-length: 2'),
    ],
    ['a length said twice in a line', head('content-length: 2, 2'), head('content-length: 2')],
    [
      'a name that is no token, and no later response is trusted',
      head('x bad: a', 'connection: keep-alive', 'content-length: 2'),
      head('content-length: 2', 'connection: close'),
    ],
  ])('is rewritten: %s', (_what, text, expected) => {
    expect(normalizeHead(text)).toBe(expected);
  });

  it('keeps what means something, however long it is', () => {
    const text = head(
      `x-big: ${'a'.repeat(20_000)}`,
      'x-small: a',
      ...Array.from({ length: 500 }, (_, n) => `set-cookie: c${n}=v; Path=/; HttpOnly; Secure`),
      'retry-after: 5',
      'content-length: 2',
    );
    const kept = normalizeHead(text);
    expect(kept.length).toBeLessThan(16_384);
    expect(kept).toContain('x-small: a\r\nset-cookie: c0=v');
    expect(kept.endsWith('retry-after: 5\r\ncontent-length: 2\r\n\r\n')).toBe(true);
  });
});

describe('a head whose body may end in two places', () => {
  it.each([
    [
      'both Content-Length and Transfer-Encoding',
      head('content-length: 2', 'Transfer-Encoding: chunked'),
    ],
    [
      'both Content-Length and Transfer-Encoding',
      head('transfer-encoding : chunked', 'Content-Length: 2'),
    ],
    ['different values of Content-Length', head('content-length: 2', 'content-length: 3')],
    ['different values of Content-Length', head('content-length: 2,3')],
  ])('is refused for having %s', (what, text) => {
    expect(() => normalizeHead(text)).toThrow(
      `The response has ${what}, so that its end is ambiguous`,
    );
  });
});

it('a head without an end of oddities is read in linear time', () => {
  for (const line of ['content-length', 'a b:', '\n ', 'transfer-encoding ', ',', 'a: b\n']) {
    const startedAt = performance.now();
    try {
      normalizeHead(`HTTP/1.1 200 OK\r\n${line.repeat(250_000 / line.length)}\r\n\r\n`);
    } catch {
      // Refused or not, it must not take long.
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
});
