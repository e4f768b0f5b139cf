import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSettings, SettingsError } from './settings.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const ADMIN = 'a'.repeat(32);
const EXTERNAL = {
  DATABASE_URL: 'postgres://u:hidden-password@db/postrider',
  ADMIN_API_KEY: ADMIN,
  ENCRYPTION_KEYS: `one:${KEY}`,
};

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadSettings(env, '/srv');
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadSettings', () => {
  it('gives every default in an empty environment', () => {
    expect(loadSettings({}, '/srv')).toEqual({
      port: 3000,
      host: '127.0.0.1',
      role: 'all',
      migrate: 'on',
      dataDir: '/srv/.postrider',
      production: false,
      allowedPrivateCidrs: ['127.0.0.0/8', '::1/128'],
      allowedPorts: [],
      retryScheduleSeconds: [5, 30, 120, 600, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
      deliveryTimeoutMs: 10_000,
      responseBodyLimitBytes: 16_384,
      userAgent: 'KYC-Webhooks/1.0',
      disableAfterMs: 259_200_000,
      heldMaxAgeDays: 30,
      payloadRetentionDays: 30,
      recordRetentionDays: 1825,
      shutdownGraceMs: 15_000,
      rateLimitPerMinute: 600,
      maxEndpointsPerTenant: 100,
      catalogue: ['verifa', 'kyc', 'case-keeper', 'callbacks', 'qoreid'],
      catalogueValidation: 'enforce',
      logLevel: 'info',
      publicUrl: 'http://127.0.0.1:3000',
      portalFrameAncestors: [],
      dnsServers: [],
      workerConcurrency: 100,
      leaseMarginMs: 5000,
    });
  });

  it('reads every variable into its type', () => {
    const settings = loadSettings(
      {
        ...EXTERNAL,
        MIGRATION_DATABASE_URL: 'postgres://owner:p@db/postrider',
        MIGRATE: 'off',
        REDIS_URL: 'rediss://cache:6380/1',
        PORT: '0',
        HOST: '::',
        ROLE: 'worker',
        DATA_DIR: '/data',
        NODE_ENV: 'production',
        ALLOWED_PRIVATE_CIDRS: '10.0.0.0/8, fd00::/8',
        ALLOWED_PORTS: '25,22',
        RETRY_SCHEDULE: '0.5,1, 2',
        DISABLE_AFTER_HOURS: '0.01',
        METRICS_TOKEN: 'let-me-in',
        PUBLIC_URL: 'https://kyc.example.com/',
        DNS_SERVERS: '127.0.0.1:5353,::1,[::1]:53',
        CATALOGUE: 'verifa, callbacks',
        CATALOGUE_VALIDATION: 'report',
        LOG_LEVEL: 'debug',
        SOMEONE_ELSES: 'x',
      },
      '/srv',
    );
    expect(settings).toMatchObject({
      databaseUrl: EXTERNAL.DATABASE_URL,
      migrationDatabaseUrl: 'postgres://owner:p@db/postrider',
      migrate: 'off',
      redisUrl: 'rediss://cache:6380/1',
      port: 0,
      host: '::',
      role: 'worker',
      dataDir: '/data',
      production: true,
      allowedPrivateCidrs: ['10.0.0.0/8', 'fd00::/8'],
      allowedPorts: [25, 22],
      retryScheduleSeconds: [0.5, 1, 2],
      disableAfterMs: 36_000,
      metricsToken: 'let-me-in',
      publicUrl: 'https://kyc.example.com',
      dnsServers: ['127.0.0.1:5353', '::1', '[::1]:53'],
      catalogue: ['verifa', 'callbacks'],
      catalogueValidation: 'report',
      logLevel: 'debug',
      adminApiKey: ADMIN,
      encryptionKeys: [{ id: 'one', key: Buffer.alloc(32, 7) }],
    });
    expect(Object.keys(settings)).not.toContain('SOMEONE_ELSES');
  });

  it('cannot be changed afterwards, and leaves the defaults of the next one alone', () => {
    const settings = loadSettings({}, '/srv');
    expect(() => Object.assign(settings, { port: 1 })).toThrow(TypeError);
    expect(Object.isFrozen(settings.retryScheduleSeconds)).toBe(true);
    expect(loadSettings({}, '/srv')).toEqual(settings);
  });

  it('opens no private range in production, nor with an empty list', () => {
    const production = { ...EXTERNAL, NODE_ENV: 'production' };
    expect(loadSettings(production, '/srv').allowedPrivateCidrs).toEqual([]);
    expect(loadSettings({ ALLOWED_PRIVATE_CIDRS: '' }, '/srv').allowedPrivateCidrs).toEqual([]);
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadSettings({ PORT: '', SMTP_URL: '', RETRY_SCHEDULE: ' ' }, '/srv').port).toBe(3000);
  });

  it('lists all problems at once, a line each', () => {
    const problems = problemsOf({ PORT: 'http', ROLE: 'boss', RETRY_SCHEDULE: '5,-1' });
    expect(problems).toHaveLength(3);
    expect(problems[0]).toBe('PORT must be a whole number from 0 to 65535');
    expect(problems[1]).toBe('ROLE must be one of all, api, worker');
    expect(problems[2]).toMatch(/^RETRY_SCHEDULE must be /);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['HOST', 'http://x'],
    ['NODE_ENV', 'staging'],
    ['EMBEDDED', 'yes'],
    ['DATABASE_URL', 'mysql://db/x'],
    ['REDIS_URL', 'http://cache'],
    ['REDIS_URL', 'redis+sentinel://a:1,b:2'],
    ['REDIS_URL', 'redis+cluster://a:99999'],
    ['ADMIN_API_KEY', 'a'.repeat(31)],
    ['ENCRYPTION_KMS', 'aws:arn:aws:s3:eu-central-1:111122223333:key/x'],
    ['ENCRYPTION_KMS', 'arn:aws:kms:eu-central-1:111122223333:key/x'],
    ['ENCRYPTION_KEYS', 'one:c2hvcnQ='],
    ['ENCRYPTION_KEYS', `one:${KEY},one:${KEY}`],
    ['ALLOWED_PRIVATE_CIDRS', '10.0.0.1'],
    ['ALLOWED_PRIVATE_CIDRS', '10.0.0.0/8@acme'],
    ['ALLOWED_PRIVATE_CIDRS', '10.0.0.5/8@ten_00000000000000000000000000000001'],
    ['ALLOWED_PRIVATE_CIDRS', '10.0.0.0/33'],
    ['ALLOWED_PRIVATE_CIDRS', '010.0.0.0/8'],
    ['ALLOWED_PRIVATE_CIDRS', '10.0.0.5/8'],
    ['ALLOWED_PRIVATE_CIDRS', '127.0.0.0/8, fd00::1/8'],
    ['ALLOWED_PRIVATE_CIDRS', '::ffff:10.0.0.0/104'],
    ['ALLOWED_PORTS', '0'],
    ['RETRY_SCHEDULE', '0'],
    ['RETRY_SCHEDULE', Array.from({ length: 51 }, () => '1').join(',')],
    ['DELIVERY_TIMEOUT_MS', '-1'],
    ['RESPONSE_BODY_LIMIT', '16k'],
    ['USER_AGENT', 'a\r\nX-Evil: 1'],
    ['SHUTDOWN_GRACE_MS', '1e3'],
    ['DISABLE_AFTER_HOURS', '0'],
    ['DISABLE_AFTER_HOURS', '8761'],
    ['DISABLE_AFTER_HOURS', '1e1'],
    ['HELD_MAX_AGE_DAYS', '0'],
    ['HELD_MAX_AGE_DAYS', '366'],
    ['HELD_MAX_AGE_DAYS', '31'],
    ['PAYLOAD_RETENTION_DAYS', '0'],
    ['PAYLOAD_RETENTION_DAYS', '1826'],
    ['RECORD_RETENTION_DAYS', '0'],
    ['CATALOGUE_VALIDATION', 'off'],
    ['LOG_LEVEL', 'loud'],
    ['DNS_SERVERS', 'dns.example.com'],
    ['DNS_SERVERS', '127.0.0.1:0'],
    ['EXTRA_CA_FILE', '/does/not/exist.pem'],
    ['WORKER_CONCURRENCY', '2001'],
    ['LEASE_MARGIN_MS', '0'],
    ['CATALOGUE', 'verifa,bank'],
    ['CATALOGUE', 'verifa,'],
  ])('refuses %s=%s, naming the variable', (name, value) => {
    const problems = problemsOf({ ...EXTERNAL, [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${name} must `));
  });

  it('ends holds with the data where their length is not set', () => {
    const { heldMaxAgeDays } = loadSettings({ PAYLOAD_RETENTION_DAYS: '7' }, '/srv');
    expect(heldMaxAgeDays).toBe(7);
  });

  it('never repeats a value, which may be a secret', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://u:hidden-password@db/x',
      ADMIN_API_KEY: 'hidden',
      ENCRYPTION_KEYS: 'one:hidden',
    });
    expect(problems).toHaveLength(3);
    expect(problems.join()).not.toContain('hidden');
  });

  it('wants a mail server and a sender, or none of the two', () => {
    const both = { SMTP_URL: 'smtp://localhost', MAIL_FROM: 'KYC <kyc@example.com>' };
    expect(loadSettings(both, '/srv').mail).toMatchObject({
      server: { host: 'localhost', port: 587, security: 'starttls_if_offered' },
      from: { address: 'kyc@example.com', name: 'KYC' },
    });
    expect(problemsOf({ SMTP_URL: both.SMTP_URL })).toEqual([
      'MAIL_FROM is required when SMTP_URL is set',
    ]);
    expect(problemsOf({ MAIL_FROM: both.MAIL_FROM })).toEqual([
      'SMTP_URL is required when MAIL_FROM is set',
    ]);
  });

  it('wants both servers for a split role', () => {
    expect(problemsOf({ ROLE: 'api' })).toEqual([
      'DATABASE_URL is required when ROLE is api',
      'REDIS_URL is required when ROLE is api',
    ]);
    expect(problemsOf({ ...EXTERNAL, ROLE: 'worker' })).toEqual([
      'REDIS_URL is required when ROLE is worker',
    ]);
  });

  it('wants the keys beside a DATABASE_URL', () => {
    expect(problemsOf({ DATABASE_URL: EXTERNAL.DATABASE_URL })).toEqual([
      'ADMIN_API_KEY is required when DATABASE_URL is set',
      'ENCRYPTION_KEYS is required when DATABASE_URL is set',
    ]);
  });

  it('embeds in production only with EMBEDDED=1', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^DATABASE_URL is required in production/),
    ]);
    expect(problemsOf({ NODE_ENV: 'production', EMBEDDED: '1' })).toEqual([]);
  });

  it('refuses a CA file without a certificate', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'ca.pem');
    writeFileSync(file, 'not a certificate');
    expect(problemsOf({ EXTRA_CA_FILE: file })[0]).toMatch(/^EXTRA_CA_FILE must .*holds none/);
  });
});
