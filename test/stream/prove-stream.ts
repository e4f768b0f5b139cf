import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from 'pg';
import { Remote } from '../bench/remote.js';
import { callApi, requireOk } from '../support/app/call-api.js';
import { eventually } from '../support/app/eventually.js';
import type { ClientMethods, ReadReport } from './client-process.js';

export interface StreamProof {
  /** Of the API's processes; the clients and publishers use all of them. */
  urls: readonly [string, ...string[]];
  adminKey: string;
  databaseUrl: string;
  events: number;
  disconnects: number;
  /** Bodies are held against the webhook's within this time. */
  webhooksWithinMs: number;
}

export interface StreamFindings {
  report: ReadReport;
  /** The numbers of ids that REST lists and that the stream sent, and the ids that only one of the two has. */
  listed: number;
  streamed: number;
  different: string[];
  /** Subjects whose events came in another order than their sequence. */
  outOfOrder: string[];
  /** Events whose frame is not the webhook's body. */
  unlikeWebhook: string[];
  webhooks: number;
  seconds: number;
}

const TYPES = ['session.created', 'session.started', 'session.approved', 'session.expired'];
const PER_REQUEST = 25;
const AT_ONCE = 4;

/** Publishes, reads through disconnects in another process, and holds what came against REST and a webhook. */
export async function proveStream(proof: StreamProof): Promise<StreamFindings> {
  const [url] = proof.urls;
  const ok = async <T>(method: string, path: string, body?: unknown, key = proof.adminKey) =>
    requireOk(`${method} ${path}`, await callApi<T>(url, method, path, body, key));
  const webhook = await startWebhook();
  const client = Remote.start<ClientMethods>(new URL('client-process.ts', import.meta.url));
  const held = await holdTransaction(proof.databaseUrl);
  const startedMs = performance.now();
  try {
    const { id } = await ok<{ id: string }>('POST', '/v1/tenants', { name: 'Stream' });
    const own = await ok<{ key: string }>('POST', `/v1/tenants/${id}/api-keys`, {
      role: 'tenant',
      name: 'reader',
    });
    await ok('POST', `/v1/tenants/${id}/endpoints`, {
      url: webhook.url,
      format: 'topic',
      max_in_flight: 200,
    });
    const { urls, events, disconnects } = proof;
    const plan = { urls, tenantId: id, key: own.key, cursor: 'earliest', events, disconnects };
    const [report] = await Promise.all([client.call('read', plan), publishAll(proof, id)]);
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    await held.release();
    const listed = await listIds((path) => ok('GET', path, undefined, own.key), id);
    await eventually(() => {
      if (webhook.bodies.size < events) throw new Error(`${webhook.bodies.size} webhooks so far`);
    }, proof.webhooksWithinMs);
    const streamed = new Set(report.seen.map((event) => event.id));
    return {
      report,
      listed: listed.size,
      streamed: streamed.size,
      different: [...streamed, ...listed].filter((one) => streamed.has(one) !== listed.has(one)),
      outOfOrder: outOfOrder(report),
      unlikeWebhook: report.seen
        .filter((event) => webhook.bodies.get(event.id) !== event.hash)
        .map((event) => event.id),
      webhooks: webhook.bodies.size,
      seconds,
    };
  } finally {
    client.stop();
    await held.release();
    webhook.close();
  }
}

/** Everything that must not be; empty where the proof holds. */
export function failuresOf(proof: StreamProof, findings: StreamFindings): string[] {
  const { report, different, outOfOrder: disordered, unlikeWebhook } = findings;
  const count = (what: string, ids: string[]): string[] =>
    ids.length === 0 ? [] : [`${ids.length} ${what}: ${ids.slice(0, 3).join(', ')}`];
  return [
    ...(findings.listed === proof.events ? [] : [`REST lists ${findings.listed} events`]),
    ...(report.disconnects >= proof.disconnects ? [] : [`only ${report.disconnects} disconnects`]),
    ...(report.gaps === 0 ? [] : [`${report.gaps} gaps`]),
    // Between an event and its cursor there is room for one.
    ...(report.repeated <= report.disconnects ? [] : [`${report.repeated} events came again`]),
    ...count('events are only in the stream or only in REST', different),
    ...count('subjects are out of order', disordered),
    ...count('events came again with another body', report.altered),
    ...count('events are not what the webhook got', unlikeWebhook),
  ];
}

async function publishAll(
  { urls, adminKey, events }: StreamProof,
  tenantId: string,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < events) {
      const first = next;
      next = Math.min(events, next + PER_REQUEST);
      const batch = Array.from({ length: next - first }, (_, index) =>
        eventOf(tenantId, first + index),
      );
      const url = urls[(first / PER_REQUEST) % urls.length] ?? urls[0];
      const answer = await callApi<{ results: { status: number }[] }>(
        url,
        'POST',
        '/v1/events/batch',
        { events: batch },
        adminKey,
      );
      const refused = requireOk('publish', answer).results.filter(({ status }) => status !== 202);
      if (refused.length > 0) throw new Error(`refused: ${JSON.stringify(refused[0])}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

function eventOf(tenantId: string, number: number): object {
  // Subjects that many publishes touch at the same time.
  const session_id = `session_${number % 997}`;
  const type = TYPES[number % TYPES.length] ?? '';
  const data = { session_id, external_ref: `user_${number}`, is_sandbox: false };
  const status = type === 'session.approved' ? { status: 'approved' } : {};
  return { tenant_id: tenantId, type, data: { ...data, ...status } };
}

async function listIds(
  get: (path: string) => Promise<{ data: { id: string }[]; next_cursor: string | null }>,
  tenantId: string,
): Promise<Set<string>> {
  const ids = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const from: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page = await get(`/v1/tenants/${tenantId}/events?limit=200${from}`);
    for (const { id } of page.data) ids.add(id);
    cursor = page.next_cursor;
  }
  return ids;
}

function outOfOrder({ seen }: ReadReport): string[] {
  const last = new Map<string, number>();
  const disordered = new Set<string>();
  for (const { subject, sequence } of seen) {
    if (sequence <= (last.get(subject) ?? 0)) disordered.add(subject);
    last.set(subject, sequence);
  }
  return [...disordered];
}

/** A receiver that keeps, by event, the hash of the element in the array that it got. */
async function startWebhook(): Promise<{
  url: string;
  bodies: ReadonlyMap<string, string>;
  close: () => void;
}> {
  const bodies = new Map<string, string>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const element = Buffer.concat(chunks).subarray(1, -1);
      const hash = createHash('sha256').update(element).digest('base64');
      bodies.set(String(request.headers['webhook-id']), hash);
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/`, bodies, close };
}

/** Opens a transaction of another client and keeps it open: no event may wait for it. */
async function holdTransaction(databaseUrl: string): Promise<{ release: () => Promise<void> }> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT pg_current_xact_id()');
  let released: Promise<void> | undefined;
  return { release: () => (released ??= client.end()) };
}
