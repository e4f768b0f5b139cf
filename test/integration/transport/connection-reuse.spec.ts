import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { Sender, SendResult } from '../../../src/transport/index.js';
import { drip, raw, reply, reset, slow, stall, startReceiver } from '../../support/receiver.js';
import type { Answer, Receiver } from '../../support/receiver.js';

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

function send(timeoutMs = 5_000): Promise<SendResult> {
  return sender.send({
    tenantId: 'tnt',
    url: receiver.url,
    headers: {},
    body: Buffer.from('{}'),
    timeoutMs,
    responseBodyLimitBytes: 100,
  });
}

it('reuses a connection whose response was read, and says so by its empty timings', async () => {
  receiver.answer(500, reply(200, {}, 'ok'));
  const [first, second, third] = [await send(), await send(), await send()];
  expect(first.timings.connect_ms).toEqual(expect.any(Number));
  for (const reused of [second, third]) {
    expect(reused).toMatchObject({ ip: '127.0.0.1', error: null });
    expect(reused.timings).toMatchObject({ dns_ms: null, connect_ms: null, tls_ms: null });
  }
  expect(receiver.connections).toBe(1);
});

it('does not reuse a connection with the rest of a body in it', async () => {
  receiver.answer(reply(200, {}, 'x'.repeat(101)), drip(5), 200);
  expect((await send()).response?.truncated).toBe(true);
  expect((await send(100)).response?.truncated).toBe(true);
  expect((await send()).response?.truncated).toBe(false);
  expect(receiver.connections).toBe(3);
});

it('heeds a receiver that closes, or hints that it soon will', async () => {
  receiver.answer(
    reply(200, { connection: 'close' }),
    reply(200, { 'keep-alive': 'timeout=1' }),
    200,
  );
  expect([(await send()).error, (await send()).error, (await send()).error]).toEqual([
    null,
    null,
    null,
  ]);
  expect(receiver.connections).toBe(3);
});

describe('a connection that died while it was idle', () => {
  const proxyTimeout = reply(408, { connection: 'close' });
  const garbage = raw('garbage', 'end');

  it.each<[string, Answer]>([
    ['is reset', reset()],
    ['is closed', raw('', 'end')],
    ['answers with the 408 of a proxy', proxyTimeout],
    ['says something else', garbage],
  ])('and %s is no failure: the request goes once more over a fresh one', async (_how, death) => {
    receiver.answer(200, death, 200);
    await send();
    const result = await send();
    expect(result).toMatchObject({ error: null, response: { status: 200 } });
    expect(result.timings.connect_ms).toEqual(expect.any(Number));
    const [, died, again] = receiver.requests;
    expect(again?.rawHeaders).toEqual(died?.rawHeaders);
    expect(again?.body).toEqual(died?.body);
    expect([receiver.requests.length, receiver.connections]).toEqual([3, 2]);
  });

  it('is distinguished from a receiver that does the same to a fresh one: it is sent to once more, not thrice', async () => {
    receiver.answer(200, reset());
    await send();
    expect((await send()).error?.class).toBe('reset');
    expect([receiver.requests.length, receiver.connections]).toEqual([3, 2]);
    receiver.answer(proxyTimeout);
    const fresh = await send();
    expect(fresh).toMatchObject({ response: { status: 408 }, error: { class: 'http_status' } });
    expect(receiver.requests).toHaveLength(4);
  });

  it('is distinguished from one that broke in its answer, or answered 408 by itself', async () => {
    receiver.answer(200, raw('HTTP/1.1 2', 'end'));
    await send();
    expect((await send()).error?.class).toBe('reset');
    expect(receiver.requests).toHaveLength(2);
    receiver.answer(200, 408);
    await send();
    expect((await send()).response?.status).toBe(408);
    expect(receiver.requests).toHaveLength(4);
  });

  it('in a black hole costs its attempt, and the next one takes none of those beside it', async () => {
    receiver.answer(slow(50));
    await Promise.all([send(), send(), send()]);
    expect(receiver.connections).toBe(3);
    receiver.answer(stall(), 200);
    expect((await send(200)).error?.class).toBe('timeout');
    expect((await send()).error).toBeNull();
    expect(receiver.connections).toBe(4);
  });
});

it('opens a connection for each request under way at the same time, and keeps them all', async () => {
  receiver.answer(slow(50));
  await Promise.all(Array.from({ length: 20 }, () => send()));
  const opened = receiver.connections;
  await Promise.all(Array.from({ length: 20 }, () => send()));
  expect([opened, receiver.connections]).toEqual([20, 20]);
});

it('lets the request under way end when it closes, and takes no other', async () => {
  receiver.answer(slow(100));
  const underWay = send();
  await receiver.waitFor(1);
  const closed = sender.close();
  expect((await send()).error).toMatchObject({ class: 'internal' });
  expect((await underWay).error).toBeNull();
  await closed;
  expect(receiver.requests).toHaveLength(1);
});
