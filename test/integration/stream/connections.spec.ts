import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Admission,
  AuditedReads,
  Authenticator,
  KeyUsage,
  KeyWatch,
  Refusals,
  Sessions,
  TenantDirectory,
} from '../../../src/auth/index.js';
import { CATALOGUE } from '../../../src/catalogue/index.js';
import type { LiveCatalogue } from '../../../src/catalogue/index.js';
import { createLogger } from '../../../src/common/index.js';
import { EventLogModule } from '../../../src/event-log/index.js';
import { EventsModule } from '../../../src/events/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { RateLimitsModule } from '../../../src/rate-limits/index.js';
import { Metrics } from '../../../src/metrics/index.js';
import { Consumers } from '../../../src/stream/live/consumers.js';
import { StreamAuthorizer } from '../../../src/stream/live/stream-authorizer.js';
import { StreamGateway } from '../../../src/stream/live/stream-gateway.js';
import { STREAM_OPTIONS } from '../../../src/stream/live/stream-options.js';
import type { StreamOptions } from '../../../src/stream/live/stream-options.js';
import { ChangeNotifier } from '../../../src/stream/notifications/change-notifier.js';
import { EventReader } from '../../../src/stream/reading/event-reader.js';
import { EventRenderer } from '../../../src/stream/reading/event-renderer.js';
import { CursorResolver } from '../../../src/stream/reading/cursor-resolver.js';
import { eventually } from '../../support/app/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { openStream, Refused } from '../../support/stream-client.js';

const KEY = 'the-bootstrap-key-of-these-streams';

/** The stream without the API around it. */
@Module({
  imports: [EventLogModule, EventsModule, RateLimitsModule],
  providers: [
    Admission,
    KeyUsage,
    KeyWatch,
    AuditedReads,
    Refusals,
    Sessions,
    Authenticator,
    TenantDirectory,
    Consumers,
    ChangeNotifier,
    EventReader,
    EventRenderer,
    CursorResolver,
    StreamAuthorizer,
  ],
})
class StreamsModule {}

let engine: Engine;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  engine = await startEngine([PublishingModule, StreamsModule], {
    adminApiKey: KEY,
    rateLimitPerMinute: 1_000_000,
  });
  ends.push(() => engine.close());
});

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

