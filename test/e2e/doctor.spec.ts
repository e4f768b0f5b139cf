import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { builtMain, ROOT, useLab } from '../support/app/index.js';
import { adminQuery, databaseUrl as onServer } from '../support/services/admin-query.js';

const lab = useLab();
const SECRET = 'opensesame-9f1c27';
const KEYS = {
  ADMIN_API_KEY: `${SECRET}-and-thirty-two-characters`,
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};

interface Report {
  ok: boolean;
  findings: { check: string; level: string; found: string; advice?: string }[];
}

let script: string;
beforeAll(async () => {
  script = join(await builtMain(), '..', 'app', 'doctor', 'run.js');
});

const doctor = async (
  env: Record<string, string>,
  ...options: string[]
): Promise<{ status: number; output: string }> =>
  new Promise((resolve) => {
    const { PATH = '' } = process.env;
    execFile(
      process.execPath,
      [script, ...options],
      { cwd: ROOT, env: { PATH, PORT: '0', ...env } },
      (error, stdout, stderr) =>
        resolve({ status: error ? Number(error.code) : 0, output: `${stdout}${stderr}` }),
    );
  });
const examine = async (env: Record<string, string>): Promise<Report & { status: number }> => {
  const { status, output } = await doctor(env, '--json');
  expect(output).not.toContain(SECRET);
  return { status, ...(JSON.parse(output) as Report) };
};
/** The level of the finding of a check that says this. */
const levelOf = ({ findings }: Report, check: string, said: RegExp): string =>
  findings.find((one) => one.check === check && said.test(one.found))?.level ??
  `nothing in ${JSON.stringify(findings)}`;

it('finds nothing wrong where everything is right, and ends with status 0', async () => {
  const databaseUrl = await lab.database();
  const redis = await lab.redis();
  const dns = await lab.dnsServer();
  const report = await examine({
    ...KEYS,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
    DNS_SERVERS: dns.address,
  });
  expect(report.findings.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(report).toMatchObject({ ok: true, status: 0 });
  expect(levelOf(report, 'database', /^PostgreSQL \d+.*encoding UTF8/)).toBe('ok');
  expect(levelOf(report, 'database', /schema is up to date/)).toBe('ok');
  expect(levelOf(report, 'database', /clock of PostgreSQL/)).toBe('ok');
  expect(levelOf(report, 'redis', /policy is noeviction/)).toBe('ok');
  expect(levelOf(report, 'redis', /clock of Redis/)).toBe('ok');
  expect(levelOf(report, 'dns', /answers/)).toBe('ok');
});

it('says of everything that is wrong what it is and what to do, and ends with status 1', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const redis = await lab.redis({ settings: { requirepass: 'another' } });
  const url = new URL(await lab.database());
  url.password = SECRET;
  const report = await examine({
    ...KEYS,
    PORT: String(port),
    DATABASE_URL: url.href,
    REDIS_URL: `redis://:${SECRET}@127.0.0.1:${redis.port}`,
    // Nobody listens at port 1.
    DNS_SERVERS: '127.0.0.1:1',
    SMTP_URL: `smtp://me:${SECRET}@127.0.0.1:1`,
    MAIL_FROM: 'Postrider <postrider@example.com>',
    PUBLIC_URL: 'http://127.0.0.1:1',
  });
  await new Promise((resolve) => taken.close(resolve));
  expect(report).toMatchObject({ ok: false, status: 1 });
  expect(levelOf(report, 'port', /is in use/)).toBe('problem');
  expect(levelOf(report, 'database', /DATABASE_URL: .*password/)).toBe('problem');
  expect(levelOf(report, 'redis', /WRONGPASS/)).toBe('problem');
  expect(levelOf(report, 'dns', /does not answer/)).toBe('problem');
  expect(levelOf(report, 'mail', /SMTP_URL/)).toBe('problem');
  expect(levelOf(report, 'public_url', /is not reached/)).toBe('warning');
  const silent = report.findings.filter(({ level, advice }) => level !== 'ok' && !advice);
  expect(silent).toEqual([]);
});

it('names an encoding, an eviction policy and migrations that are missing', async () => {
  const server = await lab.database();
  const name = `doctor_${process.pid}`;
  await adminQuery(
    server,
    `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc`,
  );
  const redis = await lab.redis({ settings: { 'maxmemory-policy': 'allkeys-lru' } });
  try {
    const report = await examine({
      ...KEYS,
      DATABASE_URL: onServer(server, name),
      REDIS_URL: redis.url,
    });
    expect(levelOf(report, 'database', /has the encoding SQL_ASCII/)).toBe('problem');
    expect(levelOf(report, 'database', /migrations are pending/)).toBe('ok');
    expect(levelOf(report, 'redis', /policy is allkeys-lru/)).toBe('warning');
  } finally {
    await adminQuery(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
});

it('prints settings that are wrong as findings, one line each', async () => {
  const { status, output } = await doctor({ DATABASE_URL: `mysql://me:${SECRET}@db/x`, PORT: 'x' });
  expect(status).toBe(1);
  expect(output).toMatch(/^problem +settings +PORT must .*: a start is refused/m);
  expect(output).toMatch(/^problem +settings +DATABASE_URL must /m);
  expect(output).toMatch(/^ok +node +Node\.js/m);
  expect(output).not.toContain(SECRET);
});
