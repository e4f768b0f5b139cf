import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface LockFile {
  packages: Record<string, { dev?: boolean }>;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const IMPORT = / from '(?!node:)((?:@[^/']+\/)?[^./'@][^/']*)/g;

/** Packages that the files of a folder name, save their specs. */
async function packagesNamedIn(folder: string): Promise<string[]> {
  const files = await readdir(join(ROOT, folder), { recursive: true });
  const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
  const texts = await Promise.all(
    sources.map((file) => readFile(join(ROOT, folder, file), 'utf8')),
  );
  return texts.flatMap((text) => [...text.matchAll(IMPORT)].map(([, name]) => name ?? ''));
}

it('can be built without development packages', async () => {
  const named = new Set([
    ...(await packagesNamedIn('src')),
    ...(await packagesNamedIn('migrations')),
  ]);
  expect(named).toContain('@nestjs/common');
  const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as LockFile;
  const wanted = [...named].flatMap((name) => [name, `@types/${name}`]);
  expect(wanted.filter((name) => lock.packages[`node_modules/${name}`]?.dev)).toEqual([]);
});
