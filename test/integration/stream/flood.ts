import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

interface FrameOptions {
  isFinal?: boolean;
  isMasked?: boolean;
  /** The length that a frame declares if it differs from its payload. */
  claimedBytes?: number;
}

/** Encodes a client frame (RFC 6455, section 5.2) with a mask of zeros. */
export function frame(
  opcode: number,
  payload: string | Buffer = '',
  { isFinal = true, isMasked = true, claimedBytes }: FrameOptions = {},
): Buffer {
  const bytes = Buffer.from(payload);
  const length = claimedBytes ?? bytes.length;
  const extended = Buffer.alloc(length < 126 ? 0 : length < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  if (extended.length === 8) extended.writeBigUInt64BE(BigInt(length));
  const short = extended.length === 0 ? length : extended.length === 2 ? 126 : 127;
  const head = Buffer.from([(isFinal ? 0x80 : 0) | opcode, (isMasked ? 0x80 : 0) | short]);
  return Buffer.concat([head, extended, Buffer.alloc(isMasked ? 4 : 0), bytes]);
}

export interface Flood {
  what: string;
  /** Sent once, before `again` is sent repeatedly. */
  first?: Buffer;
  again?: Buffer;
  /** Whether the client reads nothing. */
  readsNothing?: boolean;
  /** The close codes and reasons that are expected. */
  code?: number;
  reason?: RegExp;
}

/** How a flooding connection ended; the code is null if no close frame was read. */
export interface FloodEnd {
  code: number | null;
  reason: string;
}

/** Connects from a worker thread, so that this thread runs only the server. */
const FLOODER = `
const { connect } = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const { port, head, first, again, readsNothing, gate } = workerData;
const socket = connect(port, '127.0.0.1');
let received = Buffer.alloc(0);
let isUp = false;
const block = again && Buffer.concat(Array(Math.max(1, Math.floor(65536 / again.length))).fill(again));
socket.on('error', () => undefined);
socket.once('connect', () => socket.write(head));
socket.on('data', (data) => {
  received = Buffer.concat([received, data]);
  const end = received.indexOf('\\r\\n\\r\\n');
  if (isUp || end === -1) return;
  isUp = true;
  received = received.subarray(end + 4);
  parentPort.postMessage('ready');
  Atomics.wait(gate, 0, 0);
  if (readsNothing) socket.pause();
  if (first) socket.write(first);
  const more = () => {
    while (block && !socket.destroyed && socket.writable) if (!socket.write(block)) return;
  };
  socket.on('drain', more);
  more();
});
const lastWords = () => {
  for (let at = 0; at + 2 <= received.length; ) {
    const short = received[at + 1] & 127;
    const length = short === 126 ? received.readUInt16BE(at + 2) : short;
    const from = at + (short === 126 ? 4 : 2);
    const body = received.subarray(from, from + length);
    if ((received[at] & 15) === 8 && body.length === length)
      return { code: body.readUInt16BE(0), reason: body.subarray(2).toString() };
    at = from + length;
  }
};
socket.on('data', () => { if (isUp && lastWords()) socket.destroy(); });
socket.once('close', () => parentPort.postMessage(lastWords() ?? { code: null, reason: '' }));
`;

/** Connects a stream and returns a function that floods until the server ends it. */
export async function readyToFlood(
  url: string,
  path: string,
  key: string,
  { first, again, readsNothing = false }: Flood,
): Promise<() => Promise<FloodEnd>> {
  const { port } = new URL(url);
  const head =
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n' +
    `Authorization: Bearer ${key}\r\n\r\n`;
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { port: Number(port), head, first, again, readsNothing, gate };
  const flooder = new Worker(FLOODER, { eval: true, workerData });
  await once(flooder, 'message');
  return async () => {
    const ended = once(flooder, 'message');
    Atomics.store(gate, 0, 1);
    Atomics.notify(gate, 0);
    const [end] = (await ended) as [FloodEnd];
    await flooder.terminate();
    return end;
  };
}
