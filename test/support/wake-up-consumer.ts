import Bull from 'bull';
import { expect } from 'vitest';
import { eventually } from './app/index.js';

/**
 * Waits until a worker handles wake-ups of nothing. The first one may be lost, where Redis answers a blocking command
 * whose caller was given an error or is gone meanwhile: Bull takes it up again after more than a minute. Deliveries of
 * such a wake-up are found in the database.
 */
export async function untilConsumed(redis: Bull.QueueOptions['redis']): Promise<void> {
  const queue = new Bull<{ ids: string[] }>('deliveries', { redis, prefix: '{postrider}' });
  try {
    const jobs: Bull.Job[] = [];
    await eventually(async () => {
      jobs.push(await queue.add({ ids: [] }));
      expect(await Promise.all(jobs.map((job) => job.getState()))).toContain('completed');
    });
  } finally {
    await queue.close();
  }
}
