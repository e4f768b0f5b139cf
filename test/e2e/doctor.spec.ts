import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { lockDataDir } from '../../src/database/embedded/data-dir-lock.js';
import { builtProgram, ROOT, useLab } from '../support/app/index.js';
import { createAuthority } from '../support/certificates.js';
import { startMailServer } from '../support/mail-server.js';
import { findPgBouncer, startPgBouncer } from '../support/services/index.js';
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
  script = await builtProgram('doctor');
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
  expect(levelOf(report, 'schema', /schema is up to date/)).toBe('ok');
  expect(levelOf(report, 'database', /clock of PostgreSQL/)).toBe('ok');
  expect(levelOf(report, 'redis', /policy is noeviction/)).toBe('ok');
  expect(levelOf(report, 'redis', /clock of Redis/)).toBe('ok');
  expect(levelOf(report, 'dns', /answers/)).toBe('ok');
});

it('says which encryption keys the database needs, and what is left to do', async () => {
  const databaseUrl = await lab.database();
  const key = (id: string): string =>
    `INSERT INTO data_keys (id, tenant_id, period, wrapped_by, wrapped)
     VALUES (gen_random_uuid(), gen_random_uuid(), '2026-01', '${id}', '')`;
  for (const id of ['k1', 'k2', 'k3']) await adminQuery(databaseUrl, key(id));
  await adminQuery(databaseUrl, `INSERT INTO retired_encryption_keys (id) VALUES ('k0')`);
  const list = ['k1', 'k2', 'k0'].map((id) => `${id}:${Buffer.alloc(32, 7).toString('base64')}`);
  const env = { ...KEYS, DATABASE_URL: databaseUrl, ENCRYPTION_KEYS: list.join(',') };
  const report = await examine(env);
  expect(levelOf(report, 'encryption', /1 data keys are encrypted with k1$/)).toBe('ok');
  expect(levelOf(report, 'encryption', /1 data keys are encrypted with k2$/)).toBe('warning');
  expect(levelOf(report, 'encryption', /1 data keys are encrypted with k3$/)).toBe('problem');
  expect(levelOf(report, 'encryption', /k0 is retired/)).toBe('warning');
});

