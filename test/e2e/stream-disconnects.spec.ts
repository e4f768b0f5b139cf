import { expect, it } from 'vitest';
import { useLab } from '../support/app/index.js';
import { failuresOf, proveStream } from '../stream/prove-stream.js';

const lab = useLab();

it('a stream that disconnects repeatedly delivers every event in order, with the body of the webhook', async () => {
  const databaseUrl = await lab.database();
  const { url: redisUrl } = await lab.redis();
  const [one, other] = [
    await lab.postrider({ databaseUrl, redisUrl, role: 'api' }),
    await lab.postrider({ databaseUrl, redisUrl, role: 'all' }),
  ];
  const proof = {
    urls: [one.url, other.url] as const,
    adminKey: one.adminKey,
    databaseUrl,
    events: 1_500,
    disconnects: 60,
    webhooksWithinMs: 60_000,
  };
  expect(failuresOf(proof, await proveStream(proof))).toEqual([]);
});
