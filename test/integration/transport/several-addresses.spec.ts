import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSender, parseCidrs } from '../../../src/transport/index.js';
import type { Sender, SendResult } from '../../../src/transport/index.js';
import { startBlackHole } from '../../support/black-hole.js';
import { startDnsServer } from '../../support/dns-server.js';
import type { DnsServer } from '../../support/dns-server.js';
import { reply, startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';

const ALIVE = '127.0.0.1';
const DEAD = '127.0.0.9';
const BLOCKED = 'fd00::1';
const DEADLINE_MS = 20_000;

let dns: DnsServer;
let receiver: Receiver;
let receiver6: Receiver;
let sender: Sender;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dns = await startDnsServer();
  receiver = await startReceiver({ host: ALIVE });
  receiver6 = await startReceiver({ host: '::1', port: receiver.port });
  for (const one of [receiver, receiver6]) one.answer(reply(200, { connection: 'close' }));
  sender = createSender({
    allowedCidrs: parseCidrs('127.0.0.0/8,::1'),
    names: { dnsServers: [dns.address] },
  });
  const hole = await startBlackHole(DEAD, receiver.port);
  ends.push(
    () => dns.close(),
    () => receiver.close(),
    () => receiver6.close(),
    () => sender.close(),
    () => hole.close(),
  );
});
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

function send(host: string, timeoutMs = DEADLINE_MS): Promise<SendResult> {
  return sender.send({
    tenantId: 'tenant',
    url: `http://${host}:${receiver.port}/hook`,
    headers: {},
    body: Buffer.from('{}'),
    timeoutMs,
    responseBodyLimitBytes: 100,
  });
}

describe('of several addresses', () => {
  it.each([
    ['the first', [DEAD, ALIVE], ALIVE],
    ['all of the first family', [DEAD, '::1'], '::1'],
  ])('%s dead costs a moment, and nothing the next time', async (_what, addresses, winner) => {
    dns.set('two.example.com', addresses);
    const first = await send('two.example.com');
    expect(first).toMatchObject({ error: null, ip: winner });
    expect(first.timings.connect_ms).toBeGreaterThanOrEqual(240);
    // A share of the deadline would be half of it.
    expect(first.timings.connect_ms).toBeLessThan(DEADLINE_MS / 4);
    const second = await send('two.example.com');
    expect(second).toMatchObject({ error: null, ip: winner });
    expect(second.timings.connect_ms).toBeLessThan(first.timings.connect_ms ?? 0);
  });

  it('all dead run into the deadline, with the last one on record', async () => {
    dns.set('dead.example.com', [DEAD]);
    expect(await send('dead.example.com', 500)).toMatchObject({
      ip: DEAD,
      error: { class: 'timeout' },
    });
  });

  it('one that refuses is passed at once', async () => {
    dns.set('refusing.example.com', ['127.0.0.8', ALIVE]);
    const result = await send('refusing.example.com');
    expect(result).toMatchObject({ error: null, ip: ALIVE });
  });

  it('all that refuse are a connect error, however long the other family keeps silent', async () => {
    dns.set('refusing.example.com', ['127.0.0.8']);
    dns.behave('refusing.example.com', { silentFor: ['AAAA'] });
    expect((await send('refusing.example.com')).error?.class).toBe('connect');
  });
});

describe('a family that is late', () => {
  const late = { delayMs: { AAAA: 400 } };

  it('joins the race', async () => {
    dns.set('late.example.com', [DEAD, '::1']);
    dns.behave('late.example.com', late);
    expect(await send('late.example.com')).toMatchObject({ error: null, ip: '::1' });
  });

  it('with a blocked address refuses what is not connected yet', async () => {
    dns.set('late.example.com', [DEAD, BLOCKED]);
    dns.behave('late.example.com', late);
    const result = await send('late.example.com');
    expect(result.error).toMatchObject({ class: 'blocked_address' });
    expect(result.error?.message).toContain(BLOCKED);
  });

  it('with a blocked address undoes no connection to a checked one', async () => {
    dns.set('late.example.com', [ALIVE, BLOCKED]);
    dns.behave('late.example.com', late);
    expect(await send('late.example.com')).toMatchObject({ error: null, ip: ALIVE });
  });
});
