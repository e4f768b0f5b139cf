import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from './document.js';
import type { Report } from './report.js';

const RUN = fileURLToPath(new URL('run.mjs', import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postrider-bench-spec-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** The last recorded report with other CPU ratios. */
async function recordTimes(factor: number): Promise<string> {
  const record = await readRecord();
  const loads = record.loads.map(({ summary, ...load }) => ({
    ...load,
    ...(summary && { summary: { ...summary, cpuRatio: summary.cpuRatio * factor } }),
  }));
  const file = join(directory, `times-${factor}.json`);
  await writeFile(file, JSON.stringify({ ...record, loads } satisfies Report));
  return file;
}

function run(...args: string[]): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [RUN, ...args], (error, _, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stderr });
    });
  });
}

// Each case starts Node, which compiles the bench.
describe('npm run bench -- --check', { timeout: 120_000 }, () => {
  it('ends with an error where deliveries cost more than 5 % more CPU than on record', async () => {
    const { code, stderr } = await run('--check', '--from', await recordTimes(1.06));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^FAILED {2}embedded: single: CPU ratio .* on record \(\+6 %\)$/m);
  });

  it('ends well where they cost as much as on record', async () => {
    const { code, stderr } = await run('--check', '--from', await recordTimes(1));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^ok {2}embedded: single: /m);
  });

  it('says which option is wrong', async () => {
    const { code, stderr } = await run('--rounds', 'many');
    expect(code).toBe(1);
    expect(stderr).toBe('--rounds must be a whole number from 1 to 20, not "many".\n');
  });
});
