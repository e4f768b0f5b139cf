import { createDataSource } from './data-source.js';
import { missingFunctions } from './functions.js';
import type { DatabaseAccess } from './session/index.js';

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
    const migrations = source.migrations.flatMap(({ name = '' }) =>
      names.has(name) ? [] : [name],
    );
    const functions = await missingFunctions(source);
    return {
      missing: [...migrations, ...functions.missing],
      total: source.migrations.length + functions.total,
    };
  } finally {
    await source.destroy();
  }
}
