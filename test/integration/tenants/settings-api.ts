import { startProcess } from '../../../src/app/start-process.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import { callApi, requireOk } from '../../support/app/call-api.js';
import { createTestDatabase } from '../../support/services/index.js';

const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** One caller of the API. */
export type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** A tenant and what it may call. */
export interface SettingsTenant {
  id: string;
  own: Call;
  /** Reads its settings. */
  get(): Promise<Answer>;
  patch(fields: object): Promise<Answer>;
  endpoints(): Promise<Record<string, unknown>[]>;
  /** The current secret of its only endpoint in plain text. */
  secret(): Promise<string>;
  /** Publishes an event and returns its record with its deliveries. */
  publish(type: string, data: object): Promise<Record<string, unknown>>;
}

/** API and worker of one process, on a database of its own. */
export interface SettingsApi {
  admin: Call;
  createTenant(): Promise<SettingsTenant>;
  createKey(role: string, tenant?: string): Promise<Call>;
  close(): Promise<void>;
}

export async function startSettingsApi(env: NodeJS.ProcessEnv = {}): Promise<SettingsApi> {
  const database = await createTestDatabase();
  const settings = {
    ...loadSettings(
      { LOG_LEVEL: 'silent', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000', ...env },
      '.',
    ),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  const running = await startProcess(settings, createLogger(settings));
  const as =
    (key: string): Call =>
    (method, path, body) =>
      callApi<Record<string, unknown>>(running.url, method, path, body, key);
  const admin = as(ADMIN_KEY);
  const ok = async (call: Call, method: string, path: string, body?: unknown) =>
    requireOk(path, { headers: new Headers(), ...(await call(method, path, body)) });

  const createKey = async (role: string, tenant?: string): Promise<Call> => {
    const path = tenant === undefined ? '/v1/api-keys' : `/v1/tenants/${tenant}/api-keys`;
    return as(String((await ok(admin, 'POST', path, { role, name: role }))['key']));
  };

  const createTenant = async (): Promise<SettingsTenant> => {
    const id = String((await ok(admin, 'POST', '/v1/tenants', { name: 'Acme' }))['id']);
    const own = await createKey('tenant', id);
    const endpoints = async (): Promise<Record<string, unknown>[]> =>
      (await ok(own, 'GET', '/v1/tenants/me/endpoints'))['data'] as Record<string, unknown>[];
    return {
      id,
      own,
      endpoints,
      get: () => own('GET', '/v1/tenants/me/settings'),
      patch: (fields) => own('PATCH', '/v1/tenants/me/settings', fields),
      secret: async () => {
        const [endpoint] = await endpoints();
        const path = `/v1/tenants/me/endpoints/${String(endpoint?.['id'])}/secret`;
        return String((await ok(own, 'GET', path))['secret']);
      },
      publish: async (type, data) => {
        const published = await ok(admin, 'POST', '/v1/events', { tenant_id: id, type, data });
        return ok(own, 'GET', `/v1/tenants/me/events/${String(published['id'])}`);
      },
    };
  };

  return {
    admin,
    createTenant,
    createKey,
    close: async () => {
      await running.stop();
      await database.drop();
    },
  };
}
