import { appendFile, cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtProgram, ROOT, useLab } from '../../support/app/index.js';
import type { Postrider } from '../../support/app/index.js';
import { itDoesTheMainJob, QUICK_RETRIES } from './main-job.js';

const COPIED = [
  'src',
  'docs/openapi.json',
  'migrations',
  'sql',
  'scripts',
  'dist',
  'package.json',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

const lab = useLab();

describe('PostgreSQL and Redis, one api and two workers started at once on a stale build', () => {
  let api: Postrider;
  let all: Postrider[];

  beforeAll(async () => {
    const [project, databaseUrl, redis] = await Promise.all([
      staleCopy(),
      lab.database(),
      lab.redis(),
    ]);
    const { url: redisUrl } = redis;
    const common = { project, databaseUrl, redisUrl, env: QUICK_RETRIES };
    const starting = (['api', 'worker', 'worker'] as const).map((role) =>
      lab.postrider({ ...common, role }),
    );
    const [first, ...workers] = await Promise.all(starting);
    if (!first) throw new Error('No api.');
    api = first;
    all = [first, ...workers];
  });

  it('builds once', () => {
    const builders = all.filter((app) => app.output().includes('Building …'));
    expect(builders).toHaveLength(1);
  });

  itDoesTheMainJob(lab, () => api);
});

/** This checkout as it was built, and one source that has changed since. */
async function staleCopy(): Promise<string> {
  await builtProgram();
  const copy = await lab.directory();
  for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await appendFile(join(copy, 'src', 'main.ts'), '\n// changed since\n');
  return copy;
}
