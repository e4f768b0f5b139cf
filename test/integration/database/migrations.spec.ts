import { expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source.js';
import { applyFunctions } from '../../../src/database/functions.js';
import { createTestDatabase } from '../../support/services/index.js';

/** Columns, indexes, functions and triggers, with their definitions. */
const SCHEMA = `
SELECT 'column' AS kind, table_name || '.' || column_name || ' ' || data_type AS what
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'function', pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', pg_get_triggerdef(t.oid) FROM pg_trigger t WHERE NOT t.tgisinternal
ORDER BY 1, 2`;

const schemaOf = (source: DataSource): Promise<unknown[]> => source.query(SCHEMA);

it('every migration can be taken back, and made again to the same schema', async () => {
  const database = await createTestDatabase();
  const source = await createDataSource({ url: database.url }).initialize();
  const schema = await schemaOf(source);
  for (let left = source.migrations.length; left > 0; left -= 1) await source.undoLastMigration();
  expect(await source.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual(
    [{ tablename: 'migrations' }],
  );
  expect(await source.runMigrations()).toHaveLength(source.migrations.length);
  await applyFunctions(source);
  await source.query('SELECT ensure_partitions(2)');
  expect(await schemaOf(source)).toEqual(schema);
  await source.destroy();
  await database.drop();
});
