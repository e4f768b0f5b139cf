import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import { BOUND_MS, medianTurnOf } from './loop-turns.js';
import type { Sent } from './worst-requests.js';

const MEBIBYTE = 1024 * 1024;

interface Reply {
  status: number;
  bytes: number;
}

/** Sends a request from a thread of its own, when the gate opens: only the server is measured here. */
const SENDER = `
const { parentPort, workerData } = require('node:worker_threads');
const { url, method, headers, body, gate } = workerData;
parentPort.postMessage('ready');
Atomics.wait(gate, 0, 0);
fetch(url, { method, headers, ...(body && { body }) })
  .then(async (response) => ({
    status: response.status,
    bytes: (await response.arrayBuffer()).byteLength,
  }))
  .catch(() => ({ status: 0, bytes: 0 }))
  .then((answer) => parentPort.postMessage(answer));
`;

/** Where requests go, and the key that they bear where they name no other. */
export interface Target {
  url: string;
  key: string;
}

/** Returns the request in the hands of a thread that is up; to be called to send it. */
export async function ready(target: Target, request: Sent): Promise<() => Promise<Reply>> {
  const { method = 'POST', path, key = target.key, body, headers } = request;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workerData = {
    url: target.url + path,
    method,
    body,
    gate,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
  };
  const sender = new Worker(SENDER, { eval: true, workerData });
  await once(sender, 'message');
  return async () => {
    const answered = once(sender, 'message');
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    const [reply] = (await answered) as [Reply];
    return reply;
  };
}

/** Returns the median of five tries with the request, each sent from a thread that is up already. */
export function turnOf(target: Target, request: Sent): Promise<number> {
  return medianTurnOf(5, async () => {
    if (request.before) await expectAnswer(request.before, await ready(target, request.before));
    const send = await ready(target, request);
    return () => expectAnswer(request, send);
  });
}

/** Sends each request once, then returns those that hold the event loop for too long, with their time in words. */
export async function tooLong(target: Target, requests: readonly Sent[]): Promise<string[]> {
  for (const request of requests) await (await ready(target, request))();
  const found: string[] = [];
  for (const request of requests) {
    const firstMs = await turnOf(target, request);
    const turnMs = firstMs <= BOUND_MS ? firstMs : await turnOf(target, request);
    if (turnMs > BOUND_MS) found.push(`${request.what}: ${Math.round(turnMs)} ms`);
  }
  return found;
}

async function expectAnswer({ what, statuses }: Sent, send: () => Promise<Reply>): Promise<void> {
  const { status, bytes } = await send();
  expect(statuses, `${what}: ${status}`).toContain(status);
  expect(bytes, what).toBeLessThan(6 * MEBIBYTE);
}
