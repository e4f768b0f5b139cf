import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { DueWork, HotPool } from '../../../src/database/index.js';
import { createTestDatabase } from '../../support/services/index.js';
import type { TestDatabase } from '../../support/services/index.js';

let database: TestDatabase;
let pool: HotPool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = new HotPool({ url: database.url });
});
afterAll(async () => {
  await pool.close();
  await database.drop();
});

it('jobs that ask at the same moment share a statement, and each gets its answer', async () => {
  const run = vi.spyOn(pool, 'run');
  const due = new DueWork(pool);
  const questions = ['true', 'EXISTS (SELECT FROM pending_fanouts)', 'now() > now()', '1 = 1'].map(
    (condition) => due.when(condition),
  );
  expect(await Promise.all(questions.map((ask) => ask()))).toEqual([true, false, false, true]);
  expect(run).toHaveBeenCalledTimes(1);

  const another = due.when('EXISTS (SELECT FROM applied_functions)');
  expect(await another()).toBe(true);
  expect(run).toHaveBeenCalledTimes(2);
});

it('a question of a later moment gets an answer of its own', async () => {
  const due = new DueWork(pool);
  const ask = due.when(`EXISTS (SELECT FROM pending_fanouts)`);
  expect(await ask()).toBe(false);
  await pool.run({
    name: 'insert-pending',
    text: `INSERT INTO pending_fanouts (event_id) VALUES (uuid_now())`,
  });
  await vi.waitFor(async () => expect(await ask()).toBe(true));
});

it('a database that does not answer is an error of the question', async () => {
  const closed = new HotPool({ url: database.url });
  await closed.close();
  await expect(new DueWork(closed).when('true')()).rejects.toThrow(/pool/);
});
