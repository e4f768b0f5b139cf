import { Client } from 'pg';
import { asSystem } from '../../src/common/index.js';
import { createDataSource } from '../../src/database/data-source.js';
import { createEmptyDatabase } from './services/index.js';

/** The last migration of a build whose claims take one lock for all tenants. */
const LAST_OF_FORMER = 'CreatePublishFunction1763600020100';

interface FunctionRow {
  name: string;
  definition: string;
}

/**
 * Adds the functions of a former build to a database of today, each with `former_` before its name, so that both
 * builds claim in it. Trigger functions are left out.
 */
export async function addFormerClaims(databaseUrl: string): Promise<void> {
  const functions = await asSystem(readFormerFunctions);
  const names = new RegExp(`\\b(${functions.map(({ name }) => name).join('|')})\\b`, 'g');
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('SET check_function_bodies = off');
  for (const { definition } of functions) {
    await client.query(definition.replaceAll(names, 'former_$1'));
  }
  await client.end();
}

async function readFormerFunctions(): Promise<FunctionRow[]> {
  const database = await createEmptyDatabase();
  const source = await createDataSource({ url: database.url }).initialize();
  const last = source.migrations.findIndex(({ name }) => name === LAST_OF_FORMER);
  source.migrations.splice(last + 1);
  await source.runMigrations();
  const rows = await source.query<FunctionRow[]>(
    `SELECT proname AS name, pg_get_functiondef(oid) AS definition FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype`,
  );
  await source.destroy();
  await database.drop();
  return rows;
}
