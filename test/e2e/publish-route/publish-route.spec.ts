import { beforeAll, describe, expect, it } from 'vitest';
import { createTenant, eventually, useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { openConnection } from './raw-http.js';
import type { RawAnswer, RawConnection } from './raw-http.js';
import { BATCH, CASES, plainBody } from './requests.js';
import type { PublishCase, Who } from './requests.js';

/**
 * Recorded with the build in which Nest served all requests to these routes. `vitest -u` writes it anew,
 * for a change of the API that is wanted.
 */
const RECORDED = '../../fixtures/publish-answers.jsonl';
/** Requests that Node or the router refuses before there is a log line, and those whose id is another. */
const SILENT = ['no-request-id', 'odd-request-id', 'badly-escaped', 'long-header'];

const lab = useLab();
let app: Postrider;
const keys = new Map<Who, string>();
const tenantIds = new Map<string, string>();

beforeAll(async () => {
  app = await lab.postrider({ databaseUrl: await lab.database() });
  for (const name of ['acme', 'beta', 'gama']) {
    const body = { name, external_id: name };
    tenantIds.set(name, (await app.ok<{ id: string }>('POST', '/v1/tenants', body)).id);
  }
  const make = async (path: string, body: object): Promise<{ id: string; key: string }> =>
    app.ok('POST', path, { name: 'a key', ...body });
  keys.set('admin', app.adminKey).set('elsewhere', (await createTenant(app)).publisherKey);
  for (const role of ['publisher', 'support'] as const) {
    keys.set(role, (await make('/v1/api-keys', { role })).key);
  }
  const scope = { role: 'publisher', tenant_ids: [...tenantIds.values()] };
  keys.set('scoped', (await make('/v1/api-keys', scope)).key);
  for (const role of ['tenant', 'viewer'] as const) {
    keys.set(role, (await make('/v1/tenants/acme/api-keys', { role })).key);
  }
  const revoked = await make('/v1/api-keys', { role: 'publisher' });
  await app.ok('DELETE', `/v1/api-keys/${revoked.id}`);
  keys.set('revoked', revoked.key).set('stranger', `pr_${'x'.repeat(43)}`);
});

/** The bytes of a request, under an id in the log, for a tenant with a name of four letters. */
function bytesOf(requestId: string, one: PublishCase, tenant: string): Buffer {
  const { who = 'publisher', method = 'POST', path = '/v1/events', version = '1.1' } = one;
  const { chunked = false, body = plainBody() } = one;
  const text = (from: string): string =>
    from.replaceAll('"acme"', `"${tenant}"`).replace('TENANT_ID', tenantIds.get(tenant) ?? '');
  const bytes = typeof body === 'string' ? Buffer.from(text(body)) : body;
  const key = keys.get(who);
  const headers = {
    host: 'postrider.test',
    'x-request-id': requestId,
    'content-type': 'application/json',
    ...(key !== undefined && { authorization: `Bearer ${key}` }),
    ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(bytes.length) }),
    ...one.headers,
  };
  const lines = Object.entries(headers).flatMap(([header, value]) =>
    value === undefined ? [] : [`${header}: ${value}`],
  );
  const head = `${[`${method} ${path} HTTP/${version}`, ...lines].join('\r\n')}\r\n\r\n`;
  if (!chunked) return Buffer.concat([Buffer.from(head), bytes]);
  const size = `${bytes.length.toString(16)}\r\n`;
  return Buffer.concat([Buffer.from(head + size), bytes, Buffer.from('\r\n0\r\n\r\n')]);
}

/** An answer without what differs from run to run: times, counters, and ids, which get names in `events`. */
function settled(
  { status, headers, body }: RawAnswer,
  name: string,
  events: Map<string, string>,
): object {
  const shown = headers.map(([header, value]) => {
    if (header === 'Date') return 'date';
    if (header.toLowerCase() === 'ratelimit') return `ratelimit: ${value.replaceAll(/=\d+/g, '')}`;
    const isOwn = value === name || value === `nest.${name}`;
    const plain = isOwn ? 'that of the request' : value.replace(/^req_\w+$/, 'a new one');
    return `${header.toLowerCase()}: ${plain}`;
  });
  const known = body
    .replaceAll(/evt_\w+/g, (id) => {
      if (!events.has(id)) events.set(id, `evt of ${name}`);
      return events.get(id) ?? '';
    })
    .replaceAll(/"created":\d+/g, '"created":0');
  return { status, headers: shown.toSorted(), body: known };
}

/** The lines of the log under a request id, without what differs from run to run. */
function logged(requestId: string): object[] {
  const lines = app.output().split('\n');
  return lines
    .filter((line) => line.startsWith('{') && line.includes(`"request_id":"${requestId}"`))
    .map((line) => {
      const { level, msg, method, route, status, role, ...more }: Record<string, unknown> =
        JSON.parse(line);
      const key = more['key_id'] === undefined ? 'no key' : 'a key';
      return { level, msg, method, route, status, role, key, took: typeof more['duration_ms'] };
    });
}

