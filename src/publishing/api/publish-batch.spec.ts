import { pino } from 'pino';
import { expect, it } from 'vitest';
import { publishBatch } from './publish-batch.js';
import type { ReadPublish } from '../publish-contract.js';

const ENTRIES: ReadPublish[] = Array.from({ length: 100 }, (_, n) => ({ body: n }));
const ANSWER = {
  id: 'evt_1',
  type: 'session.created',
  created: 0,
  deliveries: 0,
  duplicate: false,
};
/** Of entries that may be checked before anything else in the process has its turn. */
const MOST_IN_A_TURN = 5;

it('lets whatever else is due have its turn between a few entries, however many batches there are', async () => {
  let inThisTurn = 0;
  let most = 0;
  let isDone = false;
  const turn = (): void => {
    most = Math.max(most, inThisTurn);
    inThisTurn = 0;
    if (!isDone) setImmediate(turn);
  };
  const publisher = {
    prepareBody: async () => {
      // As the real one: the work itself comes after a look-up.
      await Promise.resolve();
      inThisTurn += 1;
      return async () => ANSWER;
    },
  };
  const publish = () =>
    publishBatch(publisher, ENTRIES, {
      principal: { keyId: 'key_1', role: 'publisher', tenantIds: null },
      logger: pino({ level: 'silent' }),
    });
  setImmediate(turn);
  const batches = await Promise.all([publish(), publish(), publish(), publish()]);
  isDone = true;
  expect(batches.map((results) => results.length)).toEqual([100, 100, 100, 100]);
  expect(most).toBeLessThanOrEqual(MOST_IN_A_TURN);
});
