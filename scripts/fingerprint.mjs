import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', 'migrations', 'sql/functions'];
const CONFIGURATION = /^(package-lock|tsconfig.*|nest-cli)\.json$/;

/**
 * What a build is made of. `quick` is a hash of names, sizes and times, enough to see that nothing
 * was touched; `content()` reads the files, for a fresh copy of the same sources has new times.
 *
 * @param {string} root
 * @returns {{ quick: string, content: () => string }}
 */
export function fingerprint(root) {
  const files = [
    ...FOLDERS.flatMap((folder) => sources(root, folder)),
    ...readdirSync(root).filter((name) => CONFIGURATION.test(name)),
  ].sort((one, other) => (one < other ? -1 : 1));
  const quick = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs, ctimeMs, ino } = statSync(join(root, file));
    quick.update(`${file}\0${size}\0${mtimeMs}\0${ctimeMs}\0${ino}\n`);
  }
  return { quick: quick.digest('hex'), content: () => contentHash(root, files) };
}

function sources(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
}

function contentHash(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readFileSync(join(root, file));
    hash.update(`${file}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}
