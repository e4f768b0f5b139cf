import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes the directory hold these pages and no other. */
export async function writePages(directory, pages) {
  await mkdir(directory, { recursive: true });
  for (const name of await strangers(directory, pages)) await rm(join(directory, name));
  for (const [name, text] of pages) await writeFile(join(directory, name), text);
}

/** The names of files that are missing, different or left over. */
export async function checkPages(directory, pages) {
  const different = [];
  for (const [name, text] of pages) {
    const written = await readFile(join(directory, name), 'utf8').catch(() => '');
    if (written !== text) different.push(name);
  }
  return [...different, ...(await strangers(directory, pages))];
}

async function strangers(directory, pages) {
  const names = await readdir(directory).catch(() => []);
  return names.filter((name) => !pages.has(name));
}
