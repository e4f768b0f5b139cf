// What was released and stays: the migrations, and the signatures of the functions. `sql/released.json` has them.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const WRITE = 'run npm run schema, which writes sql/released.json';
const VERSION_LINE = /^-- version (\d+)\r?\n/;

/**
 * Returns what the files and the database have now, in the form of `sql/released.json`.
 *
 * @param {string} root
 * @param {{ name: string, signature: string }[]} signatures of the functions in a migrated database
 */
export async function readPresent(root, signatures) {
  const migrations = {};
  for (const file of await filesIn(join(root, 'migrations'), '.ts')) {
    migrations[file] = hashOf(await readFile(join(root, 'migrations', file)));
  }
  const functions = {};
  for (const { name, signature } of signatures) {
    const text = await readFile(join(root, 'sql', 'functions', `${name}.sql`), 'utf8').catch(
      () => '',
    );
    const version = Number(VERSION_LINE.exec(text)?.[1] ?? 0);
    functions[name] = { version, hash: hashOf(text), signature };
  }
  return { migrations, functions };
}

/**
 * Compares what was released with what is there. Returns a sentence for each difference that breaks a rule,
 * and the content of `sql/released.json` with what is new; `released` stays as it is where a rule is broken.
 *
 * @param {{ migrations: Record<string, string>,
 *   functions: Record<string, { version: number, hash: string, signature: string }> }} released
 * @param {typeof released} present
 * @returns {{ problems: string[], next: typeof released }}
 */
export function compareReleased(released, present) {
  const problems = [
    ...Object.entries(released.migrations).flatMap(([file, hash]) =>
      problemOfMigration(file, hash, present.migrations[file]),
    ),
    ...Object.entries(released.functions).flatMap(([name, former]) =>
      problemOfFunction(name, former, present.functions[name]),
    ),
  ];
  const next = {
    migrations: sorted({ ...present.migrations, ...released.migrations }),
    functions: sorted(problems.length > 0 ? released.functions : present.functions),
  };
  return { problems, next };
}

function problemOfMigration(file, hash, found) {
  const place = `migrations/${file}`;
  if (found === undefined) return [`${place} was released and is gone: put it back`];
  if (found === hash) return [];
  return [
    `${place} was released and has been edited: put its text back and make the change in a new file in ` +
      `migrations/, named in src/database/data-source.ts; then ${WRITE}. ` +
      '(Only where no release has it yet: delete its line in sql/released.json first.)',
  ];
}

function problemOfFunction(name, former, found) {
  const place = `sql/functions/${name}.sql`;
  if (found === undefined) {
    return [
      `${place} was released and is gone: workers of the former build call it. (Once no build in use does: ` +
        'drop it in a migration and delete its entry in sql/released.json.)',
    ];
  }
  if (found.signature !== former.signature) {
    return [
      `${place}: the signature was released as ${former.signature} and is now ${found.signature}: put it ` +
        'back, and write the other one as a new function with a new name',
    ];
  }
  if (found.hash !== former.hash && found.version <= former.version) {
    return [
      `${place}: version ${former.version} was released with another text: make its first line ` +
        `"-- version ${former.version + 1}". (Only where no release has version ${former.version} yet: ` +
        'delete its entry in sql/released.json.)',
    ];
  }
  return [];
}

function sorted(record) {
  return Object.fromEntries(
    Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );
}

async function filesIn(folder, ending) {
  return (await readdir(folder)).filter((file) => file.endsWith(ending)).toSorted();
}

function hashOf(content) {
  return createHash('sha256').update(content).digest('hex');
}