it('says of everything that is wrong what it is and what to do, and ends with status 1', async () => {
  const taken = createServer((socket) => socket.destroy());
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
    // No server listens at port 1.
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
  expect(levelOf(report, 'dns', /gives no answer/)).toBe('problem');
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
    expect(levelOf(report, 'schema', /migrations and functions are pending/)).toBe('ok');
    expect(levelOf(report, 'redis', /policy is allkeys-lru/)).toBe('warning');
  } finally {
    await adminQuery(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
});

it('names what a role brings along, a standing read-only, and a pooler of transactions', async () => {
  const databaseUrl = await lab.database();
  const role = `doctor_${process.pid}`;
  await adminQuery(
    databaseUrl,
    `CREATE ROLE ${role} LOGIN PASSWORD '${SECRET}';
     ALTER ROLE ${role} SET "DateStyle" = 'SQL, DMY';
     ALTER ROLE ${role} SET default_transaction_read_only = on;
     ALTER ROLE ${role} SET session_replication_role = replica`,
  );
  try {
    const url = new URL(databaseUrl);
    url.username = role;
    url.password = SECRET;
    const report = await examine({ ...KEYS, DATABASE_URL: url.href });
    expect(levelOf(report, 'database', /DateStyle is .*each session of ours sets/)).toBe('ok');
    expect(levelOf(report, 'database', /takes no changes/)).toBe('problem');
    expect(levelOf(report, 'database', /RESET session_replication_role/)).toBe('problem');
    expect(report.status).toBe(1);
  } finally {
    await adminQuery(databaseUrl, `DROP ROLE ${role}`);
  }
  if (findPgBouncer() === undefined) {
    console.warn('Left out: a pooler of transactions, for pgbouncer is not installed.');
    return;
  }
  const pooler = await startPgBouncer({ databaseUrl, poolMode: 'transaction' });
  try {
    const through = { ...KEYS, DATABASE_URL: pooler.through(databaseUrl) };
    const alone = await examine(through);
    expect(levelOf(alone, 'database', /set MIGRATION_DATABASE_URL/)).toBe('problem');
    expect(alone.status).toBe(1);
    const both = await examine({ ...through, MIGRATION_DATABASE_URL: databaseUrl });
    expect(levelOf(both, 'schema', /up to date/)).toBe('ok');
    expect(levelOf(both, 'database', /pooler of transactions between/)).toBe('ok');
  } finally {
    await pooler.stop();
  }
});

it('names one silent name server of two, a refused mail login and a certificate that ends soon', async () => {
  const dns = await lab.dnsServer();
  const silent = await lab.dnsServer();
  silent.silence('*');
  const mail = await startMailServer({ login: { user: 'me', password: 'another' } });
  const authority = await createAuthority();
  const { certPem, keyPem } = await authority.issue(['localhost']);
  const caFile = join(await lab.directory(), 'ca.pem');
  await writeFile(caFile, authority.caPem);
  const api = createTlsServer({ cert: certPem, key: keyPem }, (_, answer) => answer.end());
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  try {
    const report = await examine({
      ...KEYS,
      DATABASE_URL: await lab.database(),
      DNS_SERVERS: `${dns.address},${silent.address}`,
      SMTP_URL: `smtp://me:${SECRET}@127.0.0.1:${mail.port}?starttls=off`,
      MAIL_FROM: 'Postrider <postrider@example.com>',
      PUBLIC_URL: `https://localhost:${(api.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: caFile,
    });
    expect(levelOf(report, 'dns', new RegExp(`${dns.address} .*answers in`))).toBe('ok');
    expect(levelOf(report, 'dns', new RegExp(`${silent.address} .*no answer`))).toBe('warning');
    expect(levelOf(report, 'mail', /SMTP_URL: .*535/)).toBe('problem');
    expect(levelOf(report, 'public_url', /answers/)).toBe('ok');
    expect(levelOf(report, 'public_url', /certificate ends on .*in 0 days/)).toBe('warning');
  } finally {
    await mail.close();
    await new Promise((resolve) => api.close(resolve));
  }
});

it('names a DATA_DIR in use, without disturbing who uses it, and a damaged database', async () => {
  const DATA_DIR = await lab.directory();
  const lock = await lockDataDir(DATA_DIR);
  const used = await examine({ DATA_DIR });
  expect(levelOf(used, 'data_dir', new RegExp(`in use by process ${process.pid} `))).toBe(
    'warning',
  );
  await expect(lockDataDir(DATA_DIR)).rejects.toThrow('is in use');
  await lock.release();
  expect(levelOf(await examine({ DATA_DIR }), 'data_dir', /no embedded database yet/)).toBe('ok');
  const cluster = join(DATA_DIR, 'postgres', 'cluster');
  await mkdir(cluster, { recursive: true });
  await writeFile(join(cluster, 'PG_VERSION'), '');
  const damaged = await examine({ DATA_DIR });
  expect(levelOf(damaged, 'data_dir', /is damaged: PG_VERSION is empty/)).toBe('problem');
  expect(damaged.status).toBe(1);
});

it('ends by itself where nothing ever answers', async () => {
  const hole = createServer();
  await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(hole.address() as AddressInfo).port}`;
  const report = await examine({
    ...KEYS,
    DATABASE_URL: `postgres://me:${SECRET}@${at}/postrider`,
    REDIS_URL: `redis://:${SECRET}@${at}`,
    SMTP_URL: `smtp://me:${SECRET}@${at}`,
    MAIL_FROM: 'Postrider <postrider@example.com>',
    PUBLIC_URL: `http://${at}`,
  });
  hole.close();
  for (const check of ['database', 'redis', 'mail']) {
    expect(levelOf(report, check, /./)).toBe('problem');
  }
  expect(levelOf(report, 'public_url', /no answer within/)).toBe('warning');
  expect(report.status).toBe(1);
});

it('prints settings that are wrong as findings, one line each', async () => {
  const { status, output } = await doctor({ DATABASE_URL: `mysql://me:${SECRET}@db/x`, PORT: 'x' });
  expect(status).toBe(1);
  expect(output).toMatch(/^problem +settings +PORT must .*: a start is refused/m);
  expect(output).toMatch(/^problem +settings +DATABASE_URL must /m);
  expect(output).toMatch(/^ok +node +Node\.js/m);
  expect(output).not.toContain(SECRET);
});
