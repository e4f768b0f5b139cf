import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/app/index.js';
import { childrenOf, cpuMsOf, cpuMsOfFamily, memoryOf, parentOf } from './process-cost.js';

describe('the CPU time of PostgreSQL', () => {
  it('keeps what a backend used that has ended', async ({ skip }) => {
    const client = new Client({ connectionString: inject('postgres').url });
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const [{ pid: backend } = { pid: 0 }] = rows;
    if (!existsSync(`/proc/${backend}/stat`)) {
      await client.end();
      skip('needs /proc and a PostgreSQL on this machine');
    }
    const server = parentOf(backend) ?? 0;
    const before = { server: cpuMsOfFamily(server), backend: cpuMsOf(backend) };
    await client.query('SELECT count(md5(n::text)) FROM generate_series(1, 600000) n');
    // The kernel rounds each time to 10 ms.
    const used = cpuMsOf(backend) - before.backend - 30;
    expect(used).toBeGreaterThan(50);
    expect(childrenOf(server)).toContain(backend);
    expect(cpuMsOfFamily(server) - before.server).toBeGreaterThanOrEqual(used);

    await client.end();
    await eventually(() => expect(childrenOf(server)).not.toContain(backend));
    expect(cpuMsOfFamily(server) - before.server).toBeGreaterThanOrEqual(used);
  });
});

describe('the memory of a process', () => {
  it('is read in bytes, and 0 of a process that is not there', ({ skip }) => {
    if (!existsSync('/proc/self/smaps_rollup')) skip('needs /proc');
    expect(memoryOf(process.pid)).toBeGreaterThan(10e6);
    expect(memoryOf(process.pid)).toBeLessThanOrEqual(process.memoryUsage.rss() * 1.5);
    expect(memoryOf(2 ** 30)).toBe(0);
  });
});
