import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mountSmallDisk } from '../lab/small-disk.js';
import type { Scenario } from '../scenario.js';
import { throughOutages, UNHURRIED } from './through-outages.js';

const DISK_MIB = 320;
/** Few log files, so that what fills the disk is data, too. */
const SETTINGS = { max_wal_size: '64MB', min_wal_size: '32MB', shared_buffers: '16MB' };
const MIB = Buffer.alloc(1024 * 1024);

export const diskFull: Scenario = {
  name: 'disk-full',
  title: 'the disk of PostgreSQL is full, and has room again',
  workers: 2,
  async run(lab) {
    const place = join(lab.directory, 'postgres');
    const disk = await mountSmallDisk(place, DISK_MIB);
    if ('problem' in disk) return { skipped: `no disk of its own for PostgreSQL: ${disk.problem}` };
    lab.atEnd(() => disk.unmount());
    const postgres = await lab.startPostgres(SETTINGS);
    await lab.startRedis();
    await lab.startApi(1, { env: UNHURRIED });
    await lab.startWorkers(this.workers, { env: UNHURRIED });
    const ballast = join(place, 'ballast');
    const plan = { count: lab.scaled(3000, 200), ratePerSecond: 60, faults: lab.scaled(4, 1) };
    return throughOutages(lab, plan, async () => {
      await fill(ballast);
      const refusedBefore = refusals();
      // The space that it has reserved for its log lasts for a while.
      while (refusals() === refusedBefore) {
        await fill(ballast);
        await sleep(100);
      }
      await sleep(lab.random.integer(500, 3000));
      await rm(ballast);
      // It exits if it cannot write its log, as it must; the scenario starts it again.
      if (!postgres.isRunning) await postgres.start();
    });

    function refusals(): number {
      return lab.published().filter(({ status }) => status !== 202).length;
    }
  },
};

async function fill(file: string): Promise<void> {
  const ballast = await open(file, 'a');
  try {
    for (const piece of [MIB, MIB.subarray(0, 4096)]) {
      for (let full = false; !full;)
        full = await ballast.appendFile(piece).then(
          () => false,
          () => true,
        );
    }
  } finally {
    await ballast.close();
  }
}
