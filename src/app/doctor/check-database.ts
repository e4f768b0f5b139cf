import type { Settings } from '../../config/index.js';
import {
  databaseProblem,
  differenceProblem,
  inspectDatabase,
  missingMigrations,
  queryOnce,
  sessionsFor,
  wallProblem,
} from '../../database/index.js';
import type { DatabaseAccess, DatabaseReport } from '../../database/index.js';
import { clockDifference } from './check-machine.js';
import { ok, problem, reasonOf, warning } from './finding.js';
import type { Found } from './finding.js';

/** The `server_version_num` of the oldest major version that is still maintained and tested. */
const OLDEST = 140_000;
/** The most connections that the pools and the listener of one process open. */
const CONNECTIONS_OF_ONE = 25;

/** The state of a database that answers. */
export interface ReachedDatabase {
  report: DatabaseReport;
  access: DatabaseAccess;
  /** The database that MIGRATION_DATABASE_URL leads to; the same as `report` where that is not set. */
  owner: DatabaseReport;
}

/**
 * Checks the version of PostgreSQL, how it is reached and whether Postrider can use it. Gives
 * `reached` where it answers.
 */
export async function checkDatabase({
  databaseUrl,
  migrationDatabaseUrl,
}: Settings): Promise<{ found: Found[]; reached?: ReachedDatabase }> {
  if (databaseUrl === undefined) {
    return { found: [ok('the embedded server, started with the process')] };
  }
  const [report, direct] = await Promise.all([
    inspect(databaseUrl, 'DATABASE_URL'),
    migrationDatabaseUrl === undefined
      ? undefined
      : inspect(migrationDatabaseUrl, 'MIGRATION_DATABASE_URL'),
  ]);
  if ('level' in report) return { found: [report] };
  if (direct && 'level' in direct) return { found: [...describe(report), direct] };
  const urls = {
    databaseUrl,
    ...(migrationDatabaseUrl !== undefined && { migrationDatabaseUrl }),
  };
  const refused =
    databaseProblem(report, direct) ?? (await differenceProblem(urls, { report, direct }));
  return {
    found: [
      ...describe(report),
      ...(refused === undefined ? [] : [problem(refused, 'a start is refused until then')]),
    ],
    reached: {
      report,
      access: { url: databaseUrl, sessions: sessionsFor(report) },
      owner: direct ?? report,
    },
  };
}

async function inspect(url: string, setting: string): Promise<DatabaseReport | Found> {
  try {
    return await inspectDatabase(url);
  } catch (error) {
    return problem(
      `${setting}: PostgreSQL refuses or does not answer (${reasonOf(error)})`,
      `see that it runs, and that host, user, password and database of ${setting} are right`,
    );
  }
}

function describe(report: DatabaseReport): Found[] {
  const { place, version, versionNumber, encoding, role, pooling, takesChanges, differing } =
    report;
  const found = `PostgreSQL ${version} at ${place}, encoding ${encoding}, role ${role}`;
  return [
    versionNumber < OLDEST
      ? problem(found, 'upgrade the server to PostgreSQL 14 or later')
      : ok(found),
    ok(pooling === 'none' ? 'no pooler between' : `a pooler of ${pooling}s between`),
    ...(takesChanges
      ? []
      : [problem(`it takes no changes from ${role}`, 'lead DATABASE_URL to the primary')]),
    ...differing.map(({ name, found: value, needed }) =>
      ok(`${name} is ${value} by default; each session of ours sets ${needed}`),
    ),
  ];
}

interface ServerRow {
  now_ms: number;
  most: number;
  used: number;
}

/** Checks the clock of the database, and whether it has room for the connections of a process. */
export async function checkServer({ access, report }: ReachedDatabase): Promise<Found[]> {
  const look = (): Promise<ServerRow | undefined> =>
    queryOnce<ServerRow>(
      access,
      `SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now_ms,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS most,
         (SELECT sum(numbackends)::int FROM pg_stat_database) AS used`,
    );
  const clock = await clockDifference('PostgreSQL', async () => (await look())?.now_ms ?? NaN);
  const row = await look();
  if (!row) return [clock];
  const left = row.most - row.used;
  const found = `${left} of ${row.most} connections are left`;
  if (left >= CONNECTIONS_OF_ONE || report.pooling !== 'none') return [clock, ok(found)];
  const advice = `a process opens up to ${CONNECTIONS_OF_ONE}: raise max_connections, or put a pooler between`;
  return [clock, warning(found, advice)];
}

/** Checks whether the migrations and the functions are applied, or a start may apply them. */
export async function checkSchema(
  { access, owner, report }: ReachedDatabase,
  { migrate, migrationDatabaseUrl }: Settings,
): Promise<Found[]> {
  const { missing, total } = await missingMigrations(access);
  if (missing.length === 0) {
    const upToDate = ok(`the schema is up to date (${total} migrations and functions)`);
    return [upToDate, ...(await checkWall({ access, report }))];
  }
  const found = `${missing.length} of ${total} migrations and functions are pending`;
  if (migrate === 'off') return [problem(found, 'run this release once with MIGRATE=only')];
  const ownerAccess = { url: migrationDatabaseUrl ?? access.url, sessions: sessionsFor(owner) };
  const row = await queryOnce<{ may: boolean }>(
    ownerAccess,
    `SELECT has_schema_privilege(current_user, 'public', 'CREATE') AS may`,
  );
  if (row?.may) return [ok(`${found}; the next start applies them`)];
  const advice = `GRANT CREATE ON SCHEMA public TO ${owner.role}, or name the owner in MIGRATION_DATABASE_URL`;
  return [problem(`${found}, and ${owner.role} may create nothing in the schema public`, advice)];
}

interface RoleRow {
  is_free: boolean;
  owns: boolean;
}

/** Checks the wall between tenants: requests of tenants are always behind it, other work only as a role of its own. */
async function checkWall({
  access,
  report: { role },
}: Pick<ReachedDatabase, 'access' | 'report'>): Promise<Found[]> {
  const gap = await wallProblem(access, role);
  if (gap !== undefined) return [problem(gap, 'run this release once with MIGRATE=only')];
  const row = await queryOnce<RoleRow>(
    access,
    `SELECT rolsuper OR rolbypassrls AS is_free, EXISTS (SELECT FROM pg_class
       WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')) AS owns
     FROM pg_roles r WHERE rolname = current_user`,
  );
  if (!row?.is_free && !row?.owns) return [ok(`row-level security holds for ${role}`)];
  const why = row.is_free ? 'is a superuser or has BYPASSRLS' : 'owns the tables';
  return [
    warning(
      `${role} ${why}: row-level security holds for requests of tenants only`,
      'name a role in DATABASE_URL that owns nothing, and the owner in MIGRATION_DATABASE_URL',
    ),
  ];
}
