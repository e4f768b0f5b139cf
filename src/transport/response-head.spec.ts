import { describe, expect, it } from 'vitest';
import { MAX_HEAD_BYTES, ResponseHead } from './response-head.js';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
const FINAL = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi';

function parserGets(...pieces: string[]): string {
  const head = new ResponseHead();
  head.expect();
  return pieces.map((piece) => head.take(Buffer.from(piece))?.toString() ?? '').join('');
}

const bytesOf = (text: string): string[] => text.match(/[^]/g) ?? [];

describe('the head of a response', () => {
  it.each([CONTINUE, HINTS, CONTINUE + HINTS + CONTINUE, 'HTTP/1.1 100\n\n', '\r\n', '\n\r\n'])(
    'comes without the %j before it, wherever the bytes are cut',
    (before) => {
      const bytes = before + FINAL;
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        expect(parserGets(bytes.slice(0, cut), bytes.slice(cut))).toBe(FINAL);
      }
      expect(parserGets(...bytesOf(bytes))).toBe(FINAL);
    },
  );

  it('ends at the first empty line, whatever ends its lines', () => {
    const bare = FINAL.replaceAll('\r\n', '\n');
    const mixed = 'HTTP/1.1 200 OK\r\ncontent-length: 2\n\r\nhi';
    for (const bytes of [bare, mixed, FINAL]) {
      expect(parserGets(bytes)).toBe(FINAL);
      expect(parserGets(...bytesOf(bytes))).toBe(FINAL);
      expect(parserGets(`${bytes}\r\n\r\n\n\n`)).toBe(`${FINAL}\r\n\r\n\n\n`);
    }
  });

  it.each([
    FINAL,
    'HTTP/1.1 101 Switching\r\n\r\n',
    'HTTP/1.1 1000 Odd\r\n\r\n',
    'HTTP/1.0 100 Continue\r\n\r\n',
    '\0HTTP/1.1 100 Continue\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\n',
  ])('passes as it is: %j', (bytes) => {
    expect(parserGets(bytes)).toBe(bytes);
    expect(parserGets(...bytesOf(bytes))).toBe(bytes);
  });

  it('is bounded', () => {
    const lines = 'a: b\r\n'.repeat(1_000);
    const pieces = ['HTTP/1.1 200 OK\r\n', ...Array<string>(50).fill(lines)];
    expect(50 * lines.length).toBeGreaterThan(MAX_HEAD_BYTES);
    expect(() => parserGets(...pieces)).toThrow(`longer than ${MAX_HEAD_BYTES} bytes`);
  });

  it('has begun with its first byte, and not with what is no response', () => {
    const head = new ResponseHead();
    for (const [bytes, hasBegun] of [
      ['\r\n', false],
      ['garbage', false],
      ['H', true],
      [FINAL, true],
    ] as const) {
      head.expect();
      head.take(Buffer.from(bytes));
      expect(head.hasBegun).toBe(hasBegun);
    }
  });

  it('is looked for where a response is expected only', () => {
    expect(parserGets(FINAL, CONTINUE)).toBe(FINAL + CONTINUE);
    expect(new ResponseHead().take(Buffer.from(CONTINUE))?.toString()).toBe(CONTINUE);
  });
});
