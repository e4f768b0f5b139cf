import { startProcess } from '../../../src/app/start-process.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings } from '../../../src/config/index.js';
import type { RunSettings } from '../../../src/config/index.js';
import { callApi, requireOk } from '../../support/app/call-api.js';
import type { ApiAnswer } from '../../support/app/call-api.js';
import { createTestDatabase } from '../../support/services/index.js';

const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';

/** API and worker in this process, on a database of their own. */
export interface RunningProduct {
  url: string;
  databaseUrl: string;
  adminKey: string;
  /** Calls the API as admin. */
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<ApiAnswer<T>>;
  /** The body of an answer that must be a 2xx. */
  ok<T>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export async function startProduct(changes: Partial<RunSettings> = {}): Promise<RunningProduct> {
  const database = await createTestDatabase();
  const settings = {
    ...loadSettings({ LOG_LEVEL: 'silent', PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000' }, '.'),
    databaseUrl: database.url,
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    ...changes,
  };
  const running = await startProcess(settings, createLogger(settings));
  const call = <T>(method: string, path: string, body?: unknown): Promise<ApiAnswer<T>> =>
    callApi<T>(running.url, method, path, body, ADMIN_KEY);
  return {
    url: running.url,
    databaseUrl: database.url,
    adminKey: ADMIN_KEY,
    call,
    ok: async <T>(method: string, path: string, body?: unknown) =>
      requireOk(`${method} ${path}`, await call<T>(method, path, body)),
    close: async () => {
      await running.stop();
      await database.drop();
    },
  };
}
