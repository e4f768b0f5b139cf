import { leadToSameDatabase } from './session/index.js';
import type { DatabaseReport } from './session/index.js';

/**
 * Returns why Postrider cannot work with a database, as a sentence that says what to do; undefined where it can.
 * `direct` describes the database of `MIGRATION_DATABASE_URL`, if that is set.
 */
export function databaseProblem(
  report: DatabaseReport,
  direct?: DatabaseReport,
): string | undefined {
  const { place, encoding, role, runsTriggers, schema, pooling } = report;
  if (encoding !== 'UTF8') {
    return (
      `The database at ${place} has the encoding ${encoding}, and Postrider needs UTF8: create one ` +
      `with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8'.`
    );
  }
  if (!runsTriggers) {
    return (
      `Triggers are switched off for the role ${role} at ${place}: run ` +
      `ALTER ROLE ${role} RESET session_replication_role.`
    );
  }
  if (schema !== undefined && schema !== 'public') {
    return (
      `The tables at ${place} are in the schema ${schema}, which the search_path of ${role} leads to, ` +
      'and Postrider works in the schema public: move them with ALTER TABLE … SET SCHEMA public.'
    );
  }
  if (direct === undefined && pooling === 'transaction') {
    return (
      `DATABASE_URL (${place}) leads to a pooler of transactions: set MIGRATION_DATABASE_URL to a ` +
      'connection without a pooler, which migrations, their lock and LISTEN need.'
    );
  }
  if (direct?.pooling === 'transaction') {
    return (
      `MIGRATION_DATABASE_URL (${direct.place}) leads to a pooler of transactions: set it to the ` +
      'address of PostgreSQL itself.'
    );
  }
  return undefined;
}

/**
 * Returns a sentence like `databaseProblem` where both URLs are set and lead to different databases: one would
 * be migrated, and the other one used.
 */
export async function differenceProblem(
  { databaseUrl, migrationDatabaseUrl }: { databaseUrl: string; migrationDatabaseUrl?: string },
  { report, direct }: { report: DatabaseReport; direct: DatabaseReport | undefined },
): Promise<string | undefined> {
  if (migrationDatabaseUrl === undefined || direct === undefined) return undefined;
  if (await leadToSameDatabase(migrationDatabaseUrl, databaseUrl)) return undefined;
  return (
    `DATABASE_URL (${report.place}) and MIGRATION_DATABASE_URL (${direct.place}) lead to different ` +
    'databases: set both to the same one, in which only the role and the way there may differ.'
  );
}
