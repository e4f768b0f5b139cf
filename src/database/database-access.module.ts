import { Module } from '@nestjs/common';
import { SETTINGS } from '../config/index.js';
import type { RunSettings } from '../config/index.js';
import { inspectDatabase, sessionsFor } from './session/index.js';
import type { DatabaseAccess } from './session/index.js';

/** Injects the `DatabaseAccess` of all work. It may lead to a pooler. */
export const DATABASE_ACCESS = Symbol('database-access');

/** Injects the `DatabaseAccess` of sessions that outlive a transaction, such as `LISTEN`. */
export const DIRECT_ACCESS = Symbol('direct-access');

/** Inspects once how the database is reached. */
@Module({
  providers: [
    {
      provide: DATABASE_ACCESS,
      inject: [SETTINGS],
      useFactory: ({ databaseUrl }: RunSettings) => accessTo(databaseUrl),
    },
    {
      provide: DIRECT_ACCESS,
      inject: [SETTINGS, DATABASE_ACCESS],
      // Without a pooler, a process that serves uses no connection of the owner.
      useFactory: ({ migrationDatabaseUrl }: RunSettings, access: DatabaseAccess) =>
        migrationDatabaseUrl !== undefined && access.sessions?.isPooled === true
          ? accessTo(migrationDatabaseUrl)
          : access,
    },
  ],
  exports: [DATABASE_ACCESS, DIRECT_ACCESS],
})
export class DatabaseAccessModule {}

async function accessTo(url: string): Promise<DatabaseAccess> {
  return { url, sessions: sessionsFor(await inspectDatabase(url)) };
}
