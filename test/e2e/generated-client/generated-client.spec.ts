import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import openapiTS, { astToString } from 'openapi-typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReceivingTenant, eventually, ROOT, useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';

const run = promisify(execFile);
const lab = useLab();

const COMPILER = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: [],
    module: 'nodenext',
    moduleResolution: 'nodenext',
  },
  files: ['client.ts'],
};

interface GeneratedClient {
  publishListReplay(place: Record<string, string>): Promise<Record<string, unknown>>;
}

let app: Postrider;
let directory: string;

beforeAll(async () => {
  app = await lab.postrider({ databaseUrl: await lab.database() });
  const cache = join(ROOT, '.cache');
  await mkdir(cache, { recursive: true });
  // Within the project, where the compiler finds openapi-fetch.
  directory = await mkdtemp(join(cache, 'generated-client-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('a client that is generated from /openapi.json compiles, publishes, lists and replays', async () => {
  const document = await (await fetch(`${app.url}/openapi.json`)).text();
  const place = (name: string): string => join(directory, name);
  await writeFile(place('schema.d.ts'), astToString(await openapiTS(document)));
  await copyFile(new URL('client.ts.txt', import.meta.url), place('client.ts'));
  await writeFile(place('tsconfig.json'), JSON.stringify(COMPILER));
  await writeFile(place('package.json'), '{"type":"module"}');
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const compiled = await run(process.execPath, [tsc, '-p', directory]).catch(
    (error: { stdout: string }) => error,
  );
  expect(compiled.stdout).toBe('');
  expect(await readdir(directory)).toContain('client.js');

  const receiver = await lab.receiver();
  const { tenant, endpoint } = await createReceivingTenant(app, { url: receiver.url });
  const client = (await import(pathToFileURL(place('client.js')).href)) as GeneratedClient;
  const answers = await client.publishListReplay({
    baseUrl: app.url,
    publisherKey: tenant.publisherKey,
    tenantKey: tenant.key,
    tenantId: tenant.id,
    endpointId: endpoint.id,
  });
  const id = expect.stringMatching(/^evt_/) as string;
  expect(answers).toMatchObject({ id, type: 'session.created', refusal: 'not_found' });
  expect(answers['deliveries']).toEqual([answers['id']]);
  expect(answers['matched']).toBeTypeOf('number');
  await eventually(() => {
    expect(receiver.requests.map(({ headers }) => headers['x-webhook-id'])).toContain(
      answers['id'],
    );
  });
}, 180_000);
