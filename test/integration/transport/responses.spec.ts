import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { OutgoingRequest, Sender, SendResult } from '../../../src/transport/index.js';
import {
  drip,
  raw,
  reply,
  reset,
  resetInBody,
  stall,
  startReceiver,
} from '../../support/receiver.js';
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

describe('a request', () => {
  it('carries body bytes and header spelling untouched', async () => {
    const result = await sendTo(reply(201, { 'x-answer': ['one', 'two'] }, 'thanks'));
    expect(result).toMatchObject({ ip: '127.0.0.1', error: null });
    expect(result.response).toEqual({
      status: 201,
      headers: expect.objectContaining({ 'x-answer': ['one', 'two'] }) as object,
      body: Buffer.from('thanks'),
      truncated: false,
    });
    const request = receiver.requests[0];
    expect(request).toMatchObject({
      method: 'POST',
      path: '/hook',
      body: Buffer.from('{"a":"ü"}\n'),
    });
    expect(request?.rawHeaders).toEqual(
      expect.arrayContaining(['Content-Type', 'application/json', 'X-Custom', 'Ünïcode']),
    );
    expect(request?.headers['content-length']).toBe('11');
  });

  it.each([
    ['a line break in a value', { 'x-evil': 'a\r\nx-injected: 1' }],
    ['a character beyond latin1', { 'x-evil': '€' }],
    ['a name that is no token', { 'x evil': 'a' }],
    ['a header of the transport', { 'Content-Length': '3' }],
  ])('with %s is not sent', async (_what, headers) => {
    const result = await sendTo(200, { headers });
    expect(result.error?.class).toBe('internal');
    expect(receiver.connections).toBe(0);
  });

  it('with an empty body is a request too', async () => {
    expect((await sendTo(204, { body: Buffer.alloc(0) })).error).toBeNull();
    expect(receiver.requests[0]?.headers['content-length']).toBe('0');
  });
});

describe('a status', () => {
  it.each([
    [400, 'http_status'],
    [410, 'http_status'],
    [500, 'http_status'],
    [999, 'http_status'],
    [301, 'redirect'],
    [304, 'redirect'],
  ])('%i is a failed attempt of class %s that keeps its response', async (status, errorClass) => {
    const result = await sendTo(raw(`HTTP/1.1 ${status} Odd\r\ncontent-length: 0\r\n\r\n`));
    expect(result).toMatchObject({ response: { status }, error: { class: errorClass } });
    expect(result.error?.message).toContain(String(status));
  });

  const carryOn = 'HTTP/1.1 100 Continue\r\n\r\n';
  const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n';
  const final = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi';
  const ok = { response: { status: 200, body: Buffer.from('hi') }, error: null };

  it.each([carryOn, hints, carryOn + hints + carryOn])(
    'of the 1xx kind before the real one is passed over: %j',
    async (interim) => {
      expect(await sendTo(raw(interim + final))).toMatchObject(ok);
    },
  );

  it('of the 1xx kind that comes in pieces is passed over too', async () => {
    const pieces = [carryOn.slice(0, 7), carryOn.slice(7), carryOn.slice(0, 23), `\r\n${final}`];
    const result = await sendTo((response) => {
      const next = (): void => {
        const piece = pieces.shift();
        if (piece !== undefined) response.socket?.write(piece, () => setTimeout(next, 5));
      };
      next();
    });
    expect(result).toMatchObject(ok);
  });

  it('of the 1xx kind leaves the connection in order', async () => {
    const answer: Answer = (response) => {
      response.writeContinue();
      response.writeEarlyHints({ link: '</a>; rel=preload' });
      response.end('hi');
    };
    for (let count = 0; count < 3; count += 1) expect(await sendTo(answer)).toMatchObject(ok);
    expect(receiver.connections).toBe(1);
  });

  it('of the 1xx kind and nothing behind it is no response', async () => {
    const silent = await sendTo(raw(carryOn), { timeoutMs: 150 });
    expect(silent).toMatchObject({ response: null, error: { class: 'timeout' } });
    const closed = await sendTo(raw(carryOn, 'end'));
    expect(closed).toMatchObject({ response: null, error: { class: 'reset' } });
  });
});

