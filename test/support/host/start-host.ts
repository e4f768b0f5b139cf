import { Module } from '@nestjs/common';
import type { Abstract, INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PostriderModule } from '../../../src/index.js';
import type { PostriderOptions } from '../../../src/index.js';

/** An application with its own default data source that publishes through Postrider. */
export interface Host {
  get<T>(token: Type<T> | Abstract<T>): T;
  source: DataSource;
  close(): Promise<void>;
}

@Module({})
class HostModule {}

/** The keys that `startEngine` gives to Postrider. */
export const ENCRYPTION_KEYS = [{ id: 'k1', key: Buffer.alloc(32, 1) }] as const;

export async function startHost(
  url: string,
  modules: Type[],
  options: Partial<PostriderOptions> = {},
): Promise<Host> {
  const root = {
    module: HostModule,
    imports: [
      TypeOrmModule.forRoot({ type: 'postgres', url, autoLoadEntities: true, retryAttempts: 0 }),
      PostriderModule.forRoot({
        databaseUrl: url,
        encryptionKeys: ENCRYPTION_KEYS,
        logLevel: 'silent',
        ...options,
      }),
      ...modules,
    ],
  };
  const context: INestApplicationContext = await NestFactory.createApplicationContext(root, {
    logger: false,
    abortOnError: false,
  });
  return {
    get: (token) => context.get(token, { strict: false }),
    source: context.get(DataSource),
    close: () => context.close(),
  };
}
