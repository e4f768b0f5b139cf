import { Module } from '@nestjs/common';
import type { INestApplicationContext, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createLogger } from '../../common/index.js';
import { loadSettings } from '../../config/index.js';
import type { RunSettings } from '../../config/index.js';
import { FoundationModule } from '../foundation.module.js';

@Module({})
class CliModule {}

/** Runs a command with these providers. Redis is not needed: workers find what a command leaves for them in the database. */
export async function withApplication(
  providers: Provider[],
  work: (app: INestApplicationContext) => Promise<void>,
): Promise<number> {
  const settings = runSettings();
  const module = {
    module: CliModule,
    imports: [FoundationModule.forRoot(settings, createLogger({ logLevel: 'warn' }))],
    providers,
  };
  const options = { logger: false, abortOnError: false } as const;
  const app = await NestFactory.createApplicationContext(module, options);
  try {
    await work(app);
    return 0;
  } finally {
    await app.close();
  }
}

function runSettings(): RunSettings {
  const { redisUrl: _redisUrl, ...settings } = loadSettings(process.env, process.cwd());
  const { databaseUrl, adminApiKey, encryptionKms } = settings;
  const encryptionKeys = settings.encryptionKeys ?? (encryptionKms === undefined ? undefined : []);
  if (databaseUrl === undefined || adminApiKey === undefined || encryptionKeys === undefined) {
    throw new Error('Set DATABASE_URL, ADMIN_API_KEY and ENCRYPTION_KEYS as for the processes.');
  }
  return { ...settings, databaseUrl, adminApiKey, encryptionKeys };
}
