import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { createLogger, ThrottledLogger } from './logger.js';

it('says the first at once, then one in ten seconds with the number of the others', () => {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  let now = 1_000;
  const log = new ThrottledLogger(
    createLogger({ logLevel: 'info' }, stream),
    { now: () => now },
    'warn',
  );
  for (let round = 0; round < 25; round += 1) {
    log.report(new Error(`error ${round}`), 'away', { round });
    now += 1_000;
  }
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'away', round: 0, err: { message: 'error 0' } },
    { round: 10, repeated: 9 },
    { round: 20, repeated: 9 },
  ]);
});
