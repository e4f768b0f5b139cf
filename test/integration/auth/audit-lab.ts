import { readFileSync } from 'node:fs';
import { loadSettings } from '../../../src/config/index.js';
import { eventually } from '../../support/app/index.js';
import { startReceiver } from '../../support/receiver.js';
import type { Receiver } from '../../support/receiver.js';
import { startProduct } from '../formats/running-product.js';
import type { RunningProduct } from '../formats/running-product.js';

export interface AuditEntry {
  tenant_id: string | null;
  actor: string;
  role: string;
  action: string;
  target: string;
  address: string | null;
  request_id: string | null;
  reason: string | null;
  details: Record<string, unknown>;
}

/** What a request needs: a path without placeholders, a body, and the key or token to send it with. */
export interface Prepared {
  path: string;
  body?: object;
  key?: string;
}

export interface Answered {
  status: number;
  text: string;
  requestId: string;
}

/** A running product with one of everything, to send each request to. */
export interface AuditLab {
  product: RunningProduct;
  receiver: Receiver;
  /** Base path of the tenant. */
  base: string;
  tenant: string;
  make(path: string, body?: object): Promise<{ id: string; key: string; url: string }>;
  publish(data?: object): Promise<string>;
  /** A delivery of a new event; its endpoint is paused, or has taken it. */
  delivery(isSent: boolean): Promise<string>;
  endpoint(fields?: object): Promise<string>;
  rejected(type: string): Promise<string>;
  send(method: string, request: Prepared): Promise<Answered>;
  entriesOf(requestId: string): Promise<AuditEntry[]>;
  entries(): Promise<AuditEntry[]>;
  close(): Promise<void>;
}

const SESSION = { session_id: 'session_1', external_ref: null, is_sandbox: false };

/** Returns the operations of the API document, as `GET /v1/…`. */
export function documentedRoutes(): string[] {
  const file = new URL('../../../docs/openapi.json', import.meta.url);
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, object> };
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

export async function startAuditLab(): Promise<AuditLab> {
  const { mail } = loadSettings(
    { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'hooks@example.com' },
    '.',
  );
  const product = await startProduct({ ...(mail && { mail }) });
  const receiver = await startReceiver();
  const make: AuditLab['make'] = (path, body = {}) => product.ok('POST', path, body);
  const { id: tenant } = await make('/v1/tenants', { name: 'Acme', external_id: 'acme' });
  const base = `/v1/tenants/${tenant}`;
  await product.ok('PATCH', base, { allow_erasure: true });
  const admin = (await make('/v1/api-keys', { role: 'admin', name: 'auditor' })).key;
  const endpoint: AuditLab['endpoint'] = async (fields = {}) =>
    (await make(`${base}/endpoints`, { url: receiver.url, ...fields })).id;
  const taking = await endpoint({ event_types: ['session.created'] });
  const paused = await endpoint({ event_types: ['session.created'] });
  await make(`${base}/endpoints/${paused}/pause`);
  const publish: AuditLab['publish'] = async (data = {}) => {
    const event = { tenant_id: tenant, type: 'session.created', data: { ...SESSION, ...data } };
    return (await make('/v1/events', event)).id;
  };
  const entries: AuditLab['entries'] = async () => {
    type Shown = AuditEntry & { tenant_name: string | null };
    const { data } = await product.ok<{ data: Shown[] }>('GET', '/v1/audit?limit=200');
    // The name of the tenant is looked up as entries are shown; it is not in the log.
    return data.map(({ tenant_name: _shown, ...entry }) => entry);
  };
  let sent = 0;
  return {
    product,
    receiver,
    base,
    tenant,
    make,
    publish,
    endpoint,
    entries,
    delivery: async (isSent) => {
      const event = await publish();
      return eventually(async () => {
        const path = `${base}/deliveries?event_id=${event}`;
        const { data } = await product.ok<{
          data: { id: string; endpoint_id: string; status: string }[];
        }>('GET', path);
        const wanted = isSent ? [taking, 'succeeded'] : [paused, 'held'];
        const found = data.find((one) => one.endpoint_id === wanted[0] && one.status === wanted[1]);
        if (!found) throw new Error('no such delivery yet');
        return found.id;
      });
    },
    rejected: async (type) => {
      const event = { tenant_id: tenant, type, data: { session_id: 7 } };
      await product.call('POST', '/v1/events', event);
      return eventually(async () => {
        const { data } = await product.ok<{ data: { id: string; type: string }[] }>(
          'GET',
          `/v1/rejected?type=${type}`,
        );
        const [found] = data;
        if (!found) throw new Error('nothing was rejected yet');
        return found.id;
      });
    },
    send: async (method, { path, body, key = admin }) => {
      const requestId = `audited-${(sent += 1)}`;
      const response = await fetch(product.url + path, {
        method,
        headers: {
          ...(key !== '' && { authorization: `Bearer ${key}` }),
          'x-request-id': requestId,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: response.status, text: await response.text(), requestId };
    },
    entriesOf: async (requestId) =>
      (await entries()).filter((entry) => entry.request_id === requestId),
    close: async () => {
      await product.close();
      await receiver.close();
    },
  };
}
