import type { Logger } from '../common/index.js';
import { databaseProblem, differenceProblem } from './database-problem.js';
import { migrate } from './migrate.js';
import { missingMigrations } from './missing-migrations.js';
import { sessionsFor } from './session/index.js';
import type { DatabaseAccess } from './session/index.js';
import { waitForDatabase } from './wait-for-database.js';

interface DatabaseSettings {
  databaseUrl: string;
  migrationDatabaseUrl?: string;
  migrate: 'on' | 'off' | 'only';
}

/**
 * Waits for the database and brings its schema up to date, or with `migrate: 'off'` checks that it
 * is. Throws what to mend where we cannot work with it.
 */
export async function prepareDatabase(settings: DatabaseSettings, logger: Logger): Promise<void> {
  const { databaseUrl, migrationDatabaseUrl } = settings;
  const report = await waitForDatabase(databaseUrl, 'DATABASE_URL', logger);
  const direct =
    migrationDatabaseUrl === undefined
      ? undefined
      : await waitForDatabase(migrationDatabaseUrl, 'MIGRATION_DATABASE_URL', logger);
  const problem =
    databaseProblem(report, direct) ?? (await differenceProblem(settings, { report, direct }));
  if (problem !== undefined) throw new Error(problem);
  if (settings.migrate === 'off') {
    await requireSchema({ url: databaseUrl, sessions: sessionsFor(report) });
    return;
  }
  const access = {
    url: migrationDatabaseUrl ?? databaseUrl,
    sessions: sessionsFor(direct ?? report),
  };
  await migrate(access, { logger, worksAs: report.role });
}

async function requireSchema(access: DatabaseAccess): Promise<void> {
  const { missing, total } = await missingMigrations(access);
  if (missing.length === 0) return;
  throw new Error(
    `The schema lacks ${missing.length} of ${total} migrations and functions (first ${missing[0]}), ` +
      'and MIGRATE is off: run this release once with MIGRATE=only.',
  );
}
