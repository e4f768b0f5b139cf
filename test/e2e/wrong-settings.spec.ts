import { beforeAll, expect, it } from 'vitest';
import { builtProgram, spawnPostrider, useLab } from '../support/app/index.js';

const lab = useLab();

beforeAll(() => builtProgram());

it.each([
  [{ PORT: 'http' }, ['PORT']],
  [{ RETRY_SCHEDULE: '5,soon' }, ['RETRY_SCHEDULE']],
  [{ ALLOWED_PRIVATE_CIDRS: '10.0.0.0/40' }, ['ALLOWED_PRIVATE_CIDRS']],
  [{ ADMIN_API_KEY: 'short' }, ['ADMIN_API_KEY']],
  [{ ROLE: 'worker' }, ['DATABASE_URL', 'REDIS_URL']],
  [{ SMTP_URL: 'smtp://127.0.0.1' }, ['MAIL_FROM']],
  [{ PUBLIC_URL: 'ftp://example.com' }, ['PUBLIC_URL']],
  [{ DISABLE_AFTER_HOURS: '0' }, ['DISABLE_AFTER_HOURS']],
])('a start with %o ends with status 1 and one line for each of %o', async (env, named) => {
  const dataDir = await lab.directory();
  const running = await spawnPostrider({ dataDir, env });
  expect(await running.ended).toBe(1);
  const lines = running.stderr().trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(named);
});

it('a start without the keys that a database calls for names each of them', async () => {
  const databaseUrl = await lab.database();
  const env = { ADMIN_API_KEY: '', ENCRYPTION_KEYS: '' };
  const running = await spawnPostrider({ databaseUrl, env });
  expect(await running.ended).toBe(1);
  const lines = running.stderr().trimEnd().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['ADMIN_API_KEY', 'ENCRYPTION_KEYS']);
});
