import { Writable } from 'node:stream';
import { Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { vi } from 'vitest';
import { AuthModule } from '../../../src/auth/index.js';
import { createLogger } from '../../../src/common/index.js';
import { loadSettings, SettingsModule } from '../../../src/config/index.js';
import { DatabaseModule } from '../../../src/database/index.js';
import { createHttpApp, serveOpenApi } from '../../../src/http/index.js';
import { MetricsModule } from '../../../src/metrics/index.js';
import { TenantsModule } from '../../../src/tenants/index.js';
import { logOf } from '../../support/log-module.js';
import { createTestDatabase } from '../../support/services/index.js';

export const ADMIN_KEY = 'pr_the-bootstrap-admin-key-of-these-tests';

export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed body; empty where there was none. */
  body: Record<string, unknown>;
}

export interface CallOptions {
  /** Defaults to the bootstrap admin key; null sends no key. */
  key?: string | null;
  /** A string or buffer is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** The API's shell with keys and tenants, listening on loopback, on a database of its own. */
export interface TestApi {
  app: NestFastifyApplication;
  url: string;
  databaseUrl: string;
  /** What was logged so far. */
  logged(): string;
  /** The line of a request, which is written once its answer is out. */
  lineOf(requestId: string): Promise<string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

@Module({})
class TestModule {}

export async function startTestApi(
  controllers: Type[] = [],
  routeTo: (databaseUrl: string) => Promise<string> = (url) => Promise.resolve(url),
  env: NodeJS.ProcessEnv = {},
  imports: NonNullable<DynamicModule['imports']> = [],
): Promise<TestApi> {
  const database = await createTestDatabase();
  const settings = {
    ...loadSettings({ RATE_LIMIT_PER_MINUTE: '1000000', ...env }, '.'),
    databaseUrl: await routeTo(database.url),
    adminApiKey: ADMIN_KEY,
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
  };
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger({ logLevel: 'debug' }, stream);
  const root: DynamicModule = {
    module: TestModule,
    imports: [
      SettingsModule.forRoot(settings),
      DatabaseModule.forRoot(),
      MetricsModule,
      logOf(logger),
      AuthModule,
      TenantsModule,
      ...imports,
    ],
    controllers,
  };
  const app = await createHttpApp(root, logger);
  serveOpenApi(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();

  return {
    app,
    url,
    databaseUrl: database.url,
    logged: () => lines.join(''),
    lineOf: (requestId) => {
      const find = (): string => {
        const line = lines.find((text) => text.includes(`"${requestId}"`));
        if (line === undefined) throw new Error(`no line of ${requestId} yet`);
        return line;
      };
      return vi.waitFor(find, { timeout: 10_000, interval: 5 });
    },
    call: (method, path, options) => call(`${url}${path}`, method, options),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}

async function call(
  url: string,
  method: string,
  { key = ADMIN_KEY, body, headers = {} }: CallOptions = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: bytesOf(body) }),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: isJson && text ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
}

function bytesOf(body: unknown): string | Buffer<ArrayBuffer> {
  if (typeof body === 'string') return body;
  return Buffer.isBuffer(body) ? Buffer.from(body) : JSON.stringify(body);
}