/** Starts a gateway with other limits and returns its URL. */
async function startGateway(changes: Partial<StreamOptions>): Promise<string> {
  const services = {
    reader: engine.get(EventReader),
    notifier: engine.get(ChangeNotifier),
    cursors: engine.get(CursorResolver),
    consumers: engine.get(Consumers),
    catalogue: engine.get<LiveCatalogue>(CATALOGUE as never),
    logger: createLogger({ logLevel: 'silent' }),
    metrics: engine.get(Metrics),
  };
  const options = { ...STREAM_OPTIONS, ...changes };
  const gateway = new StreamGateway(
    engine.get(StreamAuthorizer),
    engine.get(KeyWatch),
    services,
    options,
  );
  const server = createServer();
  gateway.attach(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ends.push(async () => {
    await gateway.close();
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const publish = (tenantId: string, more: object = {}) =>
  engine.get(Publisher).publish({
    tenantRef: tenantRef(tenantId),
    type: 'session.created',
    data: { session_id: 's1', external_ref: null, is_sandbox: false, ...more },
  });

describe('a client that reads nothing', () => {
  it('is closed as too slow with little in memory, and finds everything by its cursor', async () => {
    const { id } = await engine.createTenant();
    const padding = 'x'.repeat(200_000);
    await Promise.all(Array.from({ length: 60 }, () => publish(id, { padding })));
    const url = await startGateway({ stallMs: 1_000 });
    const query = { cursor: 'earliest', format: 'envelope' };
    const slow = await openStream(url, tenantRef(id), KEY, query);
    slow.socket.pause();
    const metrics = engine.get(Metrics);
    await eventually(async () => {
      const { values } = await metrics.streamsClosed.get();
      expect(values).toContainEqual(expect.objectContaining({ labels: { code: '1013' } }));
    });
    slow.socket.resume();
    expect(await slow.closed).toMatchObject({ code: 1013 });
    const got = slow.events();
    expect(got.length).toBeLessThan(60);
    const cursor = got.at(-1)?.after.cursor ?? 'earliest';
    const again = await openStream(url, tenantRef(id), KEY, { ...query, cursor });
    await eventually(() => expect(again.events()).toHaveLength(60 - got.length));
    again.socket.close();
  });

  it('is disconnected when it answers no ping', async () => {
    const { id } = await engine.createTenant();
    const url = await startGateway({ heartbeatMs: 200 });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(
      `GET /v1/tenants/${tenantRef(id)}/stream HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nAuthorization: Bearer ${KEY}\r\n\r\n`,
    );
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    const lively = await openStream(url, tenantRef(id), KEY);
    await eventually(() => expect(lively.controls('ping').length).toBeGreaterThan(3));
    lively.socket.close();
  });
});

describe('a client that sends invalid frames', () => {
  it('gets an error for each and keeps its stream', async () => {
    const { id } = await engine.createTenant();
    const stream = await openStream(await startGateway({}), tenantRef(id), KEY);
    stream.socket.send('{');
    stream.socket.send(Buffer.from([1, 2, 3]));
    stream.say({ method: 'ack', cursor: 'x' });
    stream.say({ method: 'resume', cursor: 'x' });
    stream.say({ method: 'ping' });
    await stream.control('pong');
    expect(stream.controls('error').map(({ code }) => code as string)).toEqual([
      'malformed_frame',
      'malformed_frame',
      'no_consumer',
      'validation_failed',
    ]);
    await publish(id);
    await eventually(() => expect(stream.events()).toHaveLength(1));
    stream.socket.close();
  });
});

describe('streams beyond the limits', () => {
  it('are refused, until another ends', async () => {
    const [one, other] = [await engine.createTenant(), await engine.createTenant()];
    const url = await startGateway({ maxStreams: 3, maxStreamsPerTenant: 2 });
    const open = await Promise.all([1, 2].map(() => openStream(url, tenantRef(one.id), KEY)));
    const refused = async (tenantId: string, status: number): Promise<void> => {
      const opening = openStream(url, tenantRef(tenantId), KEY);
      await expect(opening).rejects.toThrow(Refused);
      await expect(opening).rejects.toMatchObject({ status, headers: { 'retry-after': '5' } });
    };
    await refused(one.id, 429);
    open.push(await openStream(url, tenantRef(other.id), KEY));
    await refused(other.id, 503);
    for (const stream of open) stream.socket.close();
    await Promise.all(open.map(({ closed }) => closed));
    const again = await eventually(() => openStream(url, tenantRef(one.id), KEY));
    again.socket.close();
  });
});

describe('an expired cursor', () => {
  it('is reported as a gap, with the cursor from which the stream continues', async () => {
    const { id } = await engine.createTenant();
    const url = await startGateway({});
    for (let count = 0; count < 3; count += 1) await publish(id);
    const all = await openStream(url, tenantRef(id), KEY, { cursor: 'earliest' });
    await eventually(() => expect(all.events()).toHaveLength(3));
    const [first, second] = all.events();
    await engine.sql('DELETE FROM event_log WHERE tenant_id = $1 AND position <= 2', [id]);
    await engine.sql('UPDATE event_log_heads SET purged_position = 2 WHERE tenant_id = $1', [id]);
    const cursor = String(first?.after.cursor);
    const late = await openStream(url, tenantRef(id), KEY, { cursor });
    expect(await late.control('gap')).toMatchObject({
      reason: 'expired',
      cursor: second?.after.cursor,
    });
    await eventually(() => expect(late.events()).toHaveLength(1));
    for (const { socket } of [all, late]) socket.close();
  });
});
