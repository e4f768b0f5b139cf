import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';

/** A function of the database, as its file in `sql/functions` defines it. */
interface SqlFunction {
  /** The function's name, and the file's without `.sql`. */
  name: string;
  /** From the file's first line, `-- version 3`. It rises with each release that changes the text. */
  version: number;
  text: string;
  /** SHA-256 of the text, in hexadecimal. */
  hash: string;
}

interface AppliedFunction {
  version: number;
  hash: string;
}

/** Compiled files are as far from `sql` as the sources are: `dist/src/database`, `dist/sql`. */
const FOLDER = new URL('../../sql/functions/', import.meta.url);
const VERSION_LINE = /^-- version ([1-9][0-9]*)\r?\n/;

/** Returns the functions of this build, by name. */
async function readFunctions(): Promise<SqlFunction[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.sql')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, FOLDER), 'utf8');
      const version = VERSION_LINE.exec(text)?.[1];
      if (version === undefined) {
        throw new Error(`sql/functions/${file} must begin with a line such as "-- version 1".`);
      }
      const hash = createHash('sha256').update(text).digest('hex');
      return { name: file.slice(0, -'.sql'.length), version: Number(version), text, hash };
    }),
  );
}

/**
 * Brings the functions of the database up to the texts of this build. The caller holds the migration
 * lock and has run the migrations. A function of a higher version stays as it is: it belongs to a later
 * build, whose functions serve the workers of this one too.
 */
export async function applyFunctions(source: DataSource): Promise<void> {
  const applied = await appliedFunctions(source);
  const due = (await readFunctions()).filter(({ name, version, hash }) => {
    const found = applied.get(name);
    return !found || version > found.version || (version === found.version && hash !== found.hash);
  });
  if (due.length === 0) return;
  await source.transaction(async (manager) => {
    // PostgreSQL then takes the functions in any order: it looks up what a function calls at its first call.
    await manager.query('SET LOCAL check_function_bodies = off');
    for (const { name, version, hash, text } of due) {
      await manager.query(text);
      await manager.query(
        `INSERT INTO applied_functions (name, version, hash) VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE
         SET version = excluded.version, hash = excluded.hash, applied_at = now()`,
        [name, version, hash],
      );
    }
  });
}

/**
 * Returns the functions that the database lacks or has in an earlier version than this build, as paths of
 * their files, and how many functions this build has.
 */
export async function missingFunctions(
  source: DataSource,
): Promise<{ missing: string[]; total: number }> {
  const applied = await appliedFunctions(source);
  const functions = await readFunctions();
  const missing = functions.filter(
    ({ name, version }) => version > (applied.get(name)?.version ?? 0),
  );
  return {
    missing: missing.map(({ name }) => `sql/functions/${name}.sql`),
    total: functions.length,
  };
}

async function appliedFunctions(source: DataSource): Promise<Map<string, AppliedFunction>> {
  const [table] = await source.query<{ found: string | null }[]>(
    `SELECT to_regclass('public.applied_functions') AS found`,
  );
  if (table?.found == null) return new Map();
  const rows = await source.query<(AppliedFunction & { name: string })[]>(
    'SELECT name, version, hash FROM public.applied_functions',
  );
  return new Map(rows.map(({ name, ...applied }) => [name, applied]));
}
