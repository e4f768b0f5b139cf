import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { EventContents, EventsModule } from '../../../src/events/index.js';
import { PostriderError, Publisher } from '../../../src/index.js';
import type { PublishAnswer, PublishRequest } from '../../../src/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { createHostRole, startHost } from '../../support/host/index.js';
import type { Host, HostRole } from '../../support/host/index.js';
import { adminQuery } from '../../support/services/index.js';

const DATA = { session_id: 'session_1', external_ref: null, is_sandbox: false };
const CHECK = { check_id: 'c', check_type: 'sanction', status: 'hit', has_match: true, ...DATA };

let engine: Engine;
let role: HostRole;
let host: Host;
let tenantId: string;

beforeAll(async () => {
  engine = await startEngine([EventsModule]);
  role = await createHostRole(engine.databaseUrl);
  const settings = {
    DateStyle: 'SQL, DMY',
    TimeZone: 'Pacific/Chatham',
    bytea_output: 'escape',
    client_encoding: 'LATIN1',
    default_transaction_isolation: 'serializable',
    search_path: '',
    standard_conforming_strings: 'off',
  };
  for (const [name, value] of Object.entries(settings)) {
    await adminQuery(engine.databaseUrl, `ALTER ROLE ${role.name} SET ${name} = '${value}'`);
  }
  host = await startHost(role.url, []);
});
beforeEach(async () => {
  tenantId = (await engine.createTenant()).id;
});
afterAll(async () => {
  await host.close();
  await role.drop();
  await engine.close();
});

function publish(
  request: Partial<PublishRequest>,
  manager?: EntityManager,
): Promise<PublishAnswer> {
  const usual = { tenantRef: tenantRef(tenantId), type: 'session.created', data: DATA };
  return host.get(Publisher).publish({ ...usual, ...request }, manager);
}

const typesStored = async (): Promise<string[]> => {
  const text = 'SELECT type FROM events WHERE tenant_id = $1 ORDER BY id';
  return (await engine.sql<{ type: string }>(text, [tenantId])).map(({ type }) => type);
};

describe('Publisher, for a role with settings that are not the usual ones', () => {
  it.each(['SERIALIZABLE', 'REPEATABLE READ', 'READ COMMITTED'] as const)(
    'publishes in a transaction that is %s, and past it',
    async (isolation) => {
      await host.source.transaction(isolation, (manager) => publish({}, manager));
      await publish({});
      expect(await typesStored()).toEqual(['session.created', 'session.created']);
    },
  );

  it('names the subject that it is given, and derives nothing where it shall not', async () => {
    const check = { type: 'check.completed', data: CHECK };
    const { id } = await publish({ ...check, subject: 'müller ☂', derive: false });
    expect(await typesStored()).toEqual(['check.completed']);
    const eventId = parseId('event', id) ?? '';
    const [row] = await engine.sql<{ sealed_labels: Buffer }>(
      'SELECT sealed_labels FROM events WHERE id = $1',
      [eventId],
    );
    const sealed_labels = row?.sealed_labels ?? null;
    const [labels] = await engine.get(EventContents).labels([{ id: eventId, sealed_labels }]);
    expect(labels).toMatchObject({ subject: 'müller ☂' });
  });

  it('refuses without spoiling the transaction, and leaves nothing of it in the record of refusals', async () => {
    const first = { idempotencyKey: 'order-1' };
    const refusals: [Partial<PublishRequest>, number, string][] = [
      [{ data: {} }, 422, 'validation_failed'],
      [{ type: 'session.craeted' }, 422, 'unknown_event_type'],
      [{ type: 'endpoint.disabled' }, 422, 'event_type_reserved'],
      [{ data: { ...DATA, note: { $asset: 'a/b' } } }, 422, 'asset_store_not_configured'],
      [{ data: { ...DATA, external_ref: 'x'.repeat(300_000) } }, 413, 'payload_too_large'],
      [{ tenantRef: 'nobody' }, 404, 'not_found'],
      [{ tenantRef: 'no\0body' }, 404, 'not_found'],
      [{ ...first, data: { ...DATA, is_sandbox: true } }, 409, 'idempotency_conflict'],
    ];
    await host.source.transaction(async (manager) => {
      await publish(first, manager);
      for (const [request, status, code] of refusals) {
        const refused: unknown = await publish(request, manager).catch((error: unknown) => error);
        expect(refused).toBeInstanceOf(PostriderError);
        expect(refused).toMatchObject({ status, code });
      }
      await publish({ type: 'session.started' }, manager);
    });
    expect(await typesStored()).toEqual(['session.created', 'session.started']);
    expect(await engine.sql('SELECT FROM rejected_publishes')).toEqual([]);
  });
});

it('says which tenant is missing, and what makes it', async () => {
  const message =
    /No tenant has the id or the external_id "nobody": create it with POST \/v1\/tenants/;
  await expect(publish({ tenantRef: 'nobody' })).rejects.toThrow(message);
  const within = host.source.transaction((manager) => publish({ tenantRef: 'nobody' }, manager));
  await expect(within).rejects.toThrow(message);
});

describe('the options that say what Postrider offers', () => {
  it('take what breaks its schema and note it, refuse packs that are not offered, and files unless they may be', async () => {
    const options = { catalogue: ['verifa'], catalogueValidation: 'report' } as const;
    const reporting = await startHost(role.url, [], options);
    const publisher = reporting.get(Publisher);
    const request = { tenantRef: tenantRef(tenantId), type: 'session.created', data: {} };
    await publisher.publish(request);
    const [event] = await engine.sql<{ violations: object[] }>(
      'SELECT violations FROM events WHERE tenant_id = $1',
      [tenantId],
    );
    expect(event?.violations).toContainEqual(
      expect.objectContaining({ pointer: '/data/session_id' }),
    );
    const notOffered = { ...request, type: 'kyc.watchlist.match_detected' };
    await expect(publisher.publish(notOffered)).rejects.toMatchObject({
      code: 'unknown_event_type',
    });
    const file = { ...request, data: { ...DATA, photo: { $asset: 'a/b' } } };
    await expect(publisher.publish(file)).rejects.toMatchObject({
      code: 'asset_store_not_configured',
    });
    await reporting.close();
  });
});
