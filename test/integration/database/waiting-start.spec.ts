import { Writable } from 'node:stream';
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { createLogger } from '../../../src/common/index.js';
import { prepareDatabase } from '../../../src/database/index.js';
import { createTestDatabase } from '../../support/services/index.js';

it('a start that waits for the lock of migrations says who has it', async () => {
  const database = await createTestDatabase();
  const holder = new Client({ connectionString: database.url, application_name: 'another start' });
  await holder.connect();
  await holder.query('SELECT pg_advisory_lock(7305512201)');
  const lines: { msg: string; holder?: object }[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as { msg: string });
      done();
    },
  });
  const starting = prepareDatabase(
    { databaseUrl: database.url, migrate: 'on' },
    createLogger({ logLevel: 'info' }, stream),
  );
  await expect
    .poll(() => lines, { timeout: 20_000 })
    .toMatchObject([
      {
        msg: expect.stringContaining('waiting for the lock of migrations') as string,
        holder: { application_name: 'another start', pid: expect.any(Number) as number },
      },
    ]);
  await holder.end();
  await starting;
  await database.drop();
});
