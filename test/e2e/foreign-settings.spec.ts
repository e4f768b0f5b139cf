import { expect, it } from 'vitest';
import {
  adminQuery,
  createEmptyDatabase,
  databaseUrl,
  type TestDatabase,
} from '../support/services/index.js';
import { spawnPostrider, useLab } from '../support/app/index.js';
import { walkThrough } from '../support/walk-through.js';

const lab = useLab();

/** What other applications on the same server may want, and what would break ours. */
const FOREIGN = {
  DateStyle: 'SQL, DMY',
  IntervalStyle: 'sql_standard',
  TimeZone: 'Asia/Kathmandu',
  client_encoding: 'LATIN1',
  standard_conforming_strings: 'off',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  array_nulls: 'off',
  search_path: 'nowhere',
  default_transaction_isolation: 'serializable',
  statement_timeout: '500ms',
  idle_in_transaction_session_timeout: '1ms',
  idle_session_timeout: '500ms',
};

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

async function change(database: TestDatabase, whose: string): Promise<void> {
  for (const [name, value] of Object.entries(FOREIGN))
    await adminQuery(database.url, `ALTER ${whose} SET ${name} TO '${value}'`);
}

it.each(['database', 'role'])('a %s with other settings changes no answer', async (whose) => {
  const database = await createEmptyDatabase();
  const name = nameOf(database.url);
  const url = new URL(database.url);
  try {
    if (whose === 'database') {
      await change(database, `DATABASE ${name}`);
    } else {
      await adminQuery(database.url, `CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'p@ss'`);
      await adminQuery(database.url, `GRANT ALL ON SCHEMA public TO ${name}`);
      await change(database, `ROLE ${name}`);
      url.username = name;
      url.password = 'p@ss';
    }
    const receiver = await lab.receiver();
    const app = await lab.postrider({ databaseUrl: url.href });
    expect(await walkThrough(app, receiver)).toBe(10);
    await app.stop();
  } finally {
    await database.drop();
    if (whose === 'role') {
      const server = databaseUrl(database.url, 'postgres');
      for (const role of [`${name}_tenant`, name]) await adminQuery(server, `DROP ROLE ${role}`);
    }
  }
});

it.each([
  ['LATIN1', `LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'LATIN1'`],
  ['SQL_ASCII', `LOCALE_PROVIDER libc LOCALE 'C' ENCODING 'SQL_ASCII'`],
])('a database in %s is refused in one line', async (encoding, clauses) => {
  const database = await createEmptyDatabase(clauses);
  const running = await spawnPostrider({ databaseUrl: database.url });
  expect(await running.ended).toBe(1);
  expect(running.stderr().trimEnd().split('\n')).toEqual([
    expect.stringContaining(`has the encoding ${encoding}, and Postrider needs UTF8`),
  ]);
  await database.drop();
});
