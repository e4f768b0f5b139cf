import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from './running-product.js';
import type { RunningProduct } from './running-product.js';

const FORMATS = ['envelope', 'flat', 'key-data', 'callback', 'topic', 'event-type', 'cloudevents'];

let product: RunningProduct;
let receiver: Receiver;
let path: string;

beforeAll(async () => {
  [product, receiver] = await Promise.all([startProduct(), startReceiver()]);
  const { id } = await product.ok<{ id: string }>('POST', '/v1/tenants', { name: 'Acme' });
  path = `/v1/tenants/${id}/endpoints`;
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

const create = (fields: object) => product.call('POST', path, { url: receiver.url, ...fields });
const createId = async (fields: object): Promise<string> =>
  String((await create(fields)).body['id']);

describe('the options of an endpoint', () => {
  it.each(FORMATS)('take the format %s and show it', async (format) => {
    const { status, body } = await create({ format });
    expect(status).toBe(201);
    expect(body).toMatchObject({ format, payload: 'full' });
    const shown = await product.call('GET', `${path}/${String(body['id'])}`);
    expect(shown.body).toEqual(body);
  });

  it.each(FORMATS.filter((format) => format !== 'callback'))(
    'take a thin payload in the format %s and show it',
    async (format) => {
      const id = await createId({ format, payload: 'thin' });
      const one = `${path}/${id}`;
      expect((await product.call('GET', one)).body).toMatchObject({ format, payload: 'thin' });
      const renamed = await product.call('PATCH', one, { description: 'thin' });
      expect(renamed.body['payload']).toBe('thin');
      const full = await product.call('PATCH', one, { payload: 'full' });
      expect(full.body['payload']).toBe('full');
    },
  );

  it('sign by what receivers of the format check, unless the request names the schemes', async () => {
    const signingOf = async (fields: object) => (await create(fields)).body['signing'];
    expect(await signingOf({ format: 'event-type' })).toEqual(['qoreid', 'standard']);
    expect(await signingOf({ format: 'topic' })).toEqual(['standard', 'x-webhook']);
    expect(await signingOf({ format: 'event-type', signing: ['verifa'] })).toEqual(['verifa']);
  });

  it('keep their signing when the format changes', async () => {
    const id = await createId({ format: 'event-type' });
    const { body } = await product.call('PATCH', `${path}/${id}`, { format: 'flat' });
    expect(body).toMatchObject({ format: 'flat', signing: ['qoreid', 'standard'] });
  });

  it('reserve the header of the default profile', async () => {
    const headers = { 'X-VerifyMe-Signature': 'mine' };
    const { status, body } = await create({ format: 'event-type', headers });
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([
      { pointer: '/headers/X-VerifyMe-Signature', code: 'reserved_header' },
    ]);
  });

  it('refuse each type by name that the format cannot carry', async () => {
    const event_types = ['complianceRecord', 'session.approved', '*', 'check.completed'];
    const { status, body } = await create({ format: 'callback', event_types });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'validation_failed',
      errors: [
        {
          pointer: '/event_types/1',
          code: 'format_cannot_carry',
          message: expect.stringContaining('"session.approved"') as string,
        },
        {
          pointer: '/event_types/3',
          code: 'format_cannot_carry',
          message: expect.stringContaining('"check.completed"') as string,
        },
      ],
    });
  });

  it('refuse a type without a dot where the format splits it', async () => {
    const { body } = await create({ format: 'event-type', event_types: ['complianceRecord'] });
    expect(body['errors']).toMatchObject([
      { pointer: '/event_types/0', code: 'format_cannot_carry' },
    ]);
  });

  it('refuse a wildcard all of whose types the format cannot carry, and name them', async () => {
    const { body } = await create({ format: 'callback', event_types: ['*', 'session.*'] });
    expect(body['errors']).toMatchObject([
      {
        pointer: '/event_types/1',
        code: 'format_cannot_carry',
        message: expect.stringMatching(/"session\.created".*"session\.approved"/) as string,
      },
    ]);
    expect((await create({ format: 'callback', event_types: ['*'] })).status).toBe(201);
  });

  it('refuse a format that cannot carry the types that were chosen before', async () => {
    const id = await createId({ event_types: ['session.approved'] });
    const { status, body } = await product.call('PATCH', `${path}/${id}`, { format: 'callback' });
    expect(status).toBe(422);
    expect(body['errors']).toMatchObject([
      { pointer: '/event_types/0', code: 'format_cannot_carry' },
    ]);
    const kept = await product.call('GET', `${path}/${id}`);
    expect(kept.body['format']).toBe('envelope');
  });

  it('refuse a thin callback, whichever of the two comes first', async () => {
    const error = { pointer: '/payload', code: 'format_cannot_carry' };
    const both = await create({ format: 'callback', payload: 'thin' });
    expect(both).toMatchObject({ status: 422, body: { errors: [error] } });
    const thin = await createId({ format: 'topic', payload: 'thin' });
    const changed = await product.call('PATCH', `${path}/${thin}`, { format: 'callback' });
    expect(changed).toMatchObject({ status: 422, body: { errors: [error] } });
    const callback = await createId({ format: 'callback' });
    const thinned = await product.call('PATCH', `${path}/${callback}`, { payload: 'thin' });
    expect(thinned).toMatchObject({ status: 422, body: { errors: [error] } });
  });

  it.each(['callback', 'topic'])('take batches in the format %s, and lose them', async (format) => {
    const batch = { max_items: 20, wait_ms: 500 };
    const { status, body } = await create({ format, batch });
    expect(status).toBe(201);
    expect(body['batch']).toEqual(batch);
    const one = `${path}/${String(body['id'])}`;
    const renamed = await product.call('PATCH', one, { description: 'still gathers' });
    expect(renamed.body['batch']).toEqual(batch);
    const changed = await product.call('PATCH', one, { batch: { max_items: 1, wait_ms: 0 } });
    expect(changed.body['batch']).toEqual({ max_items: 1, wait_ms: 0 });
    expect((await product.call('PATCH', one, { batch: null })).body['batch']).toBeNull();
    expect((await product.call('GET', one)).body['batch']).toBeNull();
  });

  it('refuse batches where a body holds one event, whichever of the two comes first', async () => {
    const batch = { max_items: 20, wait_ms: 500 };
    const error = { pointer: '/batch', code: 'format_cannot_carry' };
    for (const format of FORMATS.filter((name) => name !== 'callback' && name !== 'topic')) {
      const both = await create({ format, batch });
      expect(both).toMatchObject({ status: 422, body: { errors: [error] } });
    }
    const topic = `${path}/${await createId({ format: 'topic', batch })}`;
    const changed = await product.call('PATCH', topic, { format: 'flat' });
    expect(changed).toMatchObject({ status: 422, body: { errors: [error] } });
    const flat = await product.call('PATCH', topic, { format: 'flat', batch: null });
    expect(flat).toMatchObject({ status: 200, body: { format: 'flat', batch: null } });
    const gathering = await product.call('PATCH', topic, { batch });
    expect(gathering).toMatchObject({ status: 422, body: { errors: [error] } });
  });

  it.each([
    [{ max_items: 0, wait_ms: 0 }, '/batch/max_items', 'min'],
    [{ max_items: 101, wait_ms: 0 }, '/batch/max_items', 'max'],
    [{ max_items: 2.5, wait_ms: 0 }, '/batch/max_items', 'is_int'],
    [{ max_items: 2, wait_ms: -1 }, '/batch/wait_ms', 'min'],
    [{ max_items: 2, wait_ms: 60_001 }, '/batch/wait_ms', 'max'],
    [{ max_items: 2 }, '/batch/wait_ms', 'required'],
    [{ wait_ms: 2 }, '/batch/max_items', 'required'],
    [{ max_items: 2, wait_ms: 0, max_bytes: 9 }, '/batch/max_bytes', 'unknown_field'],
    [[{ max_items: 2, wait_ms: 0 }], '/batch', 'is_object'],
    [true, '/batch', 'is_object'],
  ])('refuse the batch %j', async (batch, pointer, code) => {
    const { status, body } = await create({ format: 'topic', batch });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'validation_failed',
      errors: expect.arrayContaining([
        expect.objectContaining({ pointer, code }) as unknown,
      ]) as unknown,
    });
  });

  it.each([
    [{ format: 'cloudevent' }, '/format', 'unknown_format'],
    [{ format: ['flat'] }, '/format', 'unknown_format'],
    [{ payload: 'ids' }, '/payload', 'is_in'],
    [{ payload: null }, '/payload', 'is_in'],
    [{ payload: ['thin'] }, '/payload', 'is_in'],
  ])('refuse %j', async (fields, pointer, code) => {
    const { status, body } = await create(fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'validation_failed', errors: [{ pointer, code }] });
  });
});

describe('a test of an endpoint', () => {
  it('sends the first sample that the format carries', async () => {
    const id = await createId({ format: 'callback' });
    const before = receiver.requests.length;
    await product.ok('POST', `${path}/${id}/test`, {});
    const sent = JSON.parse(String(receiver.requests[before]?.body)) as object[];
    expect(Object.keys(sent[0] ?? {}).slice(0, 3)).toEqual(['status', 'key', 'modified']);
  });

  it('refuses a type that the format has no body for, and sends nothing', async () => {
    const id = await createId({ format: 'callback' });
    const before = receiver.requests.length;
    const { status, body } = await product.call('POST', `${path}/${id}/test`, {
      type: 'session.approved',
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'format_cannot_carry',
      errors: [{ pointer: '/type', code: 'format_cannot_carry' }],
    });
    expect(receiver.requests).toHaveLength(before);
  });
});
