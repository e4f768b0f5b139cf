import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/catalogue/index.js';
import type { LiveCatalogue } from '../../../src/catalogue/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { startEngine } from '../../support/engine.js';
import { startInspectionApi } from '../records/inspection-api.js';
import type { Answer, Call, InspectionApi } from '../records/inspection-api.js';

const LOAN = {
  type: 'loan.decided',
  description: 'A loan was decided.',
  schema: {
    type: 'object',
    required: ['loan_id', 'amount'],
    properties: {
      loan_id: { type: 'string', minLength: 1, 'x-subject': true },
      customer_id: { type: 'string', 'x-id': true },
      full_name: { type: 'string', 'x-personal': true },
      amount: { type: 'integer', minimum: 0 },
    },
  },
  example: { loan_id: 'loan_1', amount: 5 },
};

let api: InspectionApi;
let tenant: string;

beforeAll(async () => {
  api = await startInspectionApi();
  tenant = await api.createTenant();
});

afterAll(() => api.close());

const register = (changes: object = {}, as: Call = api.admin): Promise<Answer> =>
  as('POST', '/v1/event-types', { ...LOAN, ...changes });

const publish = (type: string, data: object): Promise<Answer> =>
  api.admin('POST', '/v1/events', { tenant_id: tenant, type, data });

describe('a registered event type', () => {
  it('is listed and shown like every other', async () => {
    const { status, body } = await register();
    expect(status).toBe(201);
    expect(body).toEqual({
      ...LOAN,
      pack: 'custom',
      confidential: false,
      formats: ['envelope', 'flat', 'key-data', 'topic', 'event-type', 'cloudevents'],
      personal_fields: ['/full_name'],
      id_fields: ['/loan_id', '/customer_id'],
    });
    expect((await api.admin('GET', '/v1/event-types/loan.decided')).body).toEqual(body);
    const list = await api.admin('GET', '/v1/event-types');
    expect((list.body['data'] as object[]).at(-1)).toEqual(body);
  });

  it('is checked at publish, found by its ids and subscribed to by name', async () => {
    await register();
    const endpoint = await api.createEndpoint(tenant, { event_types: ['loan.decided'] });
    expect((await publish('loan.decided', { loan_id: 'l2', amount: '5' })).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/data/amount', code: 'wrong_type' }],
    });
    const data = { loan_id: 'l2', amount: 5, customer_id: 'cus_2', more: true };
    const { body: published } = await publish('loan.decided', data);
    expect(published).toMatchObject({ type: 'loan.decided', deliveries: 1 });
    const query = 'subject=l2&ref=cus_2&type=loan.*';
    const { body } = await api.admin('GET', `/v1/tenants/${tenant}/events?${query}`);
    expect(body['data']).toMatchObject([
      { id: published['id'], subject: 'l2', deliveries: [{ endpoint_id: endpoint }] },
    ]);
    const path = `/v1/tenants/${tenant}/events/${String(published['id'])}`;
    expect((await api.admin('GET', `${path}?format=event-type`)).body).toEqual({
      event: 'loan',
      event_type: 'decided',
      data,
    });
  });

  it('is changed by registering it again', async () => {
    await register();
    const schema = { type: 'object', required: ['loan_id'] };
    expect((await register({ schema })).body).toMatchObject({ schema });
    expect((await publish('loan.decided', { loan_id: 'l3' })).status).toBe(202);
    await register();
    expect((await publish('loan.decided', { loan_id: 'l3' })).status).toBe(422);
    const { rows } = await api.sql.query<{ version: number }>(
      `SELECT version FROM event_types WHERE type = 'loan.decided'`,
    );
    const before = rows[0]?.version;
    await register();
    const { rows: after } = await api.sql.query(
      `SELECT version FROM event_types WHERE type = 'loan.decided'`,
    );
    expect(after).toEqual([{ version: before }]);
  });

  it('keeps its schema as it was written', async () => {
    const schema = JSON.parse(
      '{"type": "object", "properties": {"z": {"const": "\\u0000"}, "a": {}, "constructor": {}}}',
    ) as object;
    await register({ type: 'kept.asis', schema, example: {} });
    const { text } = await api.admin('GET', '/v1/event-types/kept.asis');
    expect(text).toContain(JSON.stringify(schema));
  });

  it.each([
    ['the name of a pack', 'session.created'],
    ['a name of the system', 'endpoint.disabled'],
  ])('cannot take %s', async (_, type) => {
    expect((await register({ type })).body).toMatchObject({
      status: 409,
      code: 'event_type_reserved',
    });
  });

  it('is for admin to register', async () => {
    for (const role of ['publisher', 'support']) {
      expect((await register({}, await api.createKey(role))).status).toBe(403);
    }
  });

  it.each([
    [{ schema: { type: 'object', $ref: 'https://example.com/x' } }, '/schema/$ref'],
    [
      { schema: { type: 'object', properties: { a: { pattern: '(' } } } },
      '/schema/properties/a/pattern',
    ],
    [{ schema: [] }, '/schema'],
    [{ schema: undefined }, '/schema'],
    [{ example: {} }, '/example/loan_id'],
    [{ description: '' }, '/description'],
    [{ version: 2 }, '/version'],
  ])('is refused by the pointer of what is wrong: %j', async (changes, pointer) => {
    const { status, body } = await register(changes);
    expect(status).toBe(422);
    expect((body['errors'] as { pointer: string }[])[0]?.pointer).toBe(pointer);
  });
});

describe('another process', () => {
  it('knows a type and its changes as soon as they are registered', async () => {
    const engine = await startEngine([PublishingModule]);
    try {
      const catalogue = engine.get<LiveCatalogue>(CATALOGUE as never);
      const store = (version: number, schema: object) =>
        engine.sql(
          `INSERT INTO event_types (type, description, schema, example, version)
           VALUES ('far.away', '', $1::json, '{}', $2)
           ON CONFLICT (type) DO UPDATE SET schema = excluded.schema, revision = excluded.revision`,
          [JSON.stringify(schema), version],
        );
      const { id } = await engine.createTenant();
      const request = { tenantRef: `ten_${id.replaceAll('-', '')}`, type: 'far.away', data: {} };
      const publisher = engine.get(Publisher);
      await expect(publisher.publish(request)).rejects.toMatchObject({ status: 422 });
      await store(1, { type: 'object', required: ['a'] });
      await expect(publisher.publish(request)).rejects.toMatchObject({
        code: 'validation_failed',
      });
      await store(2, { type: 'object' });
      expect(await publisher.publish(request)).toMatchObject({ type: 'far.away' });
      expect(catalogue.has('far.away')).toBe(true);
    } finally {
      await engine.close();
    }
  });
});
