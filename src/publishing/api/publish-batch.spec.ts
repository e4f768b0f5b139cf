import { pino } from 'pino';
import { expect, it } from 'vitest';
import { publishBatch } from './publish-batch.js';
import type { ReadPublish } from '../publish-contract.js';

const entriesOf = (bytes: number): ReadPublish[] =>
  Array.from({ length: 100 }, (_, n) => ({ body: n, bytes }));
const ANSWER = {
  id: 'evt_1',
  type: 'session.created',
  created: 0,
  deliveries: 0,
  duplicate: false,
};

it.each([
  { bytes: 1_000, mostInATurn: 5 },
  { bytes: 40_000, mostInATurn: 2 },
  { bytes: 200_000, mostInATurn: 1 },
])(
  'checks at most $mostInATurn entries of $bytes bytes before anything else has its turn, however many batches there are',
  async ({ bytes, mostInATurn }) => {
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
      publishBatch(publisher, entriesOf(bytes), {
        principal: { keyId: 'key_1', role: 'publisher', tenantIds: null },
        logger: pino({ level: 'silent' }),
      });
    setImmediate(turn);
    const batches = await Promise.all([publish(), publish(), publish(), publish()]);
    isDone = true;
    expect(batches.map((results) => results.length)).toEqual([100, 100, 100, 100]);
    expect(most).toBeLessThanOrEqual(mostInATurn);
  },
);
