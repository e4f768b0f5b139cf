import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ServerHome } from '../../../src/database/embedded/server-home.js';
import { ChaosPostgres } from './chaos-postgres.js';
import { queryOnce } from './delivery-rows.js';

const NAME = 'standby';
const STREAMING_WITHIN_MS = 30_000;

/**
 * A second server that follows the first by streaming replication. From now on the first confirms a
 * commit when both have it on their disks. The first is restarted for it.
 */
export async function startStandby(primary: ChaosPostgres): Promise<ChaosPostgres> {
  await primary.stop();
  const { home, binaries } = primary;
  const own: ServerHome = { ...home, cluster: `${home.directory}/standby` };
  await rm(own.cluster, { recursive: true, force: true });
  // With its owner, who runs the server.
  await promisify(execFile)('cp', ['-a', home.cluster, own.cluster]);
  await writeFile(join(own.cluster, 'standby.signal'), '');
  primary.settings.synchronous_standby_names = NAME;
  await primary.start();
  const { username, password, port } = new URL(primary.url);
  const standby = await ChaosPostgres.open(own, binaries, {
    primary_conninfo: `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=${NAME}`,
    hot_standby: 'on',
  });
  await untilStreaming(primary);
  return standby;
}

/** Makes the standby the primary; resolves when it takes changes. */
export async function promote(standby: ChaosPostgres): Promise<void> {
  await queryOnce(standby.url, 'SELECT pg_promote(true, 30)');
}

async function untilStreaming(primary: ChaosPostgres): Promise<void> {
  const deadline = Date.now() + STREAMING_WITHIN_MS;
  for (;;) {
    const rows = await queryOnce(
      primary.url,
      `SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync' AND state = 'streaming'`,
    );
    if (rows.length > 0) return;
    if (Date.now() > deadline) throw new Error('The standby does not follow.');
    await sleep(50);
  }
}