describe('a 2xx stays a success', () => {
  it('when the body is larger than the limit, of which the first bytes are kept', async () => {
    const result = await sendTo(reply(200, {}, 'x'.repeat(1_000_000)));
    expect(result.error).toBeNull();
    expect(result.response).toMatchObject({ body: Buffer.from('x'.repeat(100)), truncated: true });
  });

  it('when the body is exactly as large as the limit', async () => {
    const result = await sendTo(reply(200, {}, 'x'.repeat(100)));
    expect(result.response).toMatchObject({ body: Buffer.from('x'.repeat(100)), truncated: false });
  });

  it('when the body drips beyond the deadline', async () => {
    const result = await sendTo(drip(5), { timeoutMs: 150, responseBodyLimitBytes: 10_000 });
    expect(result).toMatchObject({ error: null, response: { status: 200, truncated: true } });
    expect(result.response?.body.toString()).toMatch(/^\.+$/);
  });

  it('when the body stalls', async () => {
    const head = 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf';
    const result = await sendTo(raw(head), { timeoutMs: 150 });
    expect(result.error).toBeNull();
    expect(result.response).toMatchObject({ body: Buffer.from('half'), truncated: true });
  });

  it('when the connection is reset in the body', async () => {
    const result = await sendTo(resetInBody());
    expect(result).toMatchObject({ error: null, response: { status: 200, truncated: true } });
  });

  it('when the body ends early or breaks its own chunking', async () => {
    const short = await sendTo(raw('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', 'end'));
    expect(short).toMatchObject({ error: null, response: { truncated: true } });
    const garbled = await sendTo(
      raw('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzzz\r\n'),
    );
    expect(garbled).toMatchObject({ error: null, response: { status: 200, truncated: true } });
  });

  it('when the body is a gzip bomb, which is stored as it came', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const result = await sendTo(reply(200, { 'content-encoding': 'gzip' }, bomb));
    expect(result.error).toBeNull();
    expect(result.response).toMatchObject({ body: bomb.subarray(0, 100), truncated: true });
  });

  it('when it claims an encoding that it does not have', async () => {
    const result = await sendTo(reply(200, { 'content-encoding': 'gzip' }, 'plain'));
    expect(result).toMatchObject({ error: null, response: { body: Buffer.from('plain') } });
  });

  it('when a 204 has a body, and the bytes behind it poison no later request', async () => {
    const poison = 'HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n';
    expect((await sendTo(raw(`HTTP/1.1 204 No Content\r\n\r\n${poison}`))).response?.status).toBe(
      204,
    );
    expect((await sendTo(200)).response?.status).toBe(200);
  });
});

describe('no response', () => {
  const head = 'HTTP/1.1 200 OK\r\n';

  it('within the deadline is a timeout, with what was known of the connection', async () => {
    const result = await sendTo(stall(), { timeoutMs: 150 });
    expect(result).toMatchObject({
      ip: '127.0.0.1',
      response: null,
      timings: { connect_ms: expect.any(Number) as number, first_byte_ms: null },
      error: {
        class: 'timeout',
        message:
          'No response within 150 ms; the time ran out while waiting for the response headers.',
      },
    });
  });

  it.each<[string, Answer, string]>([
    ['a reset before headers', reset(), 'reset'],
    ['a close before headers', raw('', 'end'), 'reset'],
    ['half a line and a close', raw('HTTP/1.1 20', 'end'), 'reset'],
    ['headers without an end and a close', raw(`${head}a: b\r\n`, 'end'), 'reset'],
    ['half a line and silence', raw('HTTP/1.1 20'), 'timeout'],
    [
      '101',
      raw('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
      'protocol',
    ],
    ['099', raw('HTTP/1.1 099 Odd\r\n\r\n'), 'protocol'],
    ['no HTTP at all', raw('220 mail.example.com ESMTP\r\n'), 'protocol'],
    ['a NUL byte in a header', raw(`${head}a: b\0c\r\n\r\n`), 'protocol'],
    ['a NUL byte in front', raw(`\0${head}\r\n`), 'protocol'],
    ['HTTP/2 in the clear', raw(Buffer.from('000000040000000000', 'hex')), 'protocol'],
    ['headers beyond 256 KiB', raw(`${head}${'a: b\r\n'.repeat(60_000)}\r\n`), 'protocol'],
    ['one endless header', raw(`${head}a: ${'b'.repeat(1_000_000)}`), 'protocol'],
    ['two lengths', raw(`${head}content-length: 1\r\ncontent-length: 2\r\n\r\nab`), 'protocol'],
  ])('but %s has its class', async (_what, answer, errorClass) => {
    const result = await sendTo(answer, { timeoutMs: 500 });
    expect(result).toMatchObject({ response: null, error: { class: errorClass } });
    expect((await sendTo(200)).error).toBeNull();
  });

  it('because no server listens is a connect error', async () => {
    await receiver.close();
    const result = await sendTo(200);
    expect(result).toMatchObject({ ip: '127.0.0.1', response: null, error: { class: 'connect' } });
  });
});
