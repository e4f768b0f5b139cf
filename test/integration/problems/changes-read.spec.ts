import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newUuid, publicId } from '../../../src/common/index.js';
import { StatisticsModule } from '../../../src/statistics/index.js';
import { findChanges as findForExplanation } from '../../../src/explain/facts.query.js';
import { findChanges as findForProblem } from '../../../src/problems/problems.query.js';
import { startEngine } from '../../support/engine.js';
import type { Engine } from '../../support/engine.js';
import { rowsRead } from '../../support/rows-read.js';

const OTHERS = 5_000;

let engine: Engine;
let tenantId: string;
const target = publicId('endpoint', newUuid());

beforeAll(async () => {
  engine = await startEngine([StatisticsModule]);
  tenantId = (await engine.createTenant([{}])).id;
  await engine.sql(
    `INSERT INTO audit_log (id, tenant_id, actor, role, action, target)
     SELECT uuid_now(), $1, 'someone', 'admin', 'endpoint.updated',
       CASE WHEN nth % 1000 = 7 THEN $2 ELSE 'ep_' || nth END
     FROM generate_series(1, ${OTHERS}) nth`,
    [tenantId, target],
  );
  await engine.sql('ANALYZE audit_log');
});
afterAll(() => engine.close());

it.each([
  ['an explanation', findForExplanation],
  ['an open problem', findForProblem],
])('the changes that %s names are found without reading those of others', async (_, find) => {
  const reading = engine.get(DataSource).transaction(async (manager) => {
    const found = await find(manager, tenantId, [target], new Date(0));
    const query = manager.query.bind(manager);
    let read = 0;
    manager.query = async (text: string, values: unknown[] = []) => {
      read = await rowsRead({ query }, text, values);
      return query(text, values);
    };
    await find(manager, tenantId, [target], new Date(0));
    return { found: found.length, read };
  });
  expect(await reading).toEqual({ found: OTHERS / 1_000, read: expect.any(Number) });
  expect((await reading).read).toBeLessThan(50);
});
