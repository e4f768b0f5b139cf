import { describe, expect, it } from 'vitest';
import { InterimResponses } from './interim-responses.js';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
const FINAL = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi';

function parserGets(...pieces: string[]): string {
  const interim = new InterimResponses();
  interim.expect();
  return pieces.map((piece) => interim.strip(Buffer.from(piece))?.toString() ?? '').join('');
}

const bytesOf = (text: string): string[] => text.match(/[^]/g) ?? [];

describe('InterimResponses', () => {
  it.each([CONTINUE, HINTS, CONTINUE + HINTS + CONTINUE, 'HTTP/1.1 100\r\n\r\n'])(
    'takes %j off, wherever the bytes are cut',
    (interim) => {
      const bytes = interim + FINAL;
      for (let cut = 0; cut <= bytes.length; cut += 1) {
        expect(parserGets(bytes.slice(0, cut), bytes.slice(cut))).toBe(FINAL);
      }
      expect(parserGets(...bytesOf(bytes))).toBe(FINAL);
    },
  );

  it.each([
    FINAL,
    'HTTP/1.1 101 Switching\r\n\r\n',
    'HTTP/1.1 1000 Odd\r\n\r\n',
    'HTTP/1.0 100 Continue\r\n\r\n',
    '\0HTTP/1.1 100 Continue\r\n\r\n',
    `HTTP/1.1 100 ${'x'.repeat(20_000)}`,
  ])('lets %j pass', (bytes) => {
    expect(parserGets(bytes)).toBe(bytes);
    expect(parserGets(...bytesOf(bytes))).toBe(bytes);
  });

  it('touches nothing behind the head of the response', () => {
    expect(parserGets(FINAL, CONTINUE)).toBe(FINAL + CONTINUE);
    expect(new InterimResponses().strip(Buffer.from(CONTINUE))?.toString()).toBe(CONTINUE);
  });
});
