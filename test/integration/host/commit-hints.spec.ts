import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommitHints } from '../../../src/publishing/host/commit-hints.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';

let engine: Engine;
let source: DataSource;
beforeAll(async () => {
  engine = await startEngine([]);
  source = await new DataSource({ type: 'postgres', url: engine.databaseUrl }).initialize();
});
afterAll(async () => {
  await source.destroy();
  await engine.close();
});

it('gives one hint for a transaction, after its commit and not at the end of a nested one', async () => {
  let given = 0;
  const hints = new CommitHints(() => (given += 1));
  await source.transaction(async (manager) => {
    hints.afterPublish(manager);
    await manager.transaction((inner) => {
      hints.afterPublish(inner);
      return Promise.resolve();
    });
    expect(given).toBe(0);
  });
  expect(given).toBe(1);
  await source.transaction((manager) => manager.query('SELECT 1'));
  expect(given).toBe(1);
  hints.afterPublish(source.manager);
  expect(given).toBe(2);
  hints.close();
  expect(source.subscribers).toEqual([]);
});
