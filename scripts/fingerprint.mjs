import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What each part of a build is made of: folders, and files beside them. */
const PARTS = {
  server: {
    folders: ['src', 'migrations', 'sql/functions'],
    files: /^(package-lock|tsconfig(\.\w+)?|nest-cli)\.json$/,
  },
  document: { documents: ['docs/openapi.json'] },
  web: { folders: ['web/src', 'web/public'], files: /^package-lock\.json$/, within: 'web' },
};

/** Files of `within` that count too: the page and its settings. */
const OF_WORKSPACE = /\.(json|html|ts)$/;
const NONE = /^$/;
const NOT_BUILT = /\.(spec|d)\.ts$/;

/**
 * What a part of a build is made of. `quick` is a hash of names, sizes and times, enough to see that nothing
 * was touched; `content()` reads the files, for a fresh copy of the same sources has new times.
 *
 * @param {string} root
 * @param {'server' | 'document' | 'web'} part
 * @returns {{ quick: string, content: () => string }}
 */
export function fingerprint(root, part) {
  const { folders = [], files: names = NONE, documents = [], within } = PARTS[part];
  const files = [
    ...folders.flatMap((folder) => sources(root, folder)),
    ...readdirSync(root).filter((name) => names.test(name)),
    ...documents,
    ...(within === undefined ? [] : filesOf(root, within)),
  ].sort((one, other) => (one < other ? -1 : 1));
  const quick = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs, ctimeMs, ino } = statSync(join(root, file));
    quick.update(`${file}\0${size}\0${mtimeMs}\0${ctimeMs}\0${ino}\n`);
  }
  return { quick: quick.digest('hex'), content: () => contentHash(root, files) };
}

function sources(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !NOT_BUILT.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}

function filesOf(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((name) => OF_WORKSPACE.test(name))
    .map((name) => join(folder, name));
}

function contentHash(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
