import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN_KEY, startTestApi } from '../http/test-api.js';
import type { TestApi } from '../http/test-api.js';
import { LongAnswerController } from './long-answer.controller.js';

/** 15 seconds, five for the look, and what a busy machine takes. */
const CUT_WITHIN_MS = 30_000;
const HEAD = `POST /v1/probe/raw HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ADMIN_KEY}\r\n`;

describe('a client that is too slow', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi([LongAnswerController]);
  });
  afterAll(() => api.close());

  const open = async (): Promise<Socket> => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    await once(socket, 'connect');
    return socket;
  };

  const textOf = async (socket: Socket): Promise<string> => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    return Buffer.concat(chunks).toString();
  };

  it.concurrent.each([
    ['its head', HEAD],
    ['its body', `${HEAD}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`],
    [
      'the body of a publish',
      `${HEAD.replace('/v1/probe/raw', '/v1/events')}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    ],
  ])(
    'to send %s gets a 408 after 15 seconds',
    async (_what, begun) => {
      const socket = await open();
      const startedMs = performance.now();
      socket.write(begun);
      const drip = setInterval(() => socket.write(begun === HEAD ? 'X' : ' '), 2_000);
      const text = await textOf(socket);
      clearInterval(drip);
      expect(performance.now() - startedMs).toBeGreaterThan(14_000);
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
      expect(text).toContain('"code":"request_timeout"');
      expect(api.logged()).toContain('The request did not arrive within 15 seconds.');
    },
    CUT_WITHIN_MS,
  );

  it.concurrent(
    'to read its answer is cut, and one that is quick gets the whole',
    async () => {
      const slow = await open();
      slow.pause();
      const ask = `GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
      slow.write(ask);
      const quick = await open();
      quick.write(ask);
      expect((await textOf(quick)).length).toBeGreaterThan(LongAnswerController.LENGTH);
      await expect
        .poll(() => api.logged(), { timeout: CUT_WITHIN_MS, interval: 200 })
        .toContain('A client that did not read its answer was cut.');
      slow.on('error', () => undefined).destroy();
    },
    2 * CUT_WITHIN_MS,
  );
});
