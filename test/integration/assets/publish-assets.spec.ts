import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseId } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { Publisher, PublishingModule } from '../../../src/publishing/index.js';
import { startEngine, tenantRef } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

/** Signing asks the store nothing, so it need not be there. */
const { assetStore } = loadSettings(
  {
    ASSET_STORE_REGION: 'eu-central-1',
    ASSET_STORE_BUCKET: 'kyc-files',
    ASSET_STORE_ACCESS_KEY_ID: 'id',
    ASSET_STORE_SECRET_ACCESS_KEY: 'secret',
  },
  '.',
);

let engine: Engine;
let without: Engine;
let publisher: Publisher;

beforeAll(async () => {
  [engine, without] = await Promise.all([
    startEngine([PublishingModule], assetStore && { assetStore }),
    startEngine([PublishingModule]),
  ]);
  publisher = engine.get(Publisher);
});

afterAll(() => Promise.all([engine.close(), without.close()]));

const request = (tenantId: string, data: object, more: object = {}) => ({
  tenantRef: tenantRef(tenantId),
  type: 'session.resubmission-required',
  data: { session_id: 's1', external_ref: null, is_sandbox: false, reason: 'blurred', ...data },
  ...more,
});

const asset = (tenantId: string, name: string) => ({ $asset: `${tenantRef(tenantId)}/${name}` });

async function storedFlag(eventId: string): Promise<boolean | undefined> {
  const rows = await engine.sql<{ has_assets: boolean }>(
    'SELECT has_assets FROM events WHERE id = $1',
    [parseId('event', eventId)],
  );
  return rows[0]?.has_assets;
}

describe('a payload that refers to assets', () => {
  it('is stored with a mark that others do not have, one by one and in one commit', async () => {
    const { id } = await engine.createTenant([{}]);
    const answers = await Promise.all([
      publisher.publish(request(id, { images: [{ url: asset(id, 'front.jpg') }] })),
      publisher.publish(request(id, { images: ['$asset'] })),
      publisher.publish(request(id, {})),
    ]);
    expect(await Promise.all(answers.map((answer) => storedFlag(answer.id)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is marked in a transaction of the caller too, and refused there', async () => {
    const { id } = await engine.createTenant();
    const other = await engine.createTenant();
    const source = engine.get(DataSource);
    const within = (data: object) =>
      source.transaction((manager) => publisher.publishWithin(manager, request(id, data)));
    expect(await storedFlag((await within({ link: asset(id, 'a') })).id)).toBe(true);
    await expect(within({ link: asset(other.id, 'a') })).rejects.toMatchObject({
      code: 'asset_not_allowed',
    });
  });

  it('may have one wherever its type wants a text, and nowhere else', async () => {
    const { id } = await engine.createTenant();
    const reference = asset(id, 'letter.pdf');
    await publisher.publish(request(id, { reason: reference }));
    const refused = publisher.publish(
      request(id, { session_id: reference, is_sandbox: reference }),
    );
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      details: {
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '/data/session_id', code: 'wrong_length' }),
          expect.objectContaining({ pointer: '/data/is_sandbox', code: 'wrong_type' }),
        ]),
      },
    });
  });

  it('is the same body again when its references are', async () => {
    const { id } = await engine.createTenant();
    const again = request(id, { link: asset(id, 'a') }, { idempotencyKey: 'k' });
    const first = await publisher.publish(again);
    expect(await publisher.publish(again)).toEqual({ ...first, duplicate: true });
    const other = request(id, { link: asset(id, 'b') }, { idempotencyKey: 'k' });
    await expect(publisher.publish(other)).rejects.toMatchObject({ status: 409 });
  });

  it('is refused where an asset belongs to another tenant, by the place of each', async () => {
    const { id } = await engine.createTenant();
    const other = await engine.createTenant();
    const refused = publisher.publish(
      request(id, {
        good: asset(id, 'a'),
        images: [asset(id, 'b'), asset(other.id, 'b')],
        up: asset(id, `../${tenantRef(other.id)}/b`),
      }),
    );
    await expect(refused).rejects.toMatchObject({
      status: 422,
      code: 'asset_not_allowed',
      details: {
        errors: [
          { pointer: '/data/images/1', code: 'asset_not_allowed' },
          { pointer: '/data/up', code: 'asset_not_allowed' },
        ],
      },
    });
    expect(await engine.sql('SELECT FROM events WHERE tenant_id = $1', [id])).toEqual([]);
  });

  it('is refused where no store is configured', async () => {
    const { id } = await without.createTenant();
    const refused = without.get(Publisher).publish(request(id, { image: asset(id, 'a') }));
    await expect(refused).rejects.toMatchObject({
      status: 422,
      code: 'asset_store_not_configured',
      details: { errors: [{ pointer: '/data/image', code: 'asset_store_not_configured' }] },
    });
  });

  it('finds no tenant where there is none', async () => {
    const { id } = await without.createTenant();
    const refused = publisher.publish(request(id, { image: asset(id, 'a') }));
    await expect(refused).rejects.toMatchObject({ status: 404 });
  });
});
