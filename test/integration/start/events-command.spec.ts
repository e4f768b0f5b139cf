import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { availablePacks, createCatalogue } from '../../../src/catalogue/index.js';
import { ROOT } from '../../support/app/index.js';

const SCRIPT = join(ROOT, 'scripts', 'events.mjs');
const BUILDS_FIRST_MS = 120_000;

const run = (...args: string[]): Promise<{ stdout: string }> =>
  promisify(execFile)(process.execPath, [SCRIPT, ...args], { maxBuffer: 16 * 1024 * 1024 });

describe('npm run events', { timeout: BUILDS_FIRST_MS }, () => {
  it('prints every type under its pack, with how many there are', async () => {
    const { stdout } = await run();
    for (const pack of [
      'verifa (26)',
      'kyc (8)',
      'case-keeper (36)',
      'callbacks (2)',
      'endpoint (7)',
    ]) {
      expect(stdout).toContain(`${pack}\n`);
    }
    expect(stdout).toMatch(/^ {2}identity\.verification_completed +An identity verification/m);
    expect(stdout).toMatch(/^92 event types in 6 packs$/m);
  });

  it('prints them as JSON, with the formats that carry each', async () => {
    const types = JSON.parse((await run('--json')).stdout) as Record<string, unknown>[];
    const all = createCatalogue(availablePacks).list();
    expect(types.map(({ type }) => type)).toEqual(all.map(({ type }) => type));
    const formatsOf = (name: string): unknown =>
      types.find(({ type }) => type === name)?.['formats'];
    expect(formatsOf('complianceRecord')).toContain('callback');
    expect(formatsOf('session.created')).not.toContain('callback');
    expect(formatsOf('identResult')).not.toContain('event-type');
  });

  it('refuses what it does not know', async () => {
    await expect(run('--jsno')).rejects.toMatchObject({ code: 2 });
  });
});
