import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { builtMain, eventually, ROOT, useLab } from '../support/app/index.js';

const lab = useLab();

let script: string;
beforeAll(async () => {
  script = join(await builtMain(), '..', 'app', 'cli', 'run.js');
});

const cli = (env: Record<string, string>, ...args: string[]) =>
  new Promise<{ status: number; output: string }>((resolve) => {
    const { PATH = '' } = process.env;
    execFile(
      process.execPath,
      [script, ...args],
      { cwd: ROOT, env: { PATH, ...env } },
      (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });

it('lists its commands where it is asked for another one', async () => {
  for (const args of [[], ['audit'], ['audit', 'forge'], ['--what']]) {
    const { status, output } = await cli({}, ...args);
    expect([status, output]).toEqual([2, expect.stringContaining('audit verify')]);
  }
});

it('checks the audit log of a running installation, and finds what was changed', async () => {
  const databaseUrl = await lab.database();
  const app = await lab.postrider({ databaseUrl });
  await app.ok('POST', '/v1/tenants', { name: 'Acme' });
  const env = {
    DATABASE_URL: databaseUrl,
    ADMIN_API_KEY: 'pr_an-admin-key-that-is-long-enough-here',
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  };
  await eventually(async () => {
    const { status, output } = await cli(env, 'audit', 'verify');
    expect([status, output]).toEqual([
      0,
      expect.stringMatching(/^[1-9]\d* entries checked, 0 problems/),
    ]);
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `ALTER TABLE audit_log DISABLE TRIGGER keep_audit; UPDATE audit_log SET role = 'viewer'`,
  );
  await client.end();
  const { status, output } = await cli(env, 'audit', 'verify');
  expect([status, output]).toEqual([1, expect.stringContaining('was changed')]);
});
