import { Module } from '@nestjs/common';
import type { DynamicModule, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FoundationModule } from '../../src/app/foundation.module.js';
import { asSystem, createLogger, newUuid, publicId } from '../../src/common/index.js';
import { loadSettings } from '../../src/config/index.js';
import type { RunSettings } from '../../src/config/index.js';
import { HotPool, statement } from '../../src/database/index.js';
import { createTestDatabase } from './services/index.js';

/** The product's modules without HTTP, on a database of their own. */
export interface Engine {
  get<T>(token: Type<T>): T;
  databaseUrl: string;
  /** Rows of a statement; for what no service shows. */
  sql<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** A new tenant (UUID) with one endpoint per entry. */
  createTenant(endpoints?: EndpointColumns[]): Promise<{ id: string; endpointIds: string[] }>;
  close(): Promise<void>;
}

/** Columns of `endpoints` that differ from the defaults. */
export interface EndpointColumns {
  url?: string;
  max_in_flight?: number;
  status?: string;
  event_types?: string[] | null;
  format?: string;
  batch?: { max_items: number; wait_ms: number };
  rate_limit_per_second?: number;
  ordered?: boolean;
}

@Module({})
class EngineModule {}

export async function startEngine(
  modules: Type[],
  changes: Partial<RunSettings> = {},
): Promise<Engine> {
  const database = await createTestDatabase();
  const settings: RunSettings = {
    ...loadSettings({ LOG_LEVEL: 'silent' }, '.'),
    databaseUrl: database.url,
    adminApiKey: 'not used',
    encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
    ...changes,
  };
  const root: DynamicModule = {
    module: EngineModule,
    imports: [FoundationModule.forRoot(settings, createLogger(settings)), ...modules],
  };
  const context: INestApplicationContext = await NestFactory.createApplicationContext(root, {
    logger: false,
    abortOnError: false,
  });
  const pool = context.get(HotPool, { strict: false });
  const sql = <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    asSystem(() => pool.run(statement<Row>('', text), values));
  return {
    get: (token) => context.get(token, { strict: false }),
    databaseUrl: database.url,
    sql,
    createTenant: async (endpoints = []) => {
      const id = newUuid();
      await sql(`INSERT INTO tenants (id, name) VALUES ($1, 'Acme')`, [id]);
      const endpointIds = endpoints.map(() => newUuid());
      for (const [index, endpoint] of endpoints.entries()) {
        await sql(
          `INSERT INTO endpoints (id, tenant_id, url, max_in_flight, status, event_types, format, batch,
             rate_limit_per_second, ordered, signing)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '["standard"]')`,
          [
            endpointIds[index],
            id,
            endpoint.url ?? 'https://example.com/',
            endpoint.max_in_flight ?? 50,
            endpoint.status ?? 'active',
            endpoint.event_types ?? null,
            endpoint.format ?? 'envelope',
            endpoint.batch ?? null,
            endpoint.rate_limit_per_second ?? null,
            endpoint.ordered ?? false,
          ],
        );
      }
      return { id, endpointIds };
    },
    close: async () => {
      await context.close();
      await database.drop();
    },
  };
}

export const tenantRef = (tenantId: string): string => publicId('tenant', tenantId);
