import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { asSystem } from '../../../src/common/index.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { applyFunctions, missingFunctions } from '../../../src/database/functions.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

const FOLDER = new URL('../../../sql/functions/', import.meta.url);
const FILE = 'sql/functions/uuid_now.sql';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await asSystem(() => createDataSource({ url: database.url }).initialize());
});
afterAll(async () => {
  await source.destroy();
  await database.drop();
});

it('every function has a file of its name, and every file one function', async () => {
  const functions = await source.query<{ name: string }[]>(
    `SELECT proname AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const files = (await readdir(FOLDER)).toSorted();
  expect(functions.map(({ name }) => `${name}.sql`)).toEqual(files);
});

it('every body is valid where PostgreSQL checks it', async () => {
  for (const file of await readdir(FOLDER)) {
    const text = await readFile(new URL(file, FOLDER), 'utf8');
    await expect(source.query(text), file).resolves.not.toThrow();
  }
});

it('every function of one expression becomes part of the plan of its caller', async () => {
  const scalar = await source.query<{ name: string; types: string[] }[]>(
    `SELECT proname AS name, ARRAY(SELECT format_type(t, NULL) FROM unnest(proargtypes) WITH ORDINALITY AS a (t, n)
       ORDER BY n) AS types
     FROM pg_proc JOIN pg_language l ON l.oid = prolang
     WHERE pronamespace = 'public'::regnamespace AND lanname = 'sql' AND NOT proretset AND provolatile <> 'v'`,
  );
  const called: string[] = [];
  for (const { name, types } of scalar) {
    const columns = types.map((type, place) => `NULL::${type} AS p${place}`).join(', ');
    const args = types.map((_, place) => `p${place}`).join(', ');
    const plan = await source.query<{ 'QUERY PLAN': string }[]>(
      `EXPLAIN (VERBOSE) SELECT ${name}(${args}) FROM (SELECT ${columns} OFFSET 0) given`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    if (text.includes(`${name}(`)) called.push(name);
  }
  expect(scalar.length).toBeGreaterThan(5);
  // These have a FROM of their own.
  expect(called.toSorted()).toEqual(['end_of_window', 'last_error_class']);
});

describe('a start', () => {
  /** Leaves the database as another build would, applies the functions, and returns the version kept. */
  const startAfter = async (version: number, hash: string): Promise<number | undefined> => {
    await source.query(
      `UPDATE applied_functions SET version = $1, hash = $2 WHERE name = 'uuid_now'`,
      [version, hash],
    );
    await source.query(`CREATE OR REPLACE FUNCTION uuid_now() RETURNS uuid LANGUAGE sql VOLATILE
      AS $$ SELECT '00000000-0000-0000-0000-000000000000'::uuid $$`);
    await applyFunctions(source);
    const [row] = await source.query<{ version: number }[]>(
      `SELECT version FROM applied_functions WHERE name = 'uuid_now'`,
    );
    return row?.version;
  };
  const isReplaced = async (): Promise<boolean | undefined> => {
    const [row] = await source.query<{ replaced: boolean }[]>(
      `SELECT uuid_now() <> '00000000-0000-0000-0000-000000000000' AS replaced`,
    );
    return row?.replaced;
  };

  it('replaces a text of a lower version, and counts it as missing until then', async () => {
    await source.query(`UPDATE applied_functions SET version = 0 WHERE name = 'uuid_now'`);
    expect((await missingFunctions(source)).missing).toEqual([FILE]);
    expect(await startAfter(0, 'of another text')).toBe(1);
    expect(await isReplaced()).toBe(true);
    expect((await missingFunctions(source)).missing).toEqual([]);
  });

  it('replaces another text of the same version, as a developer leaves it', async () => {
    await startAfter(1, 'of another text');
    expect(await isReplaced()).toBe(true);
  });

  it('leaves a text alone whose hash is the recorded one', async () => {
    const [row] = await source.query<{ hash: string }[]>(
      `SELECT hash FROM applied_functions WHERE name = 'uuid_now'`,
    );
    await startAfter(1, row?.hash ?? '');
    expect(await isReplaced()).toBe(false);
  });

  it('puts no older text back where a later build has been', async () => {
    expect(await startAfter(1_000, 'of a later build')).toBe(1_000);
    expect(await isReplaced()).toBe(false);
    expect((await missingFunctions(source)).missing).toEqual([]);
  });
});
