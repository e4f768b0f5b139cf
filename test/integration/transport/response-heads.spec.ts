import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { OutgoingRequest, Sender, SendResult } from '../../../src/transport/index.js';
import { flood, raw, startReceiver } from '../../support/receiver.js';
import type { Answer, Receiver } from '../../support/receiver.js';
import { requestTo } from './outgoing-request.js';

let receiver: Receiver;
let sender: Sender;

beforeEach(async () => {
  receiver = await startReceiver();
  sender = createSender({ allowedCidrs: parseCidrs('127.0.0.1') });
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
});

/** An answer of null leaves those that were said before. */
async function sendTo(
  answer: Answer | null,
  change: Partial<OutgoingRequest> = {},
): Promise<SendResult> {
  if (answer !== null) receiver.answer(answer);
  return sender.send(requestTo(receiver.url, change));
}

describe('a head that curl and browsers take', () => {
  const end = '\r\n\r\n';
  it.each<[string, string]>([
    ['lines that end in a bare LF', 'HTTP/1.1 200 OK\ncontent-length: 2\n\nok'],
    ['a folded header', `HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: 2${end}ok`],
    ['an equal length twice', `HTTP/1.1 200 OK\r\ncontent-length: 2\r\nContent-Length: 2${end}ok`],
    ['a space before a colon', `HTTP/1.1 200 OK\r\nx : a\r\ncontent-length : 2${end}ok`],
    ['a name with a space in it', `HTTP/1.1 200 OK\r\nx y: a\r\ncontent-length: 2${end}ok`],
    ['no reason', `HTTP/1.1 200\r\ncontent-length: 2${end}ok`],
    ['an empty line in front', `\r\nHTTP/1.1 200 OK\r\ncontent-length: 2${end}ok`],
    [
      'a header of 20 kB',
      `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\ncontent-length: 2${end}ok`,
    ],
    [
      '300 cookies',
      `HTTP/1.1 200 OK\r\n${'set-cookie: a=b; path=/\r\n'.repeat(300)}content-length: 2${end}ok`,
    ],
    ['an unusual name', `HTTP/1.1 200 OK\r\n__proto__: evil\r\ncontent-length: 2${end}ok`],
    [
      'chunks with extensions',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked${end}2;a=b\r\nok\r\n0${end}`,
    ],
    ['a body that ends with the connection', `HTTP/1.0 200 OK${end}ok`],
    ['garbage behind it', `HTTP/1.1 200 OK\r\ncontent-length: 2${end}okGARBAGE`],
    ['a coding that is none', `HTTP/1.1 200 OK\r\ntransfer-encoding: identity${end}ok`],
    ['two codings', `HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked${end}2\r\nok\r\n0${end}`],
    ['the status 299', `HTTP/1.1 299 Whatever\r\ncontent-length: 2${end}ok`],
  ])('is a success: %s', async (_what, bytes) => {
    const result = await sendTo(raw(bytes, 'end'));
    expect(result).toMatchObject({ error: null, response: { body: Buffer.from('ok') } });
  });

  it.each([
    [
      'both Content-Length and Transfer-Encoding',
      'content-length: 7\r\ntransfer-encoding: chunked',
    ],
    ['different values of Content-Length', 'content-length: 2\r\ncontent-length: 3'],
  ])('has no %s: that is ambiguous, and said as such', async (what, headers) => {
    const result = await sendTo(
      raw(`HTTP/1.1 200 OK\r\n${headers}${end}2\r\nok\r\n0${end}`, 'end'),
    );
    expect(result).toMatchObject({ response: null, error: { class: 'protocol' } });
    expect(result.error?.message).toContain(
      `The response has ${what}, so that its end is ambiguous`,
    );
  });
});

describe('what comes without an end beside headers and body', () => {
  it.each<[string, string, string]>([
    ['100 Continue', '', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a reason phrase', 'HTTP/1.1 200 ', 'x'],
    ['empty lines', '', '\r\n'],
  ])('is cut off long before the deadline: %s', async (_what, first, piece) => {
    const result = await sendTo(flood(first, piece), { timeoutMs: 20_000 });
    expect(result).toMatchObject({ response: null, error: { class: 'protocol' } });
    expect(result.durationMs).toBeLessThan(20_000);
  });

  it.each<[string, string, string]>([
    ['the extension of a chunk', '1;', 'x'],
    ['the size of a chunk', '', '0'],
    ['trailers', '0\r\n', 'a: b\r\n'],
  ])('turns no 2xx into a failure: %s', async (_what, first, piece) => {
    const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
    const result = await sendTo(flood(head + first, piece), { timeoutMs: 20_000 });
    expect(result).toMatchObject({ error: null, response: { status: 200, truncated: true } });
    expect(result.durationMs).toBeLessThan(20_000);
  });

  it('is cut off behind a response that has ended, too', async () => {
    const ended = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\nkeep-alive: timeout=60\r\n\r\n';
    const closed = new Promise<void>((resolve) => {
      receiver.answer((response) => {
        response.socket?.once('close', () => resolve());
        flood(ended, '\r\n')(response);
      });
    });
    expect((await sendTo(null)).error).toBeNull();
    await closed;
  });

  it('is no body in small chunks', async () => {
    const chunks = '1\r\nx\r\n'.repeat(100);
    const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
    const result = await sendTo(raw(`${head}${chunks}0\r\n\r\n`));
    expect(result.response).toMatchObject({ body: Buffer.from('x'.repeat(100)), truncated: false });
  });
});
