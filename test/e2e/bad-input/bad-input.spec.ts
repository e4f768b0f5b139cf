import { connect } from 'node:net';
import { Client } from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  countRows,
  createEndpoint,
  createTenant,
  eventually,
  useLab,
} from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { ENDPOINTS, KEYS, MEBIBYTE, PUBLISHES, saving, SESSION, URLS } from './refusals.js';
import type { Place } from './refusals.js';

const lab = useLab();

let databaseUrl: string;
let app: Postrider;
let place: Place;

beforeAll(async () => {
  databaseUrl = await lab.database();
  app = await lab.postrider({ databaseUrl, env: { NODE_ENV: 'production' } });
  const [tenant, other] = await Promise.all([createTenant(app), createTenant(app, 'Other')]);
  const endpoint = await createEndpoint(app, tenant, { url: 'https://hooks.example.com/' });
  place = { tenant, other, endpoint };
});

describe('in production', () => {
  it.each([...PUBLISHES, ...KEYS, ...ENDPOINTS])(
    'refuses $what with $status $code and keeps nothing but the refusal of an event',
    async ({ key, call, status, code, pointers }) => {
      const before = await countRows(databaseUrl);
      const [method, path, body] = call(place);
      const asked = key ? key(place) : app.adminKey;
      const answer = await app.api<Problem>(method, path, body, asked);
      expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
      const isKept = path === '/v1/events' && (status === 413 || status === 422);
      expect(await countRows(databaseUrl)).toEqual({
        ...before,
        rejected_publishes: (before['rejected_publishes'] ?? 0) + (isKept ? 1 : 0),
        // The first body that is kept for the tenant makes its key.
        data_keys: expect.any(Number),
        // Wrong keys are noted about a second later, and then chained.
        audit_log: expect.any(Number),
        audit_chain: expect.any(Number),
        unchained_audit: expect.any(Number),
      });
    },
  );

  it('nothing that was refused is in the audit log, except as refused', async () => {
    const sql = new Client({ connectionString: databaseUrl });
    await sql.connect();
    const { rows } = await sql.query<{ action: string }>(
      `SELECT DISTINCT action FROM audit_log WHERE action NOT LIKE '%.refused' ORDER BY action`,
    );
    await sql.end();
    const done = ['api_key.created', 'endpoint.created', 'endpoint.secret_read', 'tenant.created'];
    expect(rows.map(({ action }) => action)).toEqual(done);
  });

  it.each(URLS)('names why %s is not allowed as URL', async (_what, url, reason) => {
    const { body } = await app.api<Problem>(...saving(place, { url }));
    expect(body.errors?.map((error) => error.code)).toEqual([reason]);
  });

  it('a bad entry of a batch fails alone', async () => {
    const good = { tenant_id: place.tenant.id, type: 'session.created', data: SESSION };
    const { results } = await app.ok<{ results: Problem[] }>('POST', '/v1/events/batch', {
      events: [good, { ...good, type: 'session.dreamt' }, 'no object', good],
    });
    expect(results).toMatchObject([
      { status: 202 },
      { status: 422, code: 'unknown_event_type', errors: [{ pointer: '/type' }] },
      { status: 422, code: 'validation_failed' },
      { status: 202 },
    ]);
  });
});

describe('a body far beyond the limit', () => {
  it('is answered while it is still being sent, on a connection that stays', async () => {
    const { hostname, port } = new URL(app.url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    let answers = '';
    let closed = '';
    socket.on('data', (text: string) => (answers += text));
    socket.on('error', ({ message }) => (closed = message));
    socket.on('end', () => (closed = 'ended by the server'));
    const head = (method: string, path: string, length: number) =>
      `${method} ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${app.adminKey}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    const half = Buffer.alloc(10 * MEBIBYTE, ' ');

    socket.write(head('POST', '/v1/events', 2 * half.length));
    socket.write(half);
    await eventually(() => expect(answers).toMatch(/^HTTP\/1\.1 413 [^]*payload_too_large/));
    socket.write(half);
    socket.write(head('GET', '/health/live', 0));
    await eventually(() => {
      expect(closed).toBe('');
      expect(answers).toContain('HTTP/1.1 200 OK');
    });
    socket.destroy();
  });
});

interface Problem {
  status: number;
  code: string;
  errors?: { pointer: string; code: string }[];
}
