import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  createReceivingTenant,
  eventually,
  onlyDelivery,
  publish,
  useLab,
} from '../support/app/index.js';
import type { AttemptRecord, Postrider, Tenant } from '../support/app/index.js';
import {
  drips,
  floods,
  startRawReceiver,
  writes,
  writesAndResets,
} from '../support/raw-receiver.js';
import type { Act, RawReceiver } from '../support/raw-receiver.js';
import type { Receiver } from '../support/receiver.js';

const DEADLINE_MS = 600;
const STORED_BYTES = 16_384;

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

/** 200 MB of zeros, in members of a MB each. */
function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(1_000_000));
  return Buffer.concat(Array<Buffer>(200).fill(member));
}

const BOMB = bomb();
const explode: Act = (socket) => {
  socket.write(`${OK}content-encoding: gzip\r\ncontent-length: ${BOMB.length}\r\n\r\n`);
  socket.write(BOMB);
};

const lab = useLab();

describe('a receiver', () => {
  let app: Postrider;
  let kind: { receiver: Receiver; tenant: Tenant };
  let hostile: RawReceiver | undefined;

  beforeAll(async () => {
    app = await lab.postrider({
      databaseUrl: await lab.database(),
      env: {
        DELIVERY_TIMEOUT_MS: `${DEADLINE_MS}`,
        RESPONSE_BODY_LIMIT: `${STORED_BYTES}`,
        // A slot that is not free again stops everything after it.
        WORKER_CONCURRENCY: '1',
        RETRY_SCHEDULE: '86400',
      },
    });
    const receiver = await lab.receiver();
    kind = { receiver, ...(await createReceivingTenant(app, { url: receiver.url })) };
  });
  afterEach(async () => {
    await hostile?.close();
    hostile = undefined;
  });

  /** The one attempt that an event got, and how the delivery stands after it. */
  async function deliverTo(
    act: Act,
    options: Parameters<typeof startRawReceiver>[1] = {},
  ): Promise<{ status: string; attempt: AttemptRecord }> {
    hostile = await startRawReceiver(act, options);
    const { tenant } = await createReceivingTenant(app, { url: hostile.url });
    const { id } = await publish(app, tenant);
    const { attempts, status } = await eventually(async () => {
      const delivery = await onlyDelivery(app, tenant.id, id);
      expect(delivery).toMatchObject({ in_flight: false, attempt_count: 1 });
      return delivery;
    });
    const [attempt] = attempts;
    if (!attempt) throw new Error('The attempt is not on record.');
    expect([attempts.length, hostile.connections]).toEqual([1, 1]);
    expect(attempt.duration_ms).toBeLessThan(2 * DEADLINE_MS);
    await expectFreeSlot();
    return { status, attempt };
  }

  /** Expects that the only slot is free: an event of another tenant is delivered. */
  async function expectFreeSlot(): Promise<void> {
    const { receiver, tenant } = kind;
    const earlier = receiver.requests.length;
    const { id } = await publish(app, tenant);
    const [request] = (await receiver.waitFor(earlier + 1)).slice(earlier);
    expect(request?.headers['webhook-id']).toBe(id);
  }

  it.each<[string, Act]>([
    ['sends 200 MB as 200 KB of gzip', explode],
    ['sends a body without an end', floods(`${OK}\r\n`, 'x')],
    ['drips a body', drips(`${OK}content-length: 100\r\n\r\n`, '.', 100)],
    ['stalls in the body', writes(`${OK}content-length: 100\r\n\r\nhalf`)],
    ['closes in the body', writes(`${OK}content-length: 100\r\n\r\nhalf`, 'end')],
    ['resets after the headers', writesAndResets(`${OK}content-length: 100\r\n\r\n`)],
    ['resets in the body', writesAndResets(`${OK}content-length: 100\r\n\r\nhalf`)],
    [
      'announces a body beyond all numbers',
      writes(`${OK}content-length: 9007199254740993\r\n\r\n`),
    ],
    ['sends garbage for chunks', writes(`${CHUNKED}zzz\r\nnot a chunk\r\n`)],
    ['sends a chunk beyond all numbers', writes(`${CHUNKED}fffffffffffffffff\r\nx`)],
    ['sends chunks of a byte', floods(CHUNKED, '1\r\nx\r\n')],
    ['extends a chunk without an end', floods(`${CHUNKED}1;`, 'x')],
    ['sends the size of a chunk without an end', floods(CHUNKED, '0')],
    ['sends trailers without an end', floods(`${CHUNKED}0\r\n`, 'a: b\r\n')],
    ['folds a header', writes(`${OK}a: b\r\n  c\r\ncontent-length: 0\r\n\r\n`)],
    ['ends its lines by LF', writes('HTTP/1.1 200 OK\ncontent-length: 0\n\n')],
    ['says its length twice', writes(`${OK}content-length: 0\r\ncontent-length: 0\r\n\r\n`)],
    ['sends a body with a 204', writes('HTTP/1.1 204 Nothing\r\ncontent-length: 4\r\n\r\nbody')],
    ['answers again and again', floods('', `${OK}content-length: 0\r\n\r\n`)],
    ['answers, and then speaks of something else', writes(`${OK}content-length: 0\r\n\r\n\0\0\0`)],
    ['continues often before it answers', writes(`${CONTINUE.repeat(100)}${OK}\r\n`, 'end')],
    ['says that it is not encoded as it is', writes(`${OK}content-encoding: br\r\n\r\nx`, 'end')],
    ['answers as HTTP/1.0 without a length', writes('HTTP/1.0 200 OK\r\n\r\nhi', 'end')],
    [
      'offers another protocol with its answer',
      writes(`${OK}connection: upgrade\r\nupgrade: h2c\r\ncontent-length: 0\r\n\r\n`),
    ],
  ])('that %s has succeeded by its 2xx', async (_what, act) => {
    const { status, attempt } = await deliverTo(act);
    expect(status).toBe('succeeded');
    expect(attempt).toMatchObject({ error: null });
    expect(attempt.response?.status).toBeGreaterThanOrEqual(200);
    expect(attempt.response?.status).toBeLessThan(300);
  });

  it('that answers before it reads has succeeded by its 2xx', async () => {
    const { status } = await deliverTo(writes(`${OK}content-length: 0\r\n\r\n`), {
      when: 'connected',
    });
    expect(status).toBe('succeeded');
  });

  it.each<[string, Act, number, string]>([
    ['999', writes('HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n'), 999, 'http_status'],
    ['600', writes('HTTP/1.1 600 Odd\r\ncontent-length: 0\r\n\r\n'), 600, 'http_status'],
    [
      '304 and a body',
      writes('HTTP/1.1 304 Odd\r\ncontent-length: 4\r\n\r\nbody'),
      304,
      'redirect',
    ],
    ['500 and a body without an end', floods('HTTP/1.1 500 Oh\r\n\r\n', 'x'), 500, 'http_status'],
    [
      '500 and drips',
      drips('HTTP/1.1 500 Oh\r\ncontent-length: 100\r\n\r\n', '.', 100),
      500,
      'http_status',
    ],
  ])(
    'that answers %s is tried again, with its answer on record',
    async (_what, act, code, errorClass) => {
      const { status, attempt } = await deliverTo(act);
      expect(status).toBe('pending');
      expect(attempt).toMatchObject({ response: { status: code }, error: { class: errorClass } });
    },
  );

  it.each<[string, Act, string]>([
    ['says nothing', () => {}, 'timeout'],
    ['stops in the status line', writes('HTTP/1.1 20'), 'timeout'],
    ['stops in the headers', writes(`${OK}a: b\r\n`), 'timeout'],
    ['drips headers', drips(OK, 'a: b\r\n', 100), 'timeout'],
    ['drips a status line', drips('HTTP/1.1 200 ', 'x', 100), 'timeout'],
    ['promises to continue now and then', drips('', CONTINUE, 100), 'timeout'],
    ['closes without a word', (socket) => socket.end(), 'reset'],
    ['resets without a word', (socket) => socket.resetAndDestroy(), 'reset'],
    ['closes in the status line', writes('HTTP/1.1 20', 'end'), 'reset'],
    ['closes in the headers', writes(`${OK}a: b\r\n`, 'end'), 'reset'],
    ['resets in the headers', writesAndResets(`${OK}a: b\r\n`), 'reset'],
    ['promises to continue and closes', writes(CONTINUE, 'end'), 'reset'],
    ['promises to continue without an end', floods('', CONTINUE), 'protocol'],
    [
      'hints without an end',
      floods('', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
      'protocol',
    ],
    ['sends headers without an end', floods(OK, 'a: b\r\n'), 'protocol'],
    ['sends one header without an end', floods(`${OK}a: `, 'b'), 'protocol'],
    ['sends nameless headers without an end', floods(OK, 'a:\r\n'), 'protocol'],
    ['gives reasons without an end', floods('HTTP/1.1 200 ', 'x'), 'protocol'],
    ['sends empty lines without an end', floods('', '\r\n'), 'protocol'],
    [
      'switches protocols',
      writes(
        'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n\x81\x05hello',
      ),
      'protocol',
    ],
    ['switches to no protocol', writes('HTTP/1.1 101 Switching\r\n\r\n'), 'protocol'],
    ['answers 000', writes('HTTP/1.1 000 Odd\r\ncontent-length: 0\r\n\r\n'), 'protocol'],
    ['answers 20', writes('HTTP/1.1 20 Odd\r\ncontent-length: 0\r\n\r\n'), 'protocol'],
    ['answers -200', writes('HTTP/1.1 -200 Odd\r\ncontent-length: 0\r\n\r\n'), 'protocol'],
    ['has a header without a colon', writes(`${OK}colon\r\n\r\n`), 'protocol'],
    ['has a header without a name', writes(`${OK}: value\r\n\r\n`), 'protocol'],
    ['has a NUL in a header', writes(`${OK}a: b\0c\r\n\r\n`), 'protocol'],
    [
      'has two lengths',
      writes(`${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nab`),
      'protocol',
    ],
    ['has a length below nothing', writes(`${OK}content-length: -1\r\n\r\n`), 'protocol'],
    [
      'has a length and chunks',
      writes(`${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`),
      'protocol',
    ],
    ['speaks HTTP/0.9', writes('<html>thanks</html>', 'end'), 'protocol'],
    ['speaks HTTP/2', writes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), 'protocol'],
    ['answers by frames of HTTP/2', writes(Buffer.from('000000040000000000', 'hex')), 'protocol'],
    ['asks back', writes('GET / HTTP/1.1\r\nhost: you\r\n\r\n'), 'protocol'],
    ['speaks of mail', writes('220 mail.example.com ESMTP\r\n'), 'protocol'],
  ])('that %s is tried again, with the error on record', async (_what, act, errorClass) => {
    const { status, attempt } = await deliverTo(act);
    expect(status).toBe('pending');
    expect(attempt).toMatchObject({ response: null, error: { class: errorClass } });
  });

  it.each<[string, Act, string]>([
    ['alerts', writes(Buffer.from([21, 3, 3, 0, 2, 2, 40])), 'tls'],
    ['says nothing', () => {}, 'timeout'],
    ['closes', (socket) => socket.end(), 'reset'],
    ['speaks no TLS', writes(`${OK}content-length: 0\r\n\r\n`), 'tls'],
  ])('that %s where TLS begins is tried again', async (_what, act, errorClass) => {
    const { status, attempt } = await deliverTo(act, { scheme: 'https' });
    expect(status).toBe('pending');
    expect(attempt).toMatchObject({ response: null, error: { class: errorClass } });
  });

  it('may put any bytes into headers and body, and they are on record', async () => {
    const head = bytes(
      OK,
      'x-odd: ',
      [0xff, 0xfe, 0xc3, 0x28],
      '\r\n__proto__: a\r\nconstructor: b\r\n',
    );
    const text = await deliverTo(writes(bytes([...head], 'content-length: 3\r\n\r\na\0b')));
    expect(text.attempt.response).toMatchObject({ status: 200, body: 'a\0b', truncated: false });
    expect(text.attempt.response?.headers).toMatchObject({
      'x-odd': '\u00ff\u00fe\u00c3(',
      constructor: 'b',
    });
  });

  it('whose body is no text has it on record as base64', async () => {
    const body = [0xff, 0xfe, 0x00, 0xc3, 0x28];
    const { attempt } = await deliverTo(writes(bytes(`${OK}content-length: 5\r\n\r\n`, body)));
    expect(attempt.response).toMatchObject({
      body: Buffer.from(body).toString('base64'),
      body_encoding: 'base64',
    });
  });

  it('that sends bombs costs no memory', async () => {
    await deliverTo(explode);
    const before = await residentBytes(app.pid);
    for (let count = 0; count < 5; count += 1) {
      await hostile?.close();
      await deliverTo(explode);
    }
    expect((await residentBytes(app.pid)) - before).toBeLessThan(100_000_000);
  });
});

/** What a process has in memory. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}
