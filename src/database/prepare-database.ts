import type { Logger } from '../common/index.js';
import { createDataSource } from './data-source.js';
import { databaseProblem } from './database-problem.js';
import { migrate } from './migrate.js';
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
  const problem = databaseProblem(report, direct);
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

/** Migrations of a later release are no reason to refuse: workers of both run side by side. */
async function requireSchema(access: DatabaseAccess): Promise<void> {
  const source = await createDataSource({ ...access, poolSize: 1 }).initialize();
  try {
    const [table] = await source.query<{ found: string | null }[]>(
      `SELECT to_regclass('public.migrations') AS found`,
    );
    const applied =
      table?.found == null
        ? []
        : await source.query<{ name: string }[]>('SELECT name FROM public.migrations');
    const names = new Set(applied.map(({ name }) => name));
    const missing = source.migrations.flatMap(({ name = '' }) => (names.has(name) ? [] : [name]));
    if (missing.length === 0) return;
    throw new Error(
      `The schema lacks ${missing.length} of ${source.migrations.length} migrations (first ` +
        `${missing[0]}), and MIGRATE is off: run this release once with MIGRATE=only.`,
    );
  } finally {
    await source.destroy();
  }
}