/** Whether the connection serves another request. */
async function isServed(connection: RawConnection): Promise<boolean> {
  connection.send('GET /health/live HTTP/1.1\r\nhost: postrider.test\r\n\r\n');
  return (await connection.answer())?.status === 200;
}

/** Sends the request of a case and returns what is compared of its answer. */
async function play(
  name: string,
  one: PublishCase,
  { requestId = name, tenant = 'acme', events }: PlayOptions,
): Promise<object> {
  const connection = await openConnection(app.url);
  connection.send(bytesOf(requestId, one, tenant));
  const answer = await connection.answer(one.method !== 'HEAD');
  if (!answer) throw new Error(`${name}: the connection was ended without an answer`);
  // A connection still waits for a body that was announced and does not come.
  const isWhole = one.headers?.['content-length'] === undefined;
  const next = isWhole ? { isServed: await isServed(connection) } : {};
  connection.hangUp();
  return { ...settled(answer, name, events), ...next };
}

interface PlayOptions {
  requestId?: string;
  tenant?: string;
  /** The names of events that earlier answers held. */
  events: Map<string, string>;
}

/** The counters of publishes. */
async function counters(): Promise<string[]> {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  const ours = /^postrider_(events_stored|events_duplicate|rejected_publishes)_total/;
  return text.split('\n').filter((line) => ours.test(line));
}

/** Waits for the lines of the requests that have one. */
function linesOf(names: readonly string[], prefix = ''): Promise<object[][]> {
  return eventually(async () => {
    const lines = names.map((name) => logged(prefix + name));
    const silent = names.filter((_, index) => lines[index]?.length === 0);
    expect(silent).toEqual(SILENT.filter((name) => names.includes(name)));
    return lines;
  });
}

describe('the routes that publish', () => {
  it('answer, log and count as they did when Nest served them', async () => {
    const events = new Map<string, string>();
    const names = Object.keys(CASES);
    const answers: object[] = [];
    for (const [name, one] of Object.entries(CASES))
      answers.push(await play(name, one, { events }));
    const lines = await linesOf(names);
    const rows = names.map((name, index) =>
      JSON.stringify({ name, ...answers[index], lines: lines[index] }),
    );
    const text = [...rows, JSON.stringify(await counters()), ''].join('\n');
    await expect(text).toMatchFileSnapshot(RECORDED);
  });

  it('answer and log the same where Nest serves them, as it does with an empty query', async () => {
    const either = Object.entries(CASES).filter(
      ([, { method, path }]) => method === undefined && (path === undefined || path === BATCH),
    );
    const [direct, nest] = [new Map<string, string>(), new Map<string, string>()];
    for (const [name, one] of either) {
      const path = `${one.path ?? '/v1/events'}?`;
      const asked = { requestId: `nest.${name}`, tenant: 'gama', events: nest };
      const answer = await play(name, { ...one, path }, asked);
      expect(answer, name).toEqual(await play(name, one, { tenant: 'beta', events: direct }));
    }
    const names = either.map(([name]) => name);
    const lines = await linesOf(names);
    expect(await linesOf(names, 'nest.')).toEqual(lines.map((found) => found.slice(0, 1)));
  });

  it('serve on after clients that went away', async () => {
    for (const path of ['/v1/events', '/v1/events?']) {
      const request = bytesOf('gone', { path }, 'acme');
      for (const sent of [request.length - 10, request.length]) {
        const connection = await openConnection(app.url);
        connection.send(request.subarray(0, sent));
        connection.hangUp();
      }
    }
    const events = new Map<string, string>();
    expect(await play('after-them', {}, { events })).toMatchObject({ status: 202, isServed: true });
    expect(app.output()).not.toContain('"level":"error"');
  });

  it('finish what was begun before a stop, and ask to close the connection', async () => {
    const begun = await Promise.all(
      ['/v1/events', '/v1/events?', '/v1/events/batch'].map(async (path) => {
        const request = bytesOf('begun', { path }, 'acme');
        const connection = await openConnection(app.url);
        connection.send(request.subarray(0, -10));
        return { connection, rest: request.subarray(-10) };
      }),
    );
    const stopped = app.stop();
    await eventually(async () => expect(app.output()).toContain('"msg":"stopping"'));
    for (const { connection, rest } of begun) connection.send(rest);
    const answers = await Promise.all(begun.map(({ connection }) => connection.answer()));
    expect(answers.map((answer) => answer?.status)).toEqual([202, 202, 422]);
    for (const answer of answers) {
      expect(answer?.headers).toContainEqual([expect.stringMatching(/^connection$/i), 'close']);
    }
    expect(await stopped).toBe(0);
  });
});
