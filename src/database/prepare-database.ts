import { asSystem } from '../common/index.js';
import type { Logger } from '../common/index.js';
import { createDataSource } from './data-source.js';
import { databaseProblem, differenceProblem } from './database-problem.js';
import { missingFunctions } from './functions.js';
import { migrate } from './migrate.js';
import { sessionsFor } from './session/index.js';
import type { DatabaseAccess } from './session/index.js';
import { tablesWithoutWall } from './tenant-wall.js';
import { waitForDatabase } from './wait-for-database.js';

interface DatabaseSettings {
  databaseUrl: string;
  migrationDatabaseUrl?: string;
  migrate: 'on' | 'off' | 'only';
}

/**
 * Waits for the database and brings its schema up to date, or with `migrate: 'off'` checks that it is. Throws
 * an error that says what to do where Postrider cannot work with the database.
 */
export function prepareDatabase(settings: DatabaseSettings, logger: Logger): Promise<void> {
  return asSystem(() => prepare(settings, logger));
}

async function prepare(settings: DatabaseSettings, logger: Logger): Promise<void> {
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
    const access = { url: databaseUrl, sessions: sessionsFor(report) };
    await requireSchema(access);
    const gap = await wallProblem(access, report.role);
    if (gap !== undefined)
      throw new Error(`${gap}, and MIGRATE is off: run this release once with MIGRATE=only.`);
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

/** Returns where the wall between tenants is not whole for a role, as the beginning of a sentence; undefined: nowhere. */
export async function wallProblem(
  access: DatabaseAccess,
  worksAs: string,
): Promise<string | undefined> {
  const source = await createDataSource({ ...access, poolSize: 1 }).initialize();
  try {
    const [first, ...others] = await tablesWithoutWall(source, worksAs);
    if (first === undefined) return undefined;
    return `The wall between tenants is missing for the role ${worksAs} in ${others.length + 1} tables (first ${first})`;
  } finally {
    await source.destroy();
  }
}

/**
 * Returns the migrations and then the functions that were not applied yet, oldest first, out of `total`.
 * Those of a later release do not count: workers of both run side by side.
 */
export async function missingMigrations(
  access: DatabaseAccess,
): Promise<{ missing: string[]; total: number }> {
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
    const migrations = source.migrations
      .map((migration) => migration.name ?? migration.constructor.name)
      .filter((name) => !names.has(name));
    const functions = await missingFunctions(source);
    return {
      missing: [...migrations, ...functions.missing],
      total: source.migrations.length + functions.total,
    };
  } finally {
    await source.destroy();
  }
}
