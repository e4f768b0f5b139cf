import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { HotPool } from '../../../src/database/index.js';
import { EndpointSightings } from '../../../src/queue/index.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

const EXPIRY = Date.parse('2034-01-02T03:04:05Z');

describe('what attempts show of receivers', () => {
  let engine: Engine;
  let endpointId: string;
  let sightings: EndpointSightings;

  beforeAll(async () => {
    engine = await startEngine([]);
    const { endpointIds } = await engine.createTenant([{}]);
    endpointId = endpointIds[0] ?? '';
    sightings = new EndpointSightings(engine.get(HotPool), createLogger({ logLevel: 'silent' }));
  });
  afterAll(() => engine.close());

  const stored = async () => {
    await sightings.flush();
    const [row] = await engine.sql<{ tls_expires_at: Date | null; clock_skew_seconds: number }>(
      'SELECT tls_expires_at, clock_skew_seconds FROM endpoint_health WHERE endpoint_id = $1',
      [endpointId],
    );
    return row;
  };

  it('is stored when the endpoint has its health, with the certificate that was seen before', async () => {
    sightings.note(endpointId, { tlsExpiresAtMs: EXPIRY, clockSkewSeconds: 1 });
    expect(await stored()).toBeUndefined();
    await engine.sql('INSERT INTO endpoint_health (endpoint_id) VALUES ($1)', [endpointId]);
    sightings.note(endpointId, { tlsExpiresAtMs: EXPIRY, clockSkewSeconds: 1 });
    const first = { tls_expires_at: new Date(EXPIRY), clock_skew_seconds: 1 };
    expect(await stored()).toEqual(first);
    // On a kept connection no certificate is shown, and a second is within the rounding.
    sightings.note(endpointId, { tlsExpiresAtMs: null, clockSkewSeconds: 2 });
    expect(await stored()).toEqual(first);
    sightings.note(endpointId, { tlsExpiresAtMs: null, clockSkewSeconds: -90 });
    expect(await stored()).toEqual({ ...first, clock_skew_seconds: -90 });
  });
});
